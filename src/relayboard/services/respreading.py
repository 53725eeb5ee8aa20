"""Spreads the columns over more partitions, in small steps beside all other work.

Readers first: the number that is read is raised, then, once every server must have learnt of it, the number that
is written over; then the tasks that stand elsewhere are moved. A task's version and its time of change stay, for
nothing about it changes that anybody sees.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from relayboard.domain.tasks import Status
from relayboard.ports.clock import Clock
from relayboard.ports.table import ConditionFailed, Index, Query, RaceLost, Write
from relayboard.store import keys
from relayboard.store.boards import all_boards, board_of
from relayboard.store.status_shards import KNOWN_FOR_SECONDS, ShardState, save_shard_state, shard_state
from relayboard.store.store import Store
from relayboard.store.tasks import ColumnPlace, column_place_of, put_in_shard

BATCH = 25  # tasks that are looked at in a step, and moved in one write
LEASE = timedelta(seconds=30)
SETTLE_SECONDS = 6 * KNOWN_FOR_SECONDS  # with time for what was begun with the old number


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """How long to wait, in seconds.

    Attributes:
        settle: until every server knows of a new number; longer than servers take a number to be true.
        moved: after a step that has moved tasks; it bounds what moving takes from everybody else.
        looked: after a step that has not.
        beaten: after another server was faster.
        idle: when there is nothing to do.
    """

    settle: float = SETTLE_SECONDS
    moved: float = 0.05
    looked: float = 0.005
    beaten: float = 1.0
    idle: float = 60.0


class Respreading:
    """Takes the columns to a number of shards.

    Attributes:
        last: how far the columns were spread when it was last looked, or after it was last changed.

    Args:
        shards: the number that this server asks for; a table that has more keeps them.
        holder: a name of this server that no other has.
        elapsed: seconds on a clock that never goes back.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        shards: int,
        holder: str,
        pauses: Pauses = Pauses(),
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._clock = clock
        self._shards = shards
        self._holder = holder
        self._pauses = pauses
        self._elapsed = elapsed
        self._seen: tuple[tuple[int, int], float] | None = None
        self.last = ShardState()

    def state(self) -> ShardState:
        """Return how far the columns are spread.

        Raises:
            Unavailable.
        """
        return shard_state(self._store)

    def step(self) -> float:
        """Do a little of what is to be done; return how many seconds to wait before the next step.

        Raises:
            Unavailable.
        """
        try:
            self.last = self.state()
            return self._step(self.last)
        except (ConditionFailed, RaceLost):
            return self._pauses.beaten

    def _step(self, state: ShardState) -> float:
        if state.reading < self._shards:
            self._save(state, replace(state, reading=self._shards))
            return self._pauses.looked
        if state.is_settled:
            return self._pauses.idle
        if (wait := self._unknown_for(state)) > 0:
            return wait
        if state.writing < state.reading:
            begun = replace(state, writing=state.reading, partition=None, cursor=None, moved=0)
            self._save(state, begun)
            return self._pauses.looked
        if state.lease_until and state.holder != self._holder and self._clock.now() < state.lease_until:
            return self._pauses.beaten
        return self._move_some(state)

    def _unknown_for(self, state: ShardState) -> float:
        """Return for how many seconds other servers may not know the numbers yet.

        Measured from when this server saw them, so that no two clocks are compared.
        """
        now, numbers = self._elapsed(), (state.reading, state.writing)
        if self._seen is None or self._seen[0] != numbers:
            self._seen = (numbers, now)
        return self._seen[1] + self._pauses.settle - now

    def _move_some(self, state: ShardState) -> float:
        partitions = self._partitions(state.reading)
        if not partitions:
            self._save(state, replace(state, spread=state.writing))
            return self._pauses.looked
        is_known = state.partition in partitions
        partition = state.partition if state.partition and is_known else partitions[0]
        cursor = state.cursor if is_known else None
        query = Query(pk=partition, index=Index.GSI1, limit=BATCH)
        page = self._store.page(query, column_place_of, cursor=cursor)
        moved = self._move(page.items, state.writing)
        following = _behind(partitions, partition) if page.cursor is None else partition
        after = replace(
            state,
            partition=following,
            cursor=page.cursor,
            moved=state.moved + moved,
            holder=self._holder,
            lease_until=self._clock.now() + LEASE,
        )
        if following is None:
            after = replace(after, spread=state.writing, lease_until=None)
        self._save(state, after)
        return self._pauses.moved if moved else self._pauses.looked

    def _move(self, places: Sequence[ColumnPlace], shards: int) -> int:
        writes: list[Write] = [
            put_in_shard(place, shard)
            for place in places
            if place.shard != (shard := keys.column_shard(place.task_id, shards))
        ]
        while writes:
            try:
                self._store.commit(writes)
                break
            except ConditionFailed as elsewhere:  # whoever moved or deleted it has put it where it belongs
                writes = [write for number, write in enumerate(writes) if number not in elsewhere.failed]
        return len(writes)

    def _partitions(self, shards: int) -> Sequence[str]:
        return [
            keys.column(board.id, status, shard)
            for board in self._store.all(all_boards(limit=100), board_of)
            for status in Status
            for shard in range(shards)
        ]

    def _save(self, before: ShardState, after: ShardState) -> None:
        self._store.commit([save_shard_state(before, after)])
        self.last = after


def _behind(partitions: Sequence[str], partition: str) -> str | None:
    following = partitions.index(partition) + 1
    return partitions[following] if following < len(partitions) else None
