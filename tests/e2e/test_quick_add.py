"""One line becomes a task, from anywhere."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.people import ADMIN, JONAS, card, column, titles_in
from tests.e2e.test_accessibility import violations

TASKS = "**/api/v1/tasks"


def open_quick_add(page: Page) -> Locator:
    page.keyboard.press("n")
    box = page.get_by_role("dialog", name="Add a task").get_by_label("New task")
    expect(box).to_be_focused()
    return box


def chips(page: Page) -> Locator:
    return page.get_by_role("list", name="Understood as").get_by_role("listitem")


def test_a_line_is_on_the_board_before_the_server_answers_and_the_next_can_be_typed(admin):
    held: list[Route] = []
    titles_in(admin, "Open")
    admin.route(TASKS, lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    box = open_quick_add(admin)
    box.press_sequentially("Fill the sugar bowls")
    admin.keyboard.press("Enter")
    expect(column(admin, "Open").get_by_text("Fill the sugar bowls")).to_be_visible()
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    box.press_sequentially("Empty the bins")
    held[0].continue_()
    expect(card(admin, "Fill the sugar bowls")).to_be_visible()
    expect(box).to_have_value("Empty the bins")
    admin.unroute(TASKS)
    admin.keyboard.press("Enter")
    expect(card(admin, "Empty the bins")).to_be_visible()
    admin.keyboard.press("Escape")
    assert titles_in(admin, "Open")[:2] == ["Empty the bins", "Fill the sugar bowls"]


def test_what_a_line_says_is_shown_before_it_is_saved(admin):
    box = open_quick_add(admin)
    box.press_sequentially("Mend the awning on tomorrow p1 @jonas #outside")
    expect(chips(admin)).to_have_text(["tomorrow", "Urgent", JONAS.name, "outside"])
    assert violations(admin) == []
    admin.keyboard.press("Enter")
    admin.keyboard.press("Escape")
    made = card(admin, "Mend the awning").locator("xpath=ancestor::li")
    for text in ("Urgent", "tomorrow", "outside"):
        expect(made).to_contain_text(text)
    expect(made.get_by_role("img", name=JONAS.name)).to_be_visible()


def test_a_word_can_be_kept_in_the_title(admin):
    box = open_quick_add(admin)
    box.press_sequentially("Frame the page of today")
    admin.get_by_role("button", name="Keep “today” in the title").click()
    expect(chips(admin)).to_have_count(0)
    box.press("Enter")
    expect(card(admin, "Frame the page of today")).to_be_visible()


def test_a_line_without_a_title_is_not_saved(admin):
    box = open_quick_add(admin)
    box.press_sequentially("p1 tomorrow")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("What has to be done is still missing.")).to_be_visible()
    expect(box).to_have_value("p1 tomorrow")


def test_a_line_whose_first_answer_was_lost_is_there_once(admin, complaints):
    complaints.expect("ERR_FAILED")
    lost = []

    def lose_first(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    titles_in(admin, "Open")
    admin.route(TASKS, lose_first)
    open_quick_add(admin).press_sequentially("Bill the guests once")
    admin.keyboard.press("Enter")
    expect(card(admin, "Bill the guests once")).to_be_visible()
    admin.reload()
    expect(card(admin, "Bill the guests once")).to_have_count(1)
    assert len(lost) == 1


def test_a_line_that_is_refused_comes_back_with_the_reason(admin, complaints):
    complaints.expect("status of 422")
    titles_in(admin, "Open")
    refusal = {"status": 422, "detail": "There is no such board."}
    admin.route(
        TASKS,
        lambda route: (
            route.fulfill(status=422, json=refusal) if route.request.method == "POST" else route.continue_()
        ),
    )
    box = open_quick_add(admin)
    box.press_sequentially("Paint the moon p1")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("“Paint the moon” was not added: There is no such board.")).to_be_visible()
    expect(box).to_have_value("Paint the moon p1")
    expect(column(admin, "Open").get_by_text("Paint the moon")).to_have_count(0)


def test_quick_add_opens_everywhere_but_for_members(workplace):
    page = workplace.visit(ADMIN, path="/settings")
    open_quick_add(page).press_sequentially("Wind up the clock")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Added “Wind up the clock”.")).to_be_visible()
    member = workplace.visit(JONAS)
    titles_in(member, "Open")
    member.keyboard.press("n")
    member.keyboard.press("Control+k")
    expect(member.get_by_role("dialog", name="Command palette")).to_be_visible()
    expect(member.get_by_role("option", name=re.compile("Add a task"))).to_have_count(0)
    expect(member.get_by_role("dialog")).to_have_count(1)
