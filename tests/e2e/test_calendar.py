"""Somebody makes the address of their calendar, replaces it and ends it."""

import urllib.error
import urllib.request

from playwright.sync_api import expect

from tests.e2e.people import JONAS
from tests.e2e.test_accessibility import violations


def fetch(url):
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def test_a_calendar_address_is_made_copied_replaced_and_ended(workplace):
    page = workplace.visit(JONAS, "/settings", permissions=["clipboard-read", "clipboard-write"])
    calendar = page.get_by_role("region", name="Calendar")
    calendar.get_by_role("button", name="Make an address").click()
    address = calendar.get_by_label("Address", exact=True)
    expect(address).to_be_visible()
    assert violations(page) == []
    first = address.input_value()
    status, text = fetch(first)
    assert status == 200
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    calendar.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == first
    page.reload()
    expect(calendar.get_by_text("It cannot be shown again")).to_be_visible()
    expect(address).to_be_hidden()
    calendar.get_by_role("button", name="Replace address").click()
    expect(address).to_be_visible()
    second = address.input_value()
    assert (fetch(first)[0], fetch(second)[0]) == (404, 200)
    calendar.get_by_role("button", name="End address").click()
    expect(calendar.get_by_role("button", name="Make an address")).to_be_visible()
    expect(address).to_be_hidden()
    assert fetch(second)[0] == 404
