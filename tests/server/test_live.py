"""Live sockets at a running server: who may open one, what it carries, and how it ends."""

import asyncio
import re
import resource
import signal
import socket
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.ids import Ulids
from relayboard.domain.people import Principal, Role, Standing
from relayboard.local.live.endpoint import MESSAGES_A_MINUTE
from relayboard.local.live.hub import MOST_OF_ONE_PERSON
from relayboard.services.use_cases import Services
from relayboard.store.keys import FEED_PREFIXES
from relayboard.store.people import admins_ref
from relayboard.store.store import Store
from tests.server.people import eventually, sign_in
from tests.support import server
from tests.support.fake_directory import FakeDirectory
from tests.support.live_sockets import Listener, listening, socket_url, tickets_of_a_crowd

SOCKETS = 1000
DEMO = ["--demo", "--requests-per-second", "0"]
CAST = {"admin": "maya@example.com", "jonas": "jonas@example.com", "priya": "priya@example.com"}


@pytest.fixture(scope="module")
def cast(demo):
    return {name: sign_in(demo.url, email, "Relayboard1") for name, email in CAST.items()}


@pytest.fixture
def admin(cast):
    return cast["admin"]


def new_task(admin, *assignees, title="Paint the fence"):
    reply = admin.call("POST", "/tasks", {"title": title, "assigneeIds": [one.id for one in assignees]})
    assert reply.status_code == 201, reply.text
    return reply.json()["id"]


def ticket_for(person):
    return person.call("POST", "/live/ticket").json()["ticket"]


def told_since(cursor, person):
    """Return the ids of the tasks that the feed tells of."""
    told = set()
    while True:
        feed = person.call("GET", f"/events?after={cursor}").json()
        told |= {event["subject"]["id"] for event in feed["items"]}
        if not feed["hasMore"]:
            return told
        cursor = feed["nextCursor"]


def refusal(url, **options):
    with pytest.raises(InvalidStatus) as refused, connect(url, **options):
        pass
    return refused.value.response.status_code


def test_a_change_comes_over_every_socket_of_those_who_may_see_it_and_over_no_other(cast, admin):
    jonas, priya = cast["jonas"], cast["priya"]
    with (
        listening(admin) as boss,
        listening(jonas) as first,
        listening(jonas) as second,
        listening(priya) as other,
    ):
        task_id = new_task(admin, jonas, title="Nobody hears these words")
        mark = new_task(admin, priya)
        eventually(
            lambda: all(task_id in one.task_ids for one in (boss, first, second)) and mark in other.task_ids
        )
        assert [(one["type"], one["taskId"]) for one in first.heard] == [
            ("task.created", task_id),
            ("task.assigned", task_id),
        ]
        assert set(first.heard[0]) == {"id", "type", "taskId", "at"}
        assert not other.task_ids & {task_id}
        assert {task_id, mark} <= boss.task_ids
        assert "Nobody hears" not in str(boss.heard)


def test_what_takes_a_task_away_is_the_last_that_is_told_of_it(cast, admin):
    jonas = cast["jonas"]
    task_id = new_task(admin, jonas)
    with listening(jonas) as mine:
        admin.call("DELETE", f"/tasks/{task_id}/assignments/{jonas.id}")
        admin.call("PATCH", f"/tasks/{task_id}", {"title": "Not for Jonas"})
        mark = new_task(admin, jonas)
        eventually(lambda: mark in mine.task_ids)
        assert [one["type"] for one in mine.heard if one["taskId"] == task_id] == ["task.unassigned"]


def test_who_was_away_finds_in_the_feed_what_the_socket_would_have_carried(cast, admin):
    jonas = cast["jonas"]
    cursor = jonas.call("GET", "/events").json()["nextCursor"]
    with listening(jonas) as before:
        seen = new_task(admin, jonas)
        eventually(lambda: seen in before.task_ids)
    missed = new_task(admin, jonas)
    with listening(jonas) as after:
        assert {seen, missed} <= told_since(cursor, jonas)
        now = new_task(admin, jonas)
        eventually(lambda: now in after.task_ids)


def test_a_ticket_opens_one_socket_once(admin, demo):
    url = socket_url(demo.url, ticket_for(admin))
    first = Listener(url)
    assert refusal(url) == 401
    first.close()
    assert refusal(url) == 401


