"""Mails in a browser, as mail programs with few opinions of their own show them."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_accessibility import is_wider_than_its_window, violations
from tests.support.mail_samples import hard_samples, mail_samples

MAILS = mail_samples() | hard_samples()
# A mail stands within the page of a mail program, which has the landmarks.
OF_WHOLE_PAGES = ("landmark-one-main", "region")


@pytest.fixture
def show(browser):
    """Return what opens a mail in a window."""
    contexts = []

    def open_(name, *, width=680, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_content(MAILS[name].html)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_fits_on_a_phone_and_can_be_read_by_everybody(show, name):
    for scheme in ("light", "dark"):
        page = show(name, width=360, scheme=scheme)
        assert not is_wider_than_its_window(page)
        assert [found for found in violations(page) if not found.startswith(OF_WHOLE_PAGES)] == []


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_keeps_to_one_column_on_a_desk(show, name):
    page = show(name, width=1400)
    assert page.get_by_role("heading", level=1).bounding_box()["width"] < 560


@pytest.mark.parametrize("name", MAILS)
def test_a_dark_mail_is_dark_from_its_first_moment(show, name):
    page = show(name, scheme="dark")
    assert page.locator("meta[name=color-scheme]").get_attribute("content") == "light dark"
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")) < 100


def test_what_lists_of_mails_preview_is_not_shown(show):
    page = show("comment-added")
    preview = page.locator("body > div").first
    expect(preview).to_contain_text("The part on calendars")
    expect(preview).to_be_hidden()
