"""Moving cards: with the mouse, the keyboard and the menu."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.people import JONAS, PRIYA, card, column, create_task, titles_in


def saved(page: Page):
    """Wait for the answer to a move."""
    return page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok)


def drag(page: Page, title: str, onto: str, *, share_of_height: float) -> None:
    target = card(page, onto).locator("xpath=ancestor::li").bounding_box()
    assert target
    card(page, title).hover()
    page.mouse.down()
    x = target["x"] + target["width"] / 2
    y = target["y"] + target["height"] * share_of_height
    page.mouse.move(x, y - 3, steps=8)
    page.mouse.move(x, y, steps=3)
    page.mouse.up()


def test_a_card_dragged_between_two_others_stays_there_after_a_reload(admin):
    title = "Compare three couriers"
    create_task(admin, title)
    first, second = titles_in(admin, "Under review")[:2]
    with saved(admin):
        drag(admin, title, onto=second, share_of_height=0.2)
    expect(column(admin, "Under review").get_by_role("link", name=title)).to_be_visible()
    assert titles_in(admin, "Under review")[:3] == [first, title, second]
    admin.reload()
    expect(card(admin, title)).to_be_visible()
    assert titles_in(admin, "Under review")[:3] == [first, title, second]


def test_the_keyboard_carries_a_card_anywhere_and_the_focus_goes_with_it(admin):
    title = "Count the stock"
    create_task(admin, title)
    card(admin, title).focus()
    admin.keyboard.press("Space")
    for key in ("ArrowDown", "ArrowRight", "ArrowDown"):
        admin.keyboard.press(key)
    expect(admin.get_by_test_id("announcer")).to_contain_text("Moved to In progress, position 3 of")
    with saved(admin):
        admin.keyboard.press("Space")
    expect(card(admin, title)).to_be_focused()
    assert titles_in(admin, "In progress")[2] == title
    admin.reload()
    expect(card(admin, title)).to_be_visible()
    assert titles_in(admin, "In progress")[2] == title


def test_escape_takes_a_grabbed_card_back(admin):
    before = titles_in(admin, "Open")
    first = column(admin, "Open").locator("[data-card]").first
    title = first.inner_text()
    first.focus()
    admin.keyboard.press("Space")
    admin.keyboard.press("ArrowRight")
    admin.keyboard.press("Escape")
    expect(admin.get_by_test_id("announcer")).to_contain_text(f"Cancelled. {title} is back in Open.")
    expect(card(admin, title)).to_be_focused()
    assert titles_in(admin, "Open")[0] == title
    assert set(before) <= set(titles_in(admin, "Open"))


def test_arrows_and_letters_walk_the_board(admin):
    titles = titles_in(admin, "Open")
    card(admin, titles[0]).focus()
    admin.keyboard.press("j")
    expect(card(admin, titles[1])).to_be_focused()
    admin.keyboard.press("k")
    admin.keyboard.press("ArrowRight")
    expect(card(admin, titles_in(admin, "In progress")[0])).to_be_focused()


def test_the_menu_on_a_card_moves_it(admin):
    title = "Clean the grinder"
    create_task(admin, title)
    card(admin, title).hover()
    admin.get_by_role("button", name=f"Move {title} to").click()
    with saved(admin):
        admin.get_by_role("menuitem", name="Under review").click()
    assert titles_in(admin, "Under review")[0] == title


def test_a_member_is_offered_every_column_but_closed(workplace, admin):
    title = "Taste the new beans"
    create_task(admin, title, assignee=PRIYA)
    page = workplace.visit(PRIYA)
    card(page, title).hover()
    page.get_by_role("button", name=f"Move {title} to").click()
    offered = page.get_by_role("menu", name=f"Move {title} to").get_by_role("menuitem").all_inner_texts()
    assert offered == ["In progress", "Under review", "Completed"]


@pytest.mark.parametrize("answer", ["refused", "lost"])
def test_a_move_that_fails_is_taken_back_with_the_reason(admin, complaints, answer):
    title = f"Water the plants, {answer}"
    create_task(admin, title)
    complaints.expect(r"status of 403|ERR_FAILED")

    def fail(route: Route) -> None:
        if answer == "lost":
            route.abort()
        else:
            route.fulfill(status=403, json={"status": 403, "detail": "Only admins close tasks."})

    admin.route("**/status", fail)
    card(admin, title).focus()
    admin.keyboard.press("Space")
    admin.keyboard.press("ArrowRight")
    admin.keyboard.press("Space")
    reason = "Only admins close tasks." if answer == "refused" else "The server cannot be reached."
    said = admin.get_by_role("status").filter(has_text=f"“{title}” is back where it was: {reason}")
    expect(said).to_be_visible()
    expect(column(admin, "Open").get_by_role("link", name=title)).to_be_visible()


def test_a_move_is_shown_before_the_server_answers(admin):
    title = "Frame the certificate"
    create_task(admin, title)
    held: list[Route] = []
    admin.route("**/status", lambda route: held.append(route))
    card(admin, title).focus()
    admin.keyboard.press("Space")
    admin.keyboard.press("ArrowRight")
    admin.keyboard.press("Space")
    expect(column(admin, "In progress").get_by_role("link", name=title)).to_be_visible()
    admin.wait_for_timeout(100)
    assert len(held) == 1
    held[0].continue_()


def test_a_second_board_brings_the_switcher_with_it(workplace, admin):
    expect(admin.get_by_label("Board", exact=True)).to_have_count(0)
    admin.get_by_role("button", name="Boards").click()
    admin.get_by_role("menuitem", name="New board").click()
    admin.get_by_label("Name").fill("Roastery")
    admin.get_by_role("button", name="Create").click()
    expect(admin.get_by_role("heading", name="Roastery")).to_be_visible()
    expect(admin.get_by_text("This board is empty")).to_be_visible()
    create_task(admin, "Fix the roaster's belt", assignee=JONAS)
    admin.get_by_role("combobox", name="Board").select_option("main")
    expect(card(admin, "Fix the roaster's belt")).to_have_count(0)
    admin.get_by_role("combobox", name="Board").select_option("Roastery")
    admin.get_by_role("button", name="Boards").click()
    admin.get_by_role("menuitem", name="Archive", exact=True).click()
    expect(admin.get_by_text("Archived “Roastery”.")).to_be_visible()
    expect(admin.get_by_role("combobox", name="Board")).to_have_count(0)


def test_a_column_that_fails_to_load_says_so_and_loads_on_a_second_try(workplace, complaints):
    complaints.expect(r"status of 500")
    page = workplace.visit(JONAS, path="/settings")
    page.route("**/tasks?*status=OPEN*", lambda route: route.fulfill(status=500, json={"title": "Broken"}))
    page.get_by_role("link", name="Board", exact=True).click()
    alert = column(page, "Open").get_by_role("alert")
    expect(alert).to_be_visible()
    page.unroute("**/tasks?*status=OPEN*")
    alert.get_by_role("button", name="Try again").click()
    expect(column(page, "Open").locator("[data-card]").first).to_be_visible()
