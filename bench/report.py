"""The figures of a run as tables, and the ratios that matter."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bench.live import LiveFigures
from bench.load import Cost
from bench.mail import MailFigures
from bench.queued import QueuedFigures

OURS, PEER, HELLO = "relayboard", "peer", "hello"


@dataclass(frozen=True, slots=True)
class Row:
    """One operation, asked of everybody in turns."""

    tasks: int
    operation: str
    connections: int
    costs: Mapping[str, Cost]

    @property
    def to_peer(self) -> float:
        return self.costs[OURS].cpu_ms / self.costs[PEER].cpu_ms

    @property
    def to_hello(self) -> float:
        return self.costs[OURS].cpu_ms / self.costs[HELLO].cpu_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything of one run."""

    rows: list[Row]
    fsyncs: float
    transactions: float
    commits: Mapping[int, float]
    memory_mib: Mapping[str, float]
    mail: MailFigures
    live: LiveFigures
    queued: QueuedFigures


def show(figures: Figures, console: Console) -> None:
    """Print the tables."""
    console.print(_requests(figures.rows))
    console.print(_growth(figures.rows))
    console.print(_floors(figures))
    console.print(_mail(figures.mail))
    console.print(_live(figures.live))
    accepted = figures.mail.accepted
    console.print(f"commit to mail accepted: p50 {accepted.p50_ms:.1f} ms, p99 {accepted.p99_ms:.1f} ms")
    console.print(_queued(figures.queued))
    for name, mib in figures.memory_mib.items():
        console.print(f"memory, {name}: {mib:.0f} MiB")


def _requests(rows: list[Row]) -> Table:
    ours_and_peer = ("CPU ms", "peer", "ratio", "× hello", "/s", "peer /s", "p95 ms", "peer")
    table = Table("tasks", "operation", "conn.", *ours_and_peer)
    for row in rows:
        ours, peer = row.costs[OURS], row.costs[PEER]
        table.add_row(
            f"{row.tasks:,}",
            row.operation,
            str(row.connections),
            f"{ours.cpu_ms:.3f}",
            f"{peer.cpu_ms:.3f}",
            f"{row.to_peer:.2f}",
            f"{row.to_hello:.1f}",
            f"{ours.per_second:.0f}",
            f"{peer.per_second:.0f}",
            f"{ours.p95_ms:.1f}",
            f"{peer.p95_ms:.1f}",
        )
    return table


def _growth(rows: list[Row]) -> Table:
    """Say what more tasks do to the cost of a request."""
    least, most = min(row.tasks for row in rows), max(row.tasks for row in rows)
    table = Table("operation", "conn.", f"CPU at {most:,} tasks / at {least:,}", "the peer's")
    cpu = {
        (row.tasks, row.operation, row.connections, name): cost.cpu_ms
        for row in rows
        for name, cost in row.costs.items()
    }
    for row in rows:
        if row.tasks == least:
            grown = [
                cpu[most, row.operation, row.connections, name] / cpu[least, row.operation, row.connections, name]
                for name in (OURS, PEER)
            ]
            table.add_row(row.operation, str(row.connections), *(f"{one:.2f}" for one in grown))
    return table


def _floors(figures: Figures) -> Table:
    table = Table("durable writes", "a second", "× fsyncs")
    lines = {"fsyncs of 4 KiB": figures.fsyncs, "bare SQLite transactions": figures.transactions}
    lines |= {f"our table, {writers} writers": rate for writers, rate in figures.commits.items()}
    for name, rate in lines.items():
        table.add_row(name, f"{rate:.0f}", f"{rate / figures.fsyncs:.2f}")
    return table


def _mail(mail: MailFigures) -> Table:
    table = Table("mail server", "p95 of writes, ms", "CPU ms a write, telling included")
    for mode, cost in mail.writes.items():
        table.add_row(mode, f"{cost.p95_ms:.1f}", f"{cost.cpu_ms:.2f}")
    return table


def _queued(queued: QueuedFigures) -> Table:
    """Say what waiting mails and a hanging receiver do to writes of which nobody is told."""
    table = Table("beside writes", "p95 of writes, ms", "without", "ratio", "mails a second")
    for name, drain in queued.drains.items():
        draining, none = drain.writes["draining"], drain.writes["none"]
        p95s = (f"{draining.p95_ms:.1f}", f"{none.p95_ms:.1f}", f"{drain.ratio:.2f}")
        table.add_row(f"{drain.queued:,} mails {name}", *p95s, f"{drain.mails_per_second:.0f}")
    hanging, none = queued.hooks["hanging"], queued.hooks["none"]
    table.add_row(
        "a hanging web hook", f"{hanging.p95_ms:.1f}", f"{none.p95_ms:.1f}", f"{queued.hook_ratio:.2f}", ""
    )
    return table


def _live(live: LiveFigures) -> Table:
    table = Table("commit → live socket, 1 000 sockets", "p50 ms", "p99 ms", "CPU ms a change, writing included")
    for hearing, cost in live.costs.items():
        whom = "one of them hears of it" if hearing == 1 else "all of them hear of it"
        table.add_row(whom, f"{cost.p50_ms:.1f}", f"{cost.p99_ms:.1f}", f"{cost.cpu_ms:.1f}")
    table.add_row("memory of a socket", f"{live.kib_a_socket:.0f} KiB", "", "")
    return table
