"""Shares of a processor, as Lambda gives them by memory: cgroups hold a process to its share."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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


class NoShares(Exception):
    """This machine lets us limit nobody."""


@contextmanager
def limited_to(share: Share) -> Iterator[Callable[[], None]]:
    """Make room for one process; yield what it calls itself, before it becomes another program.

    Raises:
        NoShares: the control groups of this machine cannot be written.
    """
    if share.of_processor is None:
        yield lambda: None
        return
    try:
        folder = _folder()
        folder.mkdir(exist_ok=True)
        _limit(folder, int(share.of_processor * _PERIOD_MICROSECONDS))
    except OSError as error:
        raise NoShares(f"no processor time can be limited here: {error}") from error
    members = str(folder / "cgroup.procs")

    def join() -> None:
        with open(members, "w") as file:  # noqa: PTH123 - between fork and exec, the less the better
            file.write(str(os.getpid()))

    try:
        yield join
    finally:
        folder.rmdir()


def kind() -> str:
    """Say how processes are limited here."""
    return "cgroup v2 cpu.max" if _is_v2() else "cgroup v1 cpu.cfs_quota_us"


def _is_v2() -> bool:
    return (_V2 / "cgroup.controllers").exists()


def _folder() -> Path:
    return (_V2 if _is_v2() else _V1) / f"relayboard-cold-{os.getpid()}"


def _limit(folder: Path, quota_microseconds: int) -> None:
    if _is_v2():
        (folder / "cpu.max").write_text(f"{quota_microseconds} {_PERIOD_MICROSECONDS}")
        return
    (folder / "cpu.cfs_period_us").write_text(str(_PERIOD_MICROSECONDS))
    (folder / "cpu.cfs_quota_us").write_text(str(quota_microseconds))
