"""Nobody is shut out: axe finds nothing, and small screens show everything."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import ADMIN, JONAS, card, create_task
from tests.support.browser import PHONE

AXE = Path("web/node_modules/axe-core/axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "/": "Board",
    "/my-tasks": "My tasks",
    "/people": "People",
    "/notices": "Notices",
    "/trash": "Trash",
    "/deliveries": "Failed deliveries",
    "/settings": "Settings",
}


def violations(page: Page) -> list[str]:
    """Return what axe finds; evaluated by the test, so the page's own policy need not allow it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags}).then(result => result.violations)", TAGS)
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes']][:3]}" for each in found]


def is_wider_than_its_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/sign-up", "/confirm", "/forgotten-password"])
def test_the_pages_before_sign_in_are_accessible(open_page, path, scheme):
    page = open_page(path, color_scheme=scheme)
    expect(page.get_by_role("heading").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_an_admin_is_accessible(workplace, scheme):
    page = workplace.visit(ADMIN, color_scheme=scheme)
    found = {}
    for path, heading in PAGES.items():
        page.goto(path)
        expect(page.get_by_role("heading", name=heading).first).to_be_visible()
        expect(page.get_by_text("Loading")).to_have_count(0)
        found[path] = violations(page)
    assert found == {path: [] for path in PAGES}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_task_and_its_forms_are_accessible(workplace, scheme):
    page = workplace.visit(ADMIN, color_scheme=scheme)
    title = f"Look at the {scheme} colours"
    create_task(page, title, assignee=JONAS)
    card(page, title).click()
    task = page.get_by_role("dialog", name=title)
    expect(task.get_by_text("e-mail taken by the mail server")).to_be_visible()
    assert violations(page) == []
    task.get_by_role("button", name="Assign somebody").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    task.get_by_role("button", name="Edit", exact=True).click()
    expect(task.get_by_label("Title")).to_be_visible()
    assert violations(page) == []


def test_on_a_phone_nothing_overflows_and_everything_is_accessible(workplace):
    page = workplace.visit(ADMIN, viewport=PHONE, has_touch=True, is_mobile=True)
    found = {}
    for path, heading in PAGES.items():
        page.goto(path)
        expect(page.get_by_role("heading", name=heading).first).to_be_visible()
        expect(page.get_by_text("Loading")).to_have_count(0)
        found[path] = (is_wider_than_its_window(page), violations(page))
    assert found == dict.fromkeys(PAGES, (False, []))


def test_a_task_fits_on_a_phone(workplace):
    page = workplace.visit(JONAS, viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator("[data-card]").first.click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    assert not is_wider_than_its_window(page)
    assert violations(page) == []
