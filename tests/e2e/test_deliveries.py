"""An admin sees which mails were refused, and sends one, some and all of them again."""

import pytest
from playwright.sync_api import expect

from tests.contract.mailer.smtp_server import smtp_server
from tests.e2e.people import ADMIN, JONAS, PRIYA, Workplace, create_task
from tests.e2e.test_accessibility import violations
from tests.server.people import eventually
from tests.support import server as program

REFUSED = "550 5.1.1 no such user"
TITLES = [f"Refused {number}" for number in range(4)]


@pytest.fixture
def office(tmp_path, open_page):
    """A demo whose mail server knows nobody, until it is told to."""
    with smtp_server() as mail_server:
        flags = ["--demo", "--smtp", mail_server.url, "--requests-per-second", "0"]
        with program.running(tmp_path, *flags) as running:
            mail_server.script.recipient_answer = REFUSED
            pages = []

            def open_(*path, **options):
                pages.append(open_page(*path, **options))
                return pages[-1]

            yield Workplace(running.url, open_), mail_server.script
            # Before the server goes: an open page would complain that it is away.
            for page in pages:
                page.close()


def row(page, title):
    return page.get_by_role("listitem").filter(has_text=f"“{title}”")


def test_refused_mails_are_listed_and_sent_again_one_some_and_all(office):
    workplace, script = office
    page = workplace.visit(ADMIN, base_url=workplace.url)
    for title in TITLES:
        create_task(page, title, assignee=JONAS)
    page.get_by_role("button", name=f"Account of {ADMIN.name}").click()
    page.get_by_role("menuitem", name="Failed deliveries").click()
    expect(page.get_by_role("heading", name="Failed deliveries")).to_be_visible()
    expect(row(page, TITLES[0])).to_contain_text(f"email to {JONAS.name}")
    page.reload()
    for title in TITLES:
        expect(row(page, title)).to_contain_text(REFUSED)
    assert violations(page) == []

    script.recipient_answer = None
    row(page, TITLES[0]).get_by_role("button", name="Send again").click()
    expect(page.get_by_text("1 is sent again.")).to_be_visible()
    expect(row(page, TITLES[0])).to_have_count(0)
    row(page, TITLES[1]).get_by_role("checkbox").check()
    page.get_by_role("button", name="Send 1 again").click()
    expect(row(page, TITLES[1])).to_have_count(0)
    # The demo's own mails were refused as well: more than go at once.
    for title in TITLES[2:]:
        expect(row(page, title)).to_have_count(1)
    page.get_by_role("button", name="Send all again").click()
    expect(page.get_by_text("50 are sent again. There are more.")).to_be_visible()
    page.get_by_role("button", name="Send all again").click()
    expect(page.get_by_text("No delivery has failed")).to_be_visible()
    mails = eventually(lambda: about(script, TITLES) if len(about(script, TITLES)) >= len(TITLES) else None)
    assert mails == [f"{ADMIN.name} assigned you “{title}”" for title in TITLES]


def about(script, titles):
    return sorted(mail["Subject"] for mail in script.mails if any(title in mail["Subject"] for title in titles))


def test_a_member_finds_no_way_there(office):
    workplace, _ = office
    page = workplace.visit(PRIYA, base_url=workplace.url)
    page.get_by_role("button", name=f"Account of {PRIYA.name}").click()
    expect(page.get_by_role("menuitem", name="Settings")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Failed deliveries")).to_have_count(0)
