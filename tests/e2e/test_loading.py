"""What is seen before everything is there, when nothing is there, and when there is very much."""

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from playwright.sync_api import Page, Route, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.e2e.people import ADMIN, JONAS, Workplace, card, column

CARDS = 500
STATUSES = ("OPEN", "IN_PROGRESS", "UNDER_REVIEW", "COMPLETED", "CLOSED")
WATCH_SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


def visible(page: Page):
    return page.locator("[data-card]:visible")


def test_placeholders_come_late_and_nothing_jumps_when_the_cards_arrive(workplace):
    page = workplace.visit(ADMIN, path="/settings")
    page.add_init_script(WATCH_SHIFTS)
    held: list[Route] = []
    is_open = False

    def hold(route: Route) -> None:
        if is_open:
            route.continue_()
        else:
            held.append(route)

    page.route("**/api/v1/tasks?*", hold)
    page.goto("/")
    placeholder = column(page, "Open").get_by_role("status")
    expect(placeholder).to_be_visible()
    assert placeholder.evaluate("element => getComputedStyle(element).animationDelay") == "0.15s"
    is_open = True
    for route in held:
        route.continue_()
    expect(visible(page).first).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") <= 0.02


@pytest.mark.parametrize("path", ["/my-tasks", "/people", "/trash"])
def test_a_page_that_fails_to_load_says_so_and_loads_on_a_second_try(workplace, complaints, path):
    complaints.expect(r"status of 500")
    page = workplace.visit(ADMIN, path="/settings")
    page.route("**/api/v1/**", lambda route: route.fulfill(status=500, json={"title": "Broken"}))
    page.goto(path)
    again = page.get_by_role("main").get_by_role("button", name="Try again")
    expect(again.first).to_be_visible()
    page.unroute("**/api/v1/**")
    while again.count():
        # What one of them loads may take the others away before they are pressed.
        with suppress(PlaywrightTimeoutError):
            again.first.click(timeout=1000)
        page.wait_for_timeout(200)
    expect(page.get_by_role("main").get_by_role("alert")).to_have_count(0)


def test_an_empty_board_teaches_admins_and_members_different_things(workplace):
    tasks = "**/api/v1/tasks?*"
    admin = workplace.visit(ADMIN, path="/settings")
    member = workplace.visit(JONAS, path="/settings")
    for page in (admin, member):
        page.route(tasks, lambda route: route.fulfill(json={"items": [], "nextCursor": None}))
        page.get_by_role("link", name="Board", exact=True).click()
    expect(admin.get_by_text("This board is empty")).to_be_visible()
    expect(admin.get_by_role("main").get_by_role("link", name="New task").first).to_be_visible()
    expect(member.get_by_text("Nothing is assigned to you here")).to_be_visible()
    expect(member.get_by_role("link", name="New task")).to_have_count(0)


def test_five_hundred_cards_are_all_there_found_and_carried(workplace):
    board = crowded_board(workplace)
    page = workplace.visit(ADMIN, path=f"/boards/{board}")
    expect(visible(page)).to_have_count(CARDS)
    page.reload()
    expect(visible(page)).to_have_count(CARDS)
    page.get_by_role("searchbox", name="Search the board").press_sequentially("row-3 99")
    expect(visible(page)).to_have_count(1)
    page.get_by_role("searchbox", name="Search the board").fill("")
    expect(visible(page)).to_have_count(CARDS)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    title = visible(page).first.inner_text()
    for key in ("Space", "ArrowRight", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(column(page, "In progress").get_by_role("link", name=title, exact=True)).to_be_focused()
    expect(card(page, title)).to_have_count(1)


def crowded_board(workplace: Workplace) -> str:
    """Return the id of an archived board with 100 tasks in each of its columns."""
    token = workplace.tokens(ADMIN.email)["IdToken"]

    def call(method: str, path: str, body: dict[str, object]) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        address = f"{workplace.url}/api/v1{path}"
        request = urllib.request.Request(address, json.dumps(body).encode(), headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    board = call("POST", "/boards", {"name": "Warehouse"})["id"]

    def put(number: int) -> None:
        labels = ["stock", f"row-{number % 7}"]
        task = call("POST", "/tasks", {"title": f"Count shelf {number}", "boardId": board, "labels": labels})
        if status := number % len(STATUSES):
            call("PATCH", f"/tasks/{task['id']}/status", {"status": STATUSES[status]})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(CARDS)))
    # Other tests expect that there is one board.
    call("PATCH", f"/boards/{board}", {"archived": True})
    return board
