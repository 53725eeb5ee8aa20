import json
from urllib.parse import urlsplit

import httpx
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.smoke.conftest import Installation


def test_the_page_is_there_and_guarded(installation: Installation) -> None:
    answer = httpx.get(installation.page, timeout=30)
    assert answer.status_code == 200
    assert '<div id="root">' in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_an_address_within_the_page_leads_to_it(installation: Installation) -> None:
    answer = httpx.get(f"{installation.page}tasks/some-task", timeout=30)
    assert answer.status_code == 200
    assert '<div id="root">' in answer.text


def test_the_api_is_alive(installation: Installation) -> None:
    answer = httpx.get(f"{installation.api}/health", timeout=30)
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_strangers_are_refused_in_words_that_the_page_can_read(installation: Installation) -> None:
    answer = httpx.get(f"{installation.api}/tasks", headers={"Origin": installation.origin}, timeout=30)
    assert answer.status_code == 401
    assert answer.headers["access-control-allow-origin"] == installation.origin


def test_browsers_may_send_what_the_page_sends(installation: Installation) -> None:
    asked = {
        "Origin": installation.origin,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = httpx.options(f"{installation.api}/me/tasks/any", headers=asked, timeout=30)
    assert answer.status_code in (200, 204)
    assert "PATCH" in answer.headers["access-control-allow-methods"]


def test_somebody_signs_in_and_works(somebody: httpx.Client) -> None:
    assert somebody.get("/users/me").json()["status"] == "ACTIVE"
    assert somebody.get("/tasks").status_code == 200

    task = somebody.post("/me/tasks", json={"title": "Smoke", "status": "pending"}).json()
    path = f"/me/tasks/{task['id']}"
    try:
        assert somebody.patch(path, json={"status": "done"}).json()["status"] == "done"
        assert task["id"] in [one["id"] for one in somebody.get("/me/tasks?status=done").json()["items"]]
    finally:
        assert somebody.delete(path).status_code == 204
    assert somebody.get(path).status_code == 404


def test_an_open_page_stays_connected(installation: Installation, somebody: httpx.Client) -> None:
    issued = somebody.post("/live/ticket").json()
    address = f"{issued['url']}?ticket={issued['ticket']}"
    with connect(address, origin=Origin(installation.origin), open_timeout=30) as socket:
        socket.send('{"type":"ping"}')
        assert json.loads(socket.recv(timeout=30)) == {"type": "pong"}


def test_the_page_may_connect_where_it_is_told_to(installation: Installation, somebody: httpx.Client) -> None:
    there = urlsplit(somebody.post("/live/ticket").json()["url"])
    policy = httpx.get(installation.page, timeout=30).headers["content-security-policy"]
    [allowed] = [part.split() for part in policy.split("; ") if part.startswith("connect-src")]
    is_here = there.netloc == urlsplit(installation.page).netloc
    assert ("'self'" if is_here else f"{there.scheme}://{there.netloc}") in allowed
