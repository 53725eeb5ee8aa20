"""Live sockets below the server: slow and dead ones, troubles of the store, and what following costs."""

import asyncio
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import uvicorn
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from relayboard.adapters.memory_table import MemoryChanges
from relayboard.domain.permissions import Role
from relayboard.local.live import follower as module
from relayboard.local.live.endpoint import LiveEndpoint
from relayboard.local.live.follower import LiveFollower
from relayboard.local.live.hub import LONGEST_QUEUE, Close, LiveHub, LiveSocket
from relayboard.local.live.protocol import LiveProtocol
from relayboard.local.protocol import PatientProtocol
from relayboard.notify.retries import Retries
from relayboard.ports.table import Put, TableBusy
from relayboard.store.store import Store
from tests.support.counting_table import CountingTable
from tests.support.live_sockets import Listener
from tests.support.world import ANN, BOB, LEAD, World


class ImpatientProtocol(PatientProtocol):
    request_seconds = 0.2


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(module, "TROUBLE", Retries(draw=lambda: 0.001))
    return World()


@contextmanager
def following(world, hub, passed=lambda positions: None, *, table=None):
    store = Store(table) if table else world.store
    follower = LiveFollower(store, MemoryChanges(world.engine), hub, passed=passed)
    follower.start()
    try:
        eventually(lambda: hub.is_following)
        yield follower
    finally:
        follower.stop()


