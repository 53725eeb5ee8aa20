"""Everything by keyboard: the command palette, the shortcuts and their help."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import JONAS, card, column, create_task, titles_in
from tests.e2e.test_accessibility import violations


def open_palette(page: Page) -> Locator:
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Command palette")
    expect(box).to_be_focused()
    return box


def chosen(page: Page) -> Locator:
    """Return the option that the box says is active."""
    option = page.get_by_role("combobox", name="Command palette").get_attribute("aria-activedescendant")
    return page.locator(f'[id="{option}"]')


def test_the_palette_filters_and_enter_runs_what_is_chosen(admin):
    titles_in(admin, "Open")
    box = open_palette(admin)
    expect(chosen(admin)).to_have_attribute("aria-selected", "true")
    first = chosen(admin).inner_text()
    admin.keyboard.press("ArrowDown")
    expect(chosen(admin)).not_to_have_text(first)
    admin.keyboard.press("ArrowUp")
    expect(chosen(admin)).to_have_text(first, use_inner_text=True)
    box.press_sequentially("peop")
    expect(admin.get_by_role("option")).to_have_count(1)
    expect(chosen(admin)).to_contain_text("Go to people")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", name="People")).to_be_visible()
    expect(admin.get_by_role("dialog")).to_have_count(0)


def test_the_palette_opens_a_task_by_words_of_its_title(admin):
    title = "Polish the copper pots"
    create_task(admin, title)
    open_palette(admin).press_sequentially("pots copper")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("dialog", name=title)).to_be_visible()
    admin.keyboard.press("Escape")
    expect(card(admin, title)).to_be_visible()


def test_the_palette_says_when_nothing_fits_and_escape_gives_the_focus_back(admin):
    first = titles_in(admin, "Open")[0]
    card(admin, first).focus()
    open_palette(admin).press_sequentially("no such thing")
    expect(admin.get_by_text("Nothing is called that.")).to_be_visible()
    admin.keyboard.press("Escape")
    expect(admin.get_by_role("dialog")).to_have_count(0)
    expect(card(admin, first)).to_be_focused()


def test_a_member_is_offered_nothing_that_is_not_allowed(workplace):
    page = workplace.visit(JONAS)
    open_palette(page)
    expect(page.get_by_role("option", name="Go to my tasks")).to_be_visible()
    for name in ("Go to people", "Go to the trash"):
        expect(page.get_by_role("option", name=name)).to_have_count(0)


def test_the_help_lists_the_shortcuts_and_two_strokes_go_places(admin):
    titles_in(admin, "Open")
    admin.keyboard.press("?")
    help_ = admin.get_by_role("dialog", name="Keyboard shortcuts")
    shortcuts = {
        "Find a command or a task": ["Ctrl", "K"],
        "Go to the trash": ["G", "T"],
        "Next card": ["J", "Down"],
    }
    for name, keys in shortcuts.items():
        row = help_.locator("dl > div").filter(has=admin.get_by_text(name, exact=True))
        expect(row.locator("kbd .sr-only")).to_have_text(keys)
    assert violations(admin) == []
    admin.keyboard.press("Escape")
    admin.keyboard.press("g")
    admin.keyboard.press("t")
    expect(admin.get_by_role("heading", name="Trash", exact=True)).to_be_visible()


def test_shortcuts_are_silent_while_somebody_types(admin):
    title = "gt? jk"
    admin.get_by_role("link", name="New task").first.click()
    box = admin.get_by_role("dialog", name="New task").get_by_label("Title")
    expect(box).to_be_focused()
    admin.keyboard.type(title)
    expect(box).to_have_value(title)
    expect(admin.get_by_role("dialog")).to_have_count(1)
    assert re.search("/tasks/new", admin.url)


def test_a_letter_enters_the_board_and_walks_it(admin):
    titles = titles_in(admin, "Open")
    admin.keyboard.press("j")
    expect(card(admin, titles[0])).to_be_focused()
    admin.keyboard.press("j")
    expect(card(admin, titles[1])).to_be_focused()
    for _ in titles:
        admin.keyboard.press("j")
    expect(column(admin, "Open").locator("[data-card]").last).to_be_focused()