@pytest.mark.parametrize("query", ["", "?ticket=", "?ticket=x", f"?ticket={'0' * 64}", "?ticket=%00", "?token=1"])
def test_without_a_ticket_of_ours_there_is_no_socket(demo, query):
    assert refusal(f"ws://{urlsplit(demo.url).netloc}/live{query}") == 401


def test_only_our_own_pages_may_open_sockets(admin, demo):
    def status(origin):
        return refusal(socket_url(demo.url, ticket_for(admin)), origin=origin)

    for foreign in ("https://evil.example", "null", f"{demo.url}.evil.example", "http://localhost:1"):
        assert status(foreign) == 403
    host = urlsplit(demo.url).netloc
    for ours in (f"http://{host}", f"https://{host}", "https://board.example"):
        Listener(socket_url(demo.url, ticket_for(admin)), origin=ours).close()


def test_a_foreign_page_does_not_use_up_a_ticket(admin, demo):
    url = socket_url(demo.url, ticket_for(admin))
    assert refusal(url, origin="https://evil.example") == 403
    Listener(url).close()


def test_the_ticket_stands_in_no_log(tmp_path):
    with server.running(tmp_path, *DEMO, "--log-level", "debug") as running:
        admin = sign_in(running.url, CAST["admin"], "Relayboard1")
        ticket = ticket_for(admin)
        Listener(socket_url(running.url, ticket)).close()
        refusal(socket_url(running.url, ticket))
        assert "request" in running.text
        assert ticket not in running.text


def test_whatever_a_page_says_is_answered_in_one_way(admin):
    with listening(admin) as mine:
        for odd in ("ping", "{", '{"type":"ping"}', b"\x00\xff", "é" * 100):
            mine.socket.send(odd)
        eventually(lambda: mine.heard.count({"type": "pong"}) == 5)


def test_whoever_talks_too_much_is_shown_out(admin):
    with listening(admin) as mine:
        for _ in range(MESSAGES_A_MINUTE + 1):
            mine.socket.send("ping")
        assert mine.close_code == 1008


def test_a_frame_that_is_too_long_ends_the_socket(admin):
    with listening(admin) as mine:
        mine.socket.send("x" * 100_000)
        assert mine.close_code == 1009


@pytest.mark.parametrize(
    "garbage", [b"\xff" * 50, b"\x81\x05hello", b"\x83\x80\x00\x00\x00\x00", b"GET / HTTP/1.1\r\n\r\n"]
)
def test_garbage_in_the_place_of_frames_ends_the_socket_and_nothing_else(admin, demo, garbage):
    with raw_socket(demo.url, ticket_for(admin)) as connection:
        connection.sendall(garbage)
        assert until_closed(connection)
    with listening(admin) as mine:
        task_id = new_task(admin)
        eventually(lambda: task_id in mine.task_ids)


def test_one_person_has_so_many_sockets_and_no_more(admin, demo):
    listeners = [Listener(socket_url(demo.url, ticket_for(admin))) for _ in range(MOST_OF_ONE_PERSON)]
    assert refusal(socket_url(demo.url, ticket_for(admin))) == 503
    listeners.pop().close()
    eventually(lambda: _opens(admin, demo))
    for one in listeners:
        one.close()


def _opens(admin, demo):
    try:
        Listener(socket_url(demo.url, ticket_for(admin))).close()
    except InvalidStatus:
        return False
    return True


def test_who_is_deactivated_loses_their_sockets_and_who_is_demoted_what_they_saw_as_an_admin(demo, admin):
    tickets = tickets_of_a_crowd(demo.data, ["leaving", "falling"], Role.ADMIN)
    leaving, falling = (Listener(socket_url(demo.url, ticket)) for ticket in tickets.values())
    first = new_task(admin)
    eventually(lambda: first in leaving.task_ids and first in falling.task_ids)
    # They have no account in the user pool, which people get in another way; so their profiles are changed alone.
    _change(demo.data, "leaving", "set_standing", "INACTIVE")
    assert leaving.close_code == 1008
    _change(demo.data, "falling", "set_role", "MEMBER")
    hidden = new_task(admin)
    with listening(admin) as boss:
        mark = new_task(admin)
        eventually(lambda: mark in boss.task_ids)
    assert not falling.task_ids & {hidden, mark}
    falling.close()


