"""When mail comes and about what: chosen in the settings, or switched off by the link in a mail."""

import re

from playwright.sync_api import expect

from tests.e2e.people import ADMIN, TOMAS, create_task
from tests.e2e.test_accessibility import violations
from tests.support.browser import PHONE

COMMENTS, ASSIGNMENTS = "Comments", "Tasks given to me or taken from me"


def save(page):
    page.get_by_role("button", name="Save mail settings").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def chosen(page, label):
    return page.get_by_label(label, exact=True).locator("option:checked").inner_text()


def test_what_is_chosen_stays_chosen(workplace):
    page = workplace.visit(TOMAS, "/settings", timezone_id="Asia/Kathmandu")
    page.get_by_label(COMMENTS, exact=True).select_option("In the daily digest")
    page.get_by_label("Digests and reminders come at").select_option("06:00")
    zones = page.get_by_label("Time zone")
    first = zones.locator("option").first.get_attribute("value")
    assert first in ("Asia/Kathmandu", "Asia/Katmandu")
    zones.select_option(first)
    page.get_by_label("Keep quiet hours").check()
    page.get_by_label("Quiet from").fill("21:30")
    save(page)
    page.reload()
    expect(page.get_by_label("Quiet from")).to_have_value("21:30")
    expect(page.get_by_label("Quiet until")).to_have_value("07:00")
    assert chosen(page, COMMENTS) == "In the daily digest"
    assert chosen(page, "Digests and reminders come at") == "06:00"
    expect(page.get_by_label("Time zone")).to_have_value(first)
    page.get_by_label("Keep quiet hours").uncheck()
    page.get_by_label(COMMENTS, exact=True).select_option("At once")
    page.get_by_label("Time zone").select_option("UTC")
    save(page)


def test_a_wrong_wish_is_explained(workplace, complaints):
    complaints.expect("422")
    page = workplace.visit(TOMAS, "/settings")
    page.get_by_label("Keep quiet hours").check()
    page.get_by_label("Quiet from").fill("07:00")
    page.get_by_role("button", name="Save mail settings").click()
    expect(page.get_by_role("alert")).to_contain_text("Must differ from where they begin.")


def test_a_link_in_a_mail_switches_off_its_kind_after_one_question(workplace, admin):
    create_task(admin, "Mail about this is unwanted", assignee=TOMAS)
    letter = workplace.letter(TOMAS.email, "Mail about this is unwanted")
    path = re.search(r"/unsubscribe\?token=\S+", letter)[0]
    for scheme in ("light", "dark"):
        stranger = workplace.open_page(path, color_scheme=scheme, viewport=PHONE)
        expect(stranger.get_by_text("You will no longer get mail about assignments.")).to_be_visible()
        assert violations(stranger) == []
    settings = workplace.visit(TOMAS, "/settings")
    assert chosen(settings, ASSIGNMENTS) == "At once"  # looking is not asking
    stranger.get_by_role("button", name="Switch it off").click()
    expect(stranger.get_by_role("status")).to_have_text("Done: you no longer get mail about assignments.")
    settings.reload()
    expect(settings.get_by_label(ASSIGNMENTS, exact=True)).to_have_value("never")
    settings.get_by_label(ASSIGNMENTS, exact=True).select_option("At once")
    save(settings)


def test_a_link_that_was_cut_off_is_explained(workplace, complaints):
    complaints.expect("422")
    broken = workplace.open_page("/unsubscribe?token=comment.YW5u.AAAA")
    broken.get_by_role("button", name="Switch it off").click()
    expect(broken.get_by_role("alert")).to_contain_text("This link is not valid.")
    expect(workplace.open_page("/unsubscribe").get_by_role("alert")).to_contain_text("This link is not valid.")


def test_the_settings_of_mail_fit_a_phone(workplace):
    page = workplace.visit(ADMIN, "/settings", viewport=PHONE)
    expect(page.get_by_role("button", name="Save mail settings")).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
