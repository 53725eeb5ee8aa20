"""Light, dark or as the system is; comfortable or compact; as it was chosen, from the first paint on."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import ADMIN, titles_in
from tests.e2e.test_accessibility import violations

LIGHT, DARK = "rgb(245, 246, 248)", "rgb(17, 21, 27)"


def choose(page: Page, look: str) -> None:
    page.get_by_role("button", name=f"Account of {ADMIN.name}").click()
    page.get_by_role("menuitemradio", name=look).click()


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


@pytest.mark.parametrize(
    ("system", "as_the_system", "look", "chosen"), [("light", LIGHT, "Dark", DARK), ("dark", DARK, "Light", LIGHT)]
)
def test_a_chosen_theme_is_there_before_any_code_of_the_page_and_after_a_reload(
    workplace, complaints, system, as_the_system, look, chosen
):
    complaints.expect("ERR_FAILED")
    page = workplace.visit(ADMIN, color_scheme=system)
    assert background(page) == as_the_system
    choose(page, look)
    assert background(page) == chosen
    page.route("**/assets/*.js", lambda route: route.abort())
    page.reload()
    assert background(page) == chosen
    page.unroute("**/assets/*.js")
    page.reload()
    page.get_by_role("button", name=f"Account of {ADMIN.name}").click()
    expect(page.get_by_role("menuitemradio", name=look)).to_be_checked()
    page.get_by_role("menuitemradio", name="System").click()
    assert background(page) == as_the_system


def test_another_tab_follows(admin):
    other = admin.context.new_page()
    other.goto("/")
    choose(admin, "Dark")
    expect(other.locator("html")).to_have_css("background-color", DARK)


def test_compact_shows_more_and_stays_after_a_reload(admin):
    def height() -> float:
        titles_in(admin, "Open")
        box = admin.locator("[data-card]").first.locator("xpath=ancestor::li").bounding_box()
        assert box
        return float(box["height"])

    comfortable = height()
    choose(admin, "Compact")
    assert height() < comfortable
    admin.reload()
    assert height() < comfortable
    assert violations(admin) == []
    choose(admin, "Comfortable")
    assert height() == comfortable


def test_the_look_is_chosen_from_the_palette_too(admin):
    admin.keyboard.press("Control+k")
    admin.get_by_role("combobox", name="Command palette").press_sequentially("dark")
    admin.keyboard.press("Enter")
    expect(admin.locator("html")).to_have_css("background-color", DARK)