@contextmanager
def serving(world, hub, *, socket_seconds=3600.0, ping_seconds=20.0):
    """Run the endpoint of live sockets at the loopback; yields what makes the address for somebody."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(2) as executor:
        endpoint = LiveEndpoint(
            hub,
            world.services.live_tickets,
            origins=frozenset(),
            executor=executor,
            socket_seconds=socket_seconds,
        )
        config = uvicorn.Config(
            endpoint,
            http=ImpatientProtocol,
            ws=LiveProtocol,
            ws_ping_interval=ping_seconds,
            ws_ping_timeout=ping_seconds,
            lifespan="off",
            log_config=None,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
        thread.start()
        port = listener.getsockname()[1]
        yield lambda who: f"ws://127.0.0.1:{port}/live?ticket={world.services.live_tickets.issue(by=who).value}"
        server.should_exit = True
        thread.join()


def eventually(look):
    deadline = time.monotonic() + 20
    while not look():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def test_who_does_not_keep_up_is_cut_off_and_nobody_waits_for_them():
    async def scenario():
        hub, cut, got = LiveHub(), [], []

        async def never(message):
            await asyncio.Event().wait()

        async def at_once(message):
            got.append(message["text"])

        hub.add(LiveSocket("deaf", never, lambda: cut.append("deaf")))
        hub.add(LiveSocket("quick", at_once, lambda: cut.append("quick")))
        for number in range(LONGEST_QUEUE + 2):
            hub.push(["deaf", "quick", "nobody"], str(number))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        return cut, got

    cut, got = asyncio.run(scenario())
    assert cut == ["deaf"]
    assert got == [str(number) for number in range(LONGEST_QUEUE + 2)]


def test_a_connection_that_is_dead_is_pruned(world):
    hub = LiveHub()
    with following(world, hub), serving(world, hub, ping_seconds=0.1) as address:
        dead = socket.create_connection(("127.0.0.1", int(address(ANN).split(":")[2].split("/")[0])))
        path = address(ANN).partition("/live")[2]
        key = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        dead.sendall(f"GET /live{path} HTTP/1.1\r\nHost: x\r\n{key}dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
        assert dead.recv(12) == b"HTTP/1.1 101"
        eventually(lambda: len(hub) == 0)
        with connect(address(ANN)) as living:
            time.sleep(0.5)  # several pings, and longer than a request may take
            assert len(hub) == 1
            task_id = world.task(assignees=[ANN]).id
            assert task_id in living.recv(timeout=20)
        dead.close()


def test_a_socket_lives_so_long_and_no_longer(world):
    hub = LiveHub()
    with following(world, hub), serving(world, hub, socket_seconds=0.2) as address:
        mine = Listener(address(ANN))
        assert mine.close_code == Close.COME_AGAIN
        eventually(lambda: len(hub) == 0)


def test_as_long_as_nothing_is_followed_nobody_can_connect(world):
    hub = LiveHub()
    with serving(world, hub) as address:
        with pytest.raises(InvalidStatus) as refused, connect(address(ANN)):
            pass
        assert refused.value.response.status_code == 503
        url = address(ANN)
        with following(world, hub):
            Listener(url).close()


def test_when_the_store_is_away_tickets_stay_good(world):
    hub = LiveHub()
    with following(world, hub), serving(world, hub) as address:
        url = address(ANN)
        world.table.fail("get", TableBusy("throttled"))
        with pytest.raises(InvalidStatus) as refused, connect(url):
            pass
        assert refused.value.response.status_code == 503
        Listener(url).close()


class Connected(LiveHub):
    """A hub with people and without sockets: it notes what would be sent."""

    def __init__(self, *people):
        super().__init__()
        self._people = [one.user_id for one in people]
        self.pushed, self.closed = [], []

    def user_ids(self):
        return self._people

    def push(self, user_ids, text):
        self.pushed.append((sorted(user_ids), text))

    def close(self, user_ids, code):
        self.closed.append((sorted(user_ids), code))


def test_an_event_is_told_although_the_store_is_away_at_first(world):
    hub, own = Connected(LEAD, ANN, BOB), CountingTable(world.engine)
    own.fail("get_many", TableBusy("throttled"), TableBusy("throttled"))
    own.fail("get", TableBusy("throttled"))
    with following(world, hub, table=own):
        world.engine.write(Put({"PK": "OUTBOX#1", "SK": "OUTBOX#1"}))  # what is no event is passed over
        task_id = world.task(assignees=[ANN]).id
        eventually(lambda: len(hub.pushed) == 2)
    assert [people for people, _ in hub.pushed] == [["ann", "lead"]] * 2
    assert all(task_id in text for _, text in hub.pushed)


def test_after_a_mistake_everybody_catches_up_and_following_goes_on(world):
    hub = Connected(LEAD, ANN)
    with following(world, hub):
        world.engine.write(Put({"PK": "TASK#1", "SK": "EVENT#1", "type": "task.of_the_future"}))
        task = world.task()
        eventually(lambda: hub.pushed)
    assert hub.closed == [(["ann", "lead"], Close.CATCH_UP)]
    assert task.id in hub.pushed[0][1]


def test_an_event_is_one_read_however_many_are_connected(world):
    hub = Connected(LEAD, ANN, BOB, *(type(ANN)(f"stranger-{number}", Role.MEMBER) for number in range(500)))
    with following(world, hub):
        world.task(assignees=[ANN])
        eventually(lambda: len(hub.pushed) == 2)
        before = len(world.table.calls)
        world.comments.add(world.task(assignees=[ANN]).id, "Wet.", by=ANN)
        eventually(lambda: len(hub.pushed) == 5)
    # Two writes, the test's own look at the task, and one read for each of three events.
    assert sorted(world.table.calls[before:]) == ["get"] * 4 + ["get_many"] * 2 + ["write"] * 2


def test_nobody_connected_is_nothing_read(world):
    with following(world, Connected()):
        before = len(world.table.calls)
        world.tasks.delete(world.task().id, by=LEAD)
        time.sleep(0.1)
    assert world.table.calls[before:] == ["get_many", "write", "get", "get_many", "write"]


def test_it_reports_what_it_has_passed(world):
    passed = []
    with following(world, Connected(), passed.extend):
        world.task()
        newest = MemoryChanges(world.engine).newest()
        eventually(lambda: passed and passed[-1] == newest)


def test_sockets_leave_files_to_others():
    async def scenario(open_files):
        hub = LiveHub(open_files=open_files)
        while hub.has_room_for(str(len(hub))):
            hub.add(LiveSocket(str(len(hub)), None, None))
        return len(hub)

    assert asyncio.run(scenario(1024)) == 524
    assert asyncio.run(scenario(256)) == 128
