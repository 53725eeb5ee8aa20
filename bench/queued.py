"""What waits for others does to writes: ten thousand mails after an outage, and a web hook that hangs."""

import socket
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import operations, servers
from bench.load import Cost, Target, in_turns, measure
from bench.mail import MailServer

WRITES = 100
ROUNDS = 9
QUEUED = 10_000
WRITERS = 8
PACE = 20
WINDOW = 5 * PACE
LONGEST_WAIT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Drain:
    """A queue of mails that is worked off.

    Attributes:
        mails_per_second: accepted by the mail server meanwhile.
        writes: of which nobody is told: on a server without a queue, and on this one meanwhile, in turns.
    """

    queued: int
    mails_per_second: float
    writes: dict[str, Cost]

    @property
    def ratio(self) -> float:
        return self.writes["draining"].p95_ms / self.writes["none"].p95_ms


@dataclass(frozen=True, slots=True)
class QueuedFigures:
    """What was measured.

    Attributes:
        drains: at full speed, and at a configured rate.
        hooks: writes without a web hook, and with one that hangs, in turns.
    """

    drains: dict[str, Drain]
    hooks: dict[str, Cost]

    @property
    def hook_ratio(self) -> float:
        return self.hooks["hanging"].p95_ms / self.hooks["none"].p95_ms


def measure_queued(folder: Path, *, queued: int = QUEUED) -> QueuedFigures:
    """Let mails queue up while the mail server is down, and a web hook hang."""
    drains = {
        "at full speed": _drain(folder / "full-speed", queued),
        f"at {PACE} a second": _drain(folder / "paced", queued, "--mails-per-second", str(PACE)),
    }
    return QueuedFigures(drains, _hooks(folder))


def _drain(folder: Path, queued: int, *flags: str) -> Drain:
    port = _free_port()
    folder.mkdir()
    with (
        servers.relayboard(folder / "none") as quiet,
        servers.relayboard(folder / "draining", "--smtp", f"smtp://127.0.0.1:{port}", *flags) as target,
    ):
        asks = operations.assigned_to(servers.people(target)[-1]["id"])
        measure(target, asks, connections=WRITERS, count=queued)
        mail = MailServer("healthy", port=port)
        try:
            _until_accepted(mail, 1)
            began, first = time.perf_counter(), len(mail.accepted)
            writes = _writes({"none": quiet, "draining": target})
            _until_accepted(mail, queued if not flags else first + WINDOW)
            rate = (len(mail.accepted) - first) / (time.perf_counter() - began)
        finally:
            mail.close()
    return Drain(queued, rate, writes)


def _hooks(folder: Path) -> dict[str, Cost]:
    """Write to two servers in turns, one of which posts to a web hook that takes connections and never answers."""
    secret = {"RELAYBOARD_WEBHOOK_SECRET": "0123456789abcdef"}
    (folder / "hooks").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as silent, ExitStack() as stack:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        flags = ("--webhook", url, "--allow-private-addresses")
        return _writes(
            {
                "none": stack.enter_context(servers.relayboard(folder / "hooks" / "none")),
                "hanging": stack.enter_context(
                    servers.relayboard(folder / "hooks" / "hanging", *flags, environ=secret)
                ),
            }
        )


def _writes(targets: dict[str, Target]) -> dict[str, Cost]:
    asks = {name: operations.create([]) for name in targets}
    for name, target in targets.items():
        measure(target, asks[name], connections=1, count=30)
    runs = {
        name: partial(measure, target, asks[name], connections=1, count=WRITES) for name, target in targets.items()
    }
    return in_turns(runs, rounds=ROUNDS)


def _until_accepted(mail: MailServer, count: int) -> None:
    deadline = time.perf_counter() + LONGEST_WAIT_SECONDS
    while len(mail.accepted) < count:
        if time.perf_counter() > deadline:
            raise SystemExit(f"only {len(mail.accepted)} of {count} mails came")
        time.sleep(0.01)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
