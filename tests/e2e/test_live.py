"""What others do shows at once, loses nothing that is being typed, and shows nobody what is not theirs."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.people import ADMIN, JONAS, PRIYA, Workplace, card, column
from tests.support import server as program

SOON_MS = 1_000


@pytest.fixture
def api(workplace: Workplace) -> "Api":
    return Api(workplace)


class Api:
    """Somebody else's browser, as far as the server can tell."""

    def __init__(self, workplace: Workplace) -> None:
        self._url = f"{workplace.url}/api/v1"
        self._token = workplace.tokens(ADMIN.email)["IdToken"]

    def call(self, page: Page, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": self._token}
        answer = page.request.fetch(self._url + path, method=method, data=body, headers=headers)
        assert answer.ok, answer.text()
        return answer.json() if answer.text() else None

    def id_of(self, page: Page, name: str) -> str:
        people = self.call(page, "GET", "/users")["items"]
        return next(person["id"] for person in people if person["name"] == name)

    def create(self, page: Page, title: str, *assignees: str) -> str:
        ids = [self.id_of(page, name) for name in assignees]
        return self.call(page, "POST", "/tasks", {"title": title, "assigneeIds": ids})["id"]


def is_live(page: Page) -> None:
    """Wait until the page has caught up and follows."""
    page.wait_for_function("() => performance.getEntriesByType('resource').some(e => e.name.includes('/events?'))")


def test_a_change_in_another_browser_shows_within_a_second_without_a_reload(
    workplace: Workplace, admin: Page, api: Api
) -> None:
    mine, theirs = admin, workplace.visit(PRIYA)
    is_live(mine)
    is_live(theirs)
    task_id = api.create(mine, "Lay the table", PRIYA.name)
    expect(card(theirs, "Lay the table")).to_be_visible(timeout=SOON_MS)
    expect(card(mine, "Lay the table")).to_be_visible(timeout=SOON_MS)
    api.call(mine, "PATCH", f"/tasks/{task_id}/status", {"status": "UNDER_REVIEW"})
    expect(column(theirs, "Under review").get_by_text("Lay the table")).to_be_visible(timeout=SOON_MS)
    api.call(mine, "PATCH", f"/tasks/{task_id}", {"title": "Clear the table"})
    expect(card(theirs, "Clear the table")).to_be_visible(timeout=SOON_MS)
    api.call(mine, "DELETE", f"/tasks/{task_id}")
    expect(card(theirs, "Clear the table")).to_be_hidden(timeout=SOON_MS)
    expect(card(mine, "Clear the table")).to_be_hidden(timeout=SOON_MS)


def test_a_member_is_never_told_of_somebody_elses_task(workplace: Workplace, admin: Page, api: Api) -> None:
    heard: list[str] = []
    jonas = workplace.open_page("/")
    jonas.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    jonas.evaluate(
        "token => localStorage.setItem('relayboard.refreshToken', token)",
        workplace.tokens(JONAS.email)["RefreshToken"],
    )
    jonas.reload()
    is_live(jonas)
    secret = api.create(admin, "Plan the surprise", PRIYA.name)
    shared = api.create(admin, "Buy a card", JONAS.name)
    expect(card(jonas, "Buy a card")).to_be_visible(timeout=SOON_MS)
    assert any(shared in frame for frame in heard)
    assert not any(secret in frame for frame in heard)
    expect(card(jonas, "Plan the surprise")).to_be_hidden()


def test_what_is_being_typed_stays_when_somebody_changes_the_task(admin: Page, api: Api) -> None:
    task_id = api.create(admin, "Write the letter")
    admin.goto(f"/tasks/{task_id}")
    is_live(admin)
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("New comment").fill("Half a sent")
    api.call(admin, "PATCH", f"/tasks/{task_id}", {"priority": "URGENT"})
    expect(dialog.get_by_text("Urgent", exact=True)).to_be_visible(timeout=SOON_MS)
    expect(dialog.get_by_label("New comment")).to_have_value("Half a sent")
    dialog.get_by_role("button", name="Edit").click()
    dialog.get_by_label("Title").fill("Write the lett")
    dialog.get_by_label("Title").focus()
    api.call(admin, "PATCH", f"/tasks/{task_id}", {"description": "To the town hall"})
    expect(dialog.get_by_text("Somebody has changed this task")).to_be_visible(timeout=SOON_MS)
    expect(dialog.get_by_label("Title")).to_have_value("Write the lett")
    expect(dialog.get_by_label("Title")).to_be_focused()


def test_one_change_is_one_request(workplace: Workplace, admin: Page, api: Api) -> None:
    task_id = api.create(admin, "Count the chairs")
    expect(card(admin, "Count the chairs")).to_be_visible()
    is_live(admin)
    admin.wait_for_timeout(7_000)  # until the page has asked once more what was under way when it began
    asked: list[str] = []
    admin.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    api.call(admin, "PATCH", f"/tasks/{task_id}", {"title": "Count the tables"})
    expect(card(admin, "Count the tables")).to_be_visible(timeout=SOON_MS)
    tasks = [one for one in asked if "/tasks" in one and one.startswith("GET")]
    assert tasks == [f"GET {workplace.url}/api/v1/tasks/{task_id}"]


def test_after_a_cut_nothing_is_missing(workplace: Workplace, api: Api) -> None:
    sockets: list[WebSocketRoute] = []
    is_cut = False

    def carry(socket: WebSocketRoute) -> None:
        if is_cut:
            socket.close()
            return
        sockets.append(socket)
        socket.connect_to_server()

    page = workplace.visit(ADMIN)
    page.route_web_socket(re.compile("/live"), carry)
    page.reload()
    is_live(page)
    is_cut = True
    sockets[-1].close()
    api.create(page, "Made in the dark")
    expect(page.get_by_text("Reconnecting")).to_be_visible(timeout=10_000)
    expect(card(page, "Made in the dark")).to_be_hidden()
    is_cut = False
    expect(card(page, "Made in the dark")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Reconnecting")).to_be_hidden()


def test_the_page_finds_its_way_back_to_a_server_that_was_killed(
    tmp_path: Any, open_page: Any, complaints: Any
) -> None:
    complaints.expect("WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource")
    port = program.free_port()
    running = program.start(tmp_path, "--demo", "--requests-per-second", "0", port=port)
    workplace = Workplace(
        f"http://localhost:{port}",
        lambda path, **options: open_page(path, **{"base_url": f"http://localhost:{port}", **options}),
    )
    page = workplace.visit(ADMIN)
    is_live(page)
    running.process.kill()
    running.process.wait()
    again = program.start(tmp_path, "--demo", "--requests-per-second", "0", port=port)
    try:
        Api(workplace).create(page, "After the storm")
        expect(card(page, "After the storm")).to_be_visible(timeout=30_000)
    finally:
        again.stop()
