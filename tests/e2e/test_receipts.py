"""What a mail service says of mails is shown, and whose address bounced gets mail again when an admin says so."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.ids import Ulids
from relayboard.lambdas.receipt_function import receipt_function
from relayboard.local.engine import DATABASE
from relayboard.notify.mail_tags import tags_of
from relayboard.notify.receipts import Receipts
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.keys import FEED_PREFIXES
from relayboard.store.store import Store
from tests.e2e.people import ADMIN, JONAS, Workplace, card, create_task
from tests.e2e.test_accessibility import violations
from tests.server.people import eventually, sign_in
from tests.support import server as program
from tests.support import ses_events as ses
from tests.support.lambda_events import queue_event

TITLE = "Post the letters"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with program.running(tmp_path_factory.mktemp("receipts"), "--demo", "--requests-per-second", "0") as running:
        yield running


@pytest.fixture
def workplace(running, open_page):
    return Workplace(running.url, open_page)


def mail_about(running, title):
    """Return the ledger row of the mail about a task, once it was sent, as the API has it."""
    lead = sign_in(running.url, ADMIN.email, "Relayboard1")
    (task,) = lead.call("GET", f"/tasks?q={title}").json()["items"]
    path = f"/tasks/{task['id']}/events"

    def sent():
        rows = [row for event in lead.call("GET", path).json()["items"] for row in event["deliveries"]]
        return next((row for row in rows if (row["channel"], row["state"]) == ("email", "sent")), None)

    return eventually(sent)


def report(running, row, event):
    """Let a mail service report on a mail, into the server's own table."""
    clock = SystemClock()
    with closing(SqliteTable(running.data / DATABASE, clock=clock, feed=FEED_PREFIXES)) as table:
        store = Store(table)
        function = receipt_function(Receipts(store, UnitsOfWork(store, clock, Ulids())))
        tags = tags_of(row["eventId"], row["person"]["id"])
        answer = function(queue_event(ses.published(event(JONAS.email), JONAS.email, tags)), {}, None)
    assert answer == {"batchItemFailures": []}


def note(page):
    return page.get_by_text("Mail to this address bounced on")


def test_what_becomes_of_a_mail_is_told_and_an_admin_lets_mail_go_again(running, workplace):
    page = workplace.visit(ADMIN, base_url=workplace.url)
    create_task(page, TITLE, assignee=JONAS)
    row = mail_about(running, TITLE)
    report(running, row, ses.delivery)
    card(page, TITLE).click()
    told = page.get_by_role("dialog", name=TITLE).get_by_role("list", name="Told")
    expect(told).to_contain_text("e-mail delivered")

    report(running, row, ses.bounce)
    page.reload()
    expect(told).to_contain_text("e-mail bounced")
    expect(told).to_contain_text("550 5.1.1 user unknown")
    assert violations(page) == []

    theirs = workplace.visit(JONAS, "/settings", base_url=workplace.url)
    expect(note(theirs)).to_be_visible()
    assert violations(theirs) == []

    page.goto("/people")
    jonas = page.get_by_role("listitem").filter(has_text=JONAS.email)
    expect(note(jonas)).to_be_visible()
    assert violations(page) == []
    jonas.get_by_role("button", name=f"Send mail again to {JONAS.name}").click()
    expect(page.get_by_text(f"{JONAS.name} gets mail again.")).to_be_visible()
    expect(note(page)).to_have_count(0)
    theirs.reload()
    expect(theirs.get_by_role("heading", name="Settings")).to_be_visible()
    expect(note(theirs)).to_have_count(0)


def test_a_note_about_an_address_fits_a_small_screen(running, workplace):
    page = workplace.visit(ADMIN, base_url=workplace.url)
    title = "Send the parcel"
    create_task(page, title, assignee=JONAS)
    report(running, mail_about(running, title), ses.complaint)
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/people")
    expect(page.get_by_text("was reported as unwanted")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []
