"""Group commit: writes that come at the same time share one transaction, and so one fsync.

Whoever finds nobody writing leads: it takes everything that waits, does it in one transaction, commits, and
tells everybody. Who comes meanwhile waits; the first of them leads the next group. A lone writer pays for no
other thread.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Generic, TypeVar, cast

from relayboard.adapters.sqlite_errors import table_error
from relayboard.ports.table import TableError

T = TypeVar("T")
_Outcome = tuple[Any, TableError | None]  # `Any`: work returns what it likes

LARGEST_GROUP = 128


class _Job(Generic[T]):
    """Somebody's work, and the door behind which they wait until it is done or theirs to lead."""

    __slots__ = ("door", "error", "is_done", "is_leading", "result", "work")

    def __init__(self, work: Callable[[sqlite3.Connection], T]) -> None:
        self.work = work
        self.result: T | None = None
        self.error: Exception | None = None
        self.is_done = False
        self.is_leading = False
        self.door = threading.Lock()
        self.door.acquire()

    def settle(self, result: T | None, error: Exception | None) -> None:
        self.result, self.error, self.is_done = result, error, True


class GroupCommit:
    """Runs work on the one connection that writes; safe to share between threads.

    Work must do all its checks before its first change: when it raises a TableError, it has changed nothing,
    and the rest of its group goes on. After any other error the group's work is done again, one by one.

    Args:
        path: the database file, for messages.
    """

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self._path = path
        self._writing = threading.Lock()  # held by the leader; `close` waits for it
        self._state = threading.Lock()  # of the next two; held for moments only
        self._waiting: deque[_Job[Any]] = deque()
        self._has_leader = False

    @property
    def waiting(self) -> int:
        """How many wait for the next transaction."""
        return len(self._waiting)

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do something in a transaction, durable on return.

        Raises:
            TableBusy, TableBroken, and what `work` raises; nothing was changed then.
        """
        job = _Job(work)
        try:
            self._join(job)
            if job.is_leading:
                self._lead()
        finally:
            self._leave(job)
        if job.error is not None:
            raise job.error
        return cast(T, job.result)

    def close(self) -> None:
        """Close the connection when nobody writes."""
        with self._writing:
            self._connection.close()

    def _join(self, job: _Job[Any]) -> None:
        """Wait until the job is done or leads."""
        with self._state:
            self._waiting.append(job)
            job.is_leading, self._has_leader = not self._has_leader, True
        if not job.is_leading:
            job.door.acquire()

    def _leave(self, job: _Job[Any]) -> None:
        """Let the next one lead, and take along a job that an interruption has left undone."""
        if job.is_done and not job.is_leading:
            return
        with self._state:
            if job in self._waiting:
                self._waiting.remove(job)
            if not job.is_leading:
                return
            self._has_leader = bool(self._waiting)
            if self._waiting:
                self._waiting[0].is_leading = True
                self._waiting[0].door.release()

    def _lead(self) -> None:
        with self._writing:
            failure = self._begin()
            jobs = self._take()  # now, for more may have come while another program held the file
            try:
                if failure is None:
                    self._do(jobs)
                else:
                    self._fail(jobs, failure)
            finally:
                self._let_go(jobs)

    def _take(self) -> list[_Job[Any]]:
        with self._state:
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST_GROUP))]

    def _let_go(self, jobs: Sequence[_Job[Any]]) -> None:
        undone = [job for job in jobs if not job.is_done]  # by an interruption, which is this thread's alone
        if undone:
            with self._state:
                self._waiting.extendleft(reversed(undone))
        for job in jobs:
            if job.is_done and not job.is_leading:
                job.door.release()

    def _begin(self) -> sqlite3.Error | None:
        try:
            self._undo()
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            return error
        return None

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _do(self, jobs: Sequence[_Job[Any]]) -> None:
        outcomes: list[_Outcome] = []
        try:
            outcomes.extend([_outcome(job, self._connection) for job in jobs])
            self._connection.execute("COMMIT")
            _settle(jobs, outcomes)
        except Exception as error:  # noqa: BLE001 - whoever it belongs to is told
            with suppress(sqlite3.Error):  # then it is tried again before the next transaction
                self._undo()
            self._part(jobs, error)
        except BaseException:  # an interruption; it may come just behind the commit
            if outcomes and not self._connection.in_transaction:
                _settle(jobs, outcomes)
            self._undo()
            raise

    def _part(self, jobs: Sequence[_Job[Any]], error: Exception) -> None:
        """After an error, do each job by itself, so that nobody suffers for somebody else's work."""
        if len(jobs) == 1:
            self._fail(jobs, error)
            return
        for number, job in enumerate(jobs):
            failure = self._begin()
            if failure is not None:
                self._fail(jobs[number:], failure)
                return
            self._do([job])

    def _fail(self, jobs: Iterable[_Job[Any]], error: Exception) -> None:
        for job in jobs:
            job.settle(None, self._told(error))

    def _told(self, error: Exception) -> Exception:
        if not isinstance(error, sqlite3.Error):
            return error
        told = table_error(error, self._path)
        told.__cause__ = error
        return told


def _outcome(job: _Job[Any], connection: sqlite3.Connection) -> _Outcome:
    try:
        return job.work(connection), None
    except TableError as refusal:
        return None, refusal


def _settle(jobs: Sequence[_Job[Any]], outcomes: Sequence[_Outcome]) -> None:
    for job, (result, refusal) in zip(jobs, outcomes, strict=True):
        job.settle(result, refusal)
