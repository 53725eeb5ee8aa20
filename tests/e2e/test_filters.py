"""Finding cards: words and choices that live in the address, and views with names."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.people import JONAS, card, column, create_task, titles_in
from tests.e2e.test_accessibility import violations


def search_box(page: Page):
    return page.get_by_role("searchbox", name="Search the board")


def choose(page: Page, what: str, value: str) -> None:
    if page.get_by_role("button", name=re.compile("^Filter")).get_attribute("aria-expanded") == "false":
        page.get_by_role("button", name=re.compile("^Filter")).click()
    page.get_by_role("combobox", name=what).select_option(label=value)


def shown(page: Page) -> list[str]:
    """Return the titles of all cards that can be seen, as soon as all columns are there."""
    cards = page.locator("[data-card]:visible")
    cards.first.wait_for()
    expect(page.get_by_text("Loading")).to_have_count(0)
    return cards.all_inner_texts()


def test_a_reload_keeps_a_filter_and_back_restores_the_one_before(admin):
    every = len(shown(admin))
    choose(admin, "Person", JONAS.name)
    expect(admin).to_have_url(re.compile(r"\?assignee="))
    his = shown(admin)
    assert 0 < len(his) < every
    choose(admin, "Priority", "Urgent")
    expect(admin).to_have_url(re.compile("priority=URGENT"))
    urgent = shown(admin)
    assert set(urgent) < set(his)
    admin.reload()
    assert shown(admin) == urgent
    expect(admin.get_by_role("combobox", name="Priority")).to_have_value("URGENT")
    admin.go_back()
    expect(admin.locator("[data-card]:visible")).to_have_count(len(his))
    admin.get_by_role("link", name="Trash").click()
    admin.go_back()
    expect(admin.locator("[data-card]:visible")).to_have_count(len(his))
    admin.go_back()
    expect(admin.locator("[data-card]:visible")).to_have_count(every)


def test_fast_typing_loses_nothing_and_one_step_back_undoes_it(admin):
    create_task(admin, "Wax the long counter")
    admin.keyboard.press("/")
    expect(search_box(admin)).to_be_focused()
    admin.keyboard.type("counter long wax", delay=0)
    expect(search_box(admin)).to_have_value("counter long wax")
    expect(admin.locator("[data-card]:visible")).to_have_count(1)
    expect(admin).to_have_url(re.compile(r"\?q=counter\+long\+wax$"))
    admin.go_back()
    expect(search_box(admin)).to_have_value("")
    expect(admin).to_have_url(re.compile(r"/$"))


def test_an_open_task_leaves_the_filter_behind_it(admin):
    title = "Oil the hinges"
    create_task(admin, title)
    search_box(admin).fill("hinges")
    expect(admin.locator("[data-card]:visible")).to_have_count(1)
    search_box(admin).press("ArrowDown")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("dialog", name=title)).to_be_visible()
    expect(admin.locator("[data-card]:visible")).to_have_count(1)
    admin.reload()
    expect(admin.get_by_role("dialog", name=title)).to_be_visible()
    admin.keyboard.press("Escape")
    expect(search_box(admin)).to_have_value("hinges")
    expect(card(admin, title)).to_be_visible()


def test_a_filter_that_shows_nothing_says_so_and_has_a_way_out(admin):
    every = len(shown(admin))
    search_box(admin).fill("no such card")
    expect(admin.get_by_role("heading", name="No task fits")).to_be_visible()
    assert violations(admin) == []
    admin.get_by_role("button", name="Show all tasks").click()
    expect(admin.locator("[data-card]:visible")).to_have_count(every)


def test_a_status_shows_one_column_and_counts_say_how_much_is_hidden(admin):
    titles = titles_in(admin, "Under review")
    choose(admin, "Status", "Under review")
    expect(admin.get_by_role("region")).to_have_count(1)
    choose(admin, "Label", "legal")
    expect(column(admin, "Under review")).to_contain_text(f"1 of {len(titles)}")
    assert violations(admin) == []


def test_a_card_that_is_moved_under_a_filter_lies_right_under_the_one_above(admin):
    for title in ("Shelf one", "Elsewhere", "Shelf two"):
        create_task(admin, title)
    search_box(admin).fill("shelf")
    expect(admin.locator("[data-card]:visible")).to_have_count(2)
    card(admin, "Shelf two").focus()
    admin.keyboard.press("Space")
    admin.keyboard.press("ArrowDown")
    with admin.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        admin.keyboard.press("Space")
    search_box(admin).fill("")
    expect(card(admin, "Elsewhere")).to_be_visible()
    assert titles_in(admin, "Open")[:3] == ["Elsewhere", "Shelf one", "Shelf two"]


def test_a_view_is_saved_found_again_and_forgotten(admin):
    choose(admin, "Due", "Overdue")
    overdue = shown(admin)
    admin.get_by_role("button", name="Views").click()
    admin.get_by_role("menuitem", name="Save this view").click()
    admin.get_by_label("Name").fill("Fires")
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.get_by_role("link", name="People").click()
    admin.keyboard.press("Control+k")
    admin.get_by_role("combobox", name="Command palette").press_sequentially("fires")
    expect(admin.get_by_role("option", name="View: Fires")).to_be_visible()
    admin.keyboard.press("Enter")
    expect(admin.locator("[data-card]:visible")).to_have_count(len(overdue))
    admin.reload()
    admin.get_by_role("button", name="Views").click()
    expect(admin.get_by_role("menuitemradio", name="Fires")).to_be_checked()
    admin.get_by_role("menuitem", name="Forget “Fires”").click()
    expect(admin.get_by_text("Forgot the view “Fires”.")).to_be_visible()
    admin.keyboard.press("Control+z")
    admin.get_by_role("button", name="Views").click()
    expect(admin.get_by_role("menuitemradio", name="Fires")).to_be_checked()
