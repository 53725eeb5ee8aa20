"""The table of cold starts: medians, and ratios beside the aims."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeAlias

from bench.cold.runs import Run

OURS = "relayboard"
AIMS = {"boto3 + pydantic + Powertools": 0.25, "Node 20 + SDK v3 + esbuild": 0.55, "floor": 1.2}


class Key(NamedTuple):
    """What was measured."""

    share: str
    operation: str
    contender: str


Measured: TypeAlias = Mapping[Key, Sequence[Run]]


def table(measured: Measured, *, interpreter: str, limited_by: str, runs: int) -> str:
    """Return Markdown."""
    head = (
        f"{datetime.now(UTC):%Y-%m-%d}, {_processor()}, {os.cpu_count()} processors, Python {interpreter}; "
        f"medians of {runs}, in turns; limited by {limited_by}.\n"
    )
    parts = [_part(measured, share, operation) for share, operation in dict.fromkeys(key[:2] for key in measured)]
    return "\n".join([head, *parts])


def _part(measured: Measured, share: str, operation: str) -> str:
    rows = {key.contender: runs for key, runs in measured.items() if key[:2] == (share, operation)}
    memory = "unlimited" if share == "unlimited" else f"{share} MB"
    lines = [
        f"### {operation}, {memory}\n",
        "| | start → answer, ms | processor, ms | ours is × | by processor × | aim |",
        "|---|---:|---:|---:|---:|---:|",
        *(_row(name, runs, rows.get(OURS)) for name, runs in rows.items()),
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, runs: Sequence[Run], ours: Sequence[Run] | None) -> str:
    wall, cpu = _medians(runs)
    mine, my_cpu = _medians(ours) if ours else (0.0, 0.0)
    ratios = f"{mine / wall:.2f} | {my_cpu / cpu:.2f}" if ours else " | "
    aim = f"≤ {AIMS[name]}" if name in AIMS else ""
    return f"| {name} | {wall:.0f} | {cpu:.0f} | {ratios} | {aim} |"


def _medians(runs: Sequence[Run]) -> tuple[float, float]:
    return median(run.wall_ms for run in runs), median(run.cpu_ms for run in runs)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
