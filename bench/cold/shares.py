"""Shares of a processor, as Lambda gives them by memory, and what holds a process to its share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from bench.cold.stopping import Stopping

_PERIOD_MICROSECONDS = 20_000
_MB_OF_ONE_VCPU = 1769  # AWS Lambda Developer Guide, "Configure Lambda function memory"
_V1 = Path("/sys/fs/cgroup/cpu")
_V2 = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one processor a process gets; all of both when `memory_mb` is None."""

    name: str
    memory_mb: int | None

    @property
    def of_processor(self) -> float | None:
        return None if self.memory_mb is None else self.memory_mb / _MB_OF_ONE_VCPU


SHARES = (Share("unlimited", None), Share("512", 512), Share("256", 256))


class Limit(Protocol):
    """What holds one process to its share."""

    def join(self) -> None:
        """Be called by the process itself, before it becomes another program."""

    def watch(self, pid: int) -> None:
        """Be told which process it is."""


@contextmanager
def limited_to(share: Share) -> Iterator[Limit]:
    """Make room for one process: with a control group, or by stopping it where none can be made."""
    if share.of_processor is None:
        yield _NoLimit()
    elif _has_groups():
        with _Group(share.of_processor) as group:
            yield group
    else:
        with _Stops(share.of_processor) as stops:
            yield stops


class _NoLimit:
    def join(self) -> None:
        pass

    def watch(self, pid: int) -> None:
        pass


class _Group(_NoLimit):
    def __init__(self, of_processor: float) -> None:
        self._folder = _folder()
        self._quota = int(of_processor * _PERIOD_MICROSECONDS)

    def __enter__(self) -> "_Group":
        self._folder.mkdir(exist_ok=True)
        if _is_v2():
            (self._folder / "cpu.max").write_text(f"{self._quota} {_PERIOD_MICROSECONDS}")
        else:
            (self._folder / "cpu.cfs_period_us").write_text(str(_PERIOD_MICROSECONDS))
            (self._folder / "cpu.cfs_quota_us").write_text(str(self._quota))
        return self

    def join(self) -> None:
        with open(f"{self._folder}/cgroup.procs", "w") as file:  # noqa: PTH123 - between fork and exec, little
            file.write(str(os.getpid()))

    def __exit__(self, *_: object) -> None:
        self._folder.rmdir()


class _Stops(_NoLimit):
    def __init__(self, of_processor: float) -> None:
        self._share = of_processor

    def __enter__(self) -> "_Stops":
        self._stopping: Stopping | None = None
        return self

    def watch(self, pid: int) -> None:
        period = _PERIOD_MICROSECONDS / 1e6
        self._stopping = Stopping(pid, of_processor=self._share, period_seconds=period)

    def __exit__(self, *_: object) -> None:
        if self._stopping is not None:
            self._stopping.end()


@cache
def _has_groups() -> bool:
    try:
        with _Group(0.5):
            return True
    except OSError:
        with suppress(OSError):
            _folder().rmdir()
        return False


def kind() -> str:
    """Say how processes are limited here."""
    if not _has_groups():
        return "SIGSTOP and SIGCONT"
    return "cgroup v2 cpu.max" if _is_v2() else "cgroup v1 cpu.cfs_quota_us"


def _is_v2() -> bool:
    return (_V2 / "cgroup.controllers").exists()


def _folder() -> Path:
    return (_V2 if _is_v2() else _V1) / f"relayboard-cold-{os.getpid()}"