def _change(data, user_id, change, value):
    """Change a profile as an admin of another process would."""
    directory = FakeDirectory()
    directory.add(user_id, f"{user_id}@crowd.example", user_id)
    clock = SystemClock()
    table = SqliteTable(data / "relayboard.db", clock=clock, feed=FEED_PREFIXES)
    store = Store(table)
    by = Principal(sorted(store.get(admins_ref()).ids)[0], Role.ADMIN)
    people = Services(store, clock=clock, ulids=Ulids(), directory=lambda: directory).people
    wanted = Standing(value) if change == "set_standing" else Role(value)
    getattr(people, change)(user_id, wanted, by=by)
    table.close()


def test_when_the_server_is_stopped_sockets_are_told_to_come_again(tmp_path):
    running = server.start(tmp_path, *DEMO)
    with listening(sign_in(running.url, CAST["admin"], "Relayboard1")) as mine:
        assert running.stop() == 0
        assert mine.close_code == 1012


def test_after_a_crash_the_feed_has_what_the_sockets_lost(tmp_path):
    port = server.free_port()
    first = server.start(tmp_path, *DEMO, port=port)
    admin = sign_in(first.url, CAST["admin"], "Relayboard1")
    cursor = admin.call("GET", "/events").json()["nextCursor"]
    with listening(admin) as mine:
        written = [new_task(admin) for _ in range(20)]
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
        assert mine.close_code is not None
    with server.running(tmp_path, *DEMO, port=port):
        assert set(written) <= told_since(cursor, admin)
        with listening(admin) as again:
            task_id = new_task(admin)
            eventually(lambda: task_id in again.task_ids)
            assert not again.task_ids & set(written)


def test_a_thousand_sockets_each_hear_what_is_theirs(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < SOCKETS * 2:
        pytest.skip(f"this machine allows {hard} open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))  # as servers find it on many systems
    try:
        with server.running(tmp_path, *DEMO) as running:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            admin = sign_in(running.url, CAST["admin"], "Relayboard1")
            members = [f"member-{number}" for number in range(SOCKETS - 100)]
            admins = [f"admin-{number}" for number in range(100)]
            asyncio.run(
                _crowd(
                    running.url,
                    admin,
                    tickets_of_a_crowd(tmp_path, members, Role.MEMBER),
                    tickets_of_a_crowd(tmp_path, admins, Role.ADMIN),
                )
            )
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def _crowd(url, admin, members, admins):
    sockets = {}
    everybody = list((members | admins).items())
    for start in range(0, SOCKETS, 50):
        part = everybody[start : start + 50]
        opened = await asyncio.gather(
            *(connect_async(socket_url(url, ticket), compression=None) for _, ticket in part)
        )
        sockets |= dict(zip((name for name, _ in part), opened, strict=True))
    assert len(sockets) == SOCKETS
    chosen = [f"member-{number}" for number in range(0, 240, 10)]
    body = {"title": "For some", "assigneeIds": chosen}
    task_id = (await asyncio.to_thread(admin.call, "POST", "/tasks", body)).json()["id"]
    for name in [*chosen, *admins]:
        assert task_id in await asyncio.wait_for(sockets[name].recv(), 30)
    hidden = await asyncio.to_thread(new_task, admin)
    for name in admins:
        while hidden not in await asyncio.wait_for(sockets[name].recv(), 30):
            pass
    # All of it has been sent by now: what one is told comes in the order in which it happened.
    others = [name for name in members if name not in chosen]
    heard = await asyncio.gather(
        *(asyncio.wait_for(sockets[name].recv(), 0.5) for name in others), return_exceptions=True
    )
    assert all(isinstance(one, TimeoutError) for one in heard)
    await asyncio.gather(*(one.close() for one in sockets.values()))


class raw_socket:  # noqa: N801 - reads as a function
    """A socket whose frames are made by hand."""

    def __init__(self, url, ticket):
        parts = urlsplit(url)
        self._connection = socket.create_connection((parts.hostname, parts.port), timeout=30)
        upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
        key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        head = f"GET /live?ticket={ticket} HTTP/1.1\r\nHost: {parts.netloc}\r\n{upgrade}"
        self._connection.sendall(f"{head}{key}\r\n".encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._connection.recv(1)
        assert re.match(rb"HTTP/1.1 101 ", answer), answer

    def __enter__(self):
        return self._connection

    def __exit__(self, *_):
        self._connection.close()


def until_closed(connection):
    try:
        while connection.recv(65536):
            pass
    except ConnectionResetError:
        pass
    return True
