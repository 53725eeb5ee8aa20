"""Moves everything that is in one table into another, of another engine, and proves that it arrived."""

from collections.abc import Callable
from dataclasses import dataclass

from relayboard.local.data.backup import Progress
from relayboard.local.data.export import import_place
from relayboard.local.data.movable import Moment, MovableTable, MoveFailed
from relayboard.local.data.move_ends import End
from relayboard.local.data.renaming import Renaming, arrivals
from relayboard.local.data.tally import Tally
from relayboard.ports.clock import Clock
from relayboard.ports.table import Delete, Item, Key, Put, key_of

_MARK_EVERY = 1_000  # items; so many are written twice at most when a move is interrupted

Step = Callable[[str], Progress]  # begins a step of the work, by its name


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move came to.

    Attributes:
        items: in this run; the rest was moved in earlier ones.
        source, target: what is there now, each counted by reading all of it.
    """

    items: int
    source: Tally
    target: Tally


def migrate(source: End, target: End, *, clock: Clock, step: Step, user_pool: str | None = None) -> Moved:
    """Move everything, or what an interrupted move has left over, and compare both ends.

    With a Cognito user pool, everybody gets an account there, and is called by its id in the target; the local
    pool's accounts stay behind.

    Not moved are expired items, the feed of changes with the channels' places in it, and what is no item: the
    signing key and the mailbox. Nobody is told of what is moved. No server may use either end meanwhile.

    Raises:
        MoveFailed: the target holds other data, or both ends do not come to the same.
        Invalid, TableBusy, TableBroken, OSError.
    """
    pool = None if user_pool is None else target.user_pool(user_pool)
    for end in (source, target):
        end.check_unused()
    source.check_present()
    with source.as_source(clock) as old:
        total = old.count()  # which also finds out whether there is a source, before a target is made
        with target.as_target(clock) as new:
            if old.id == new.id:
                raise MoveFailed("Both ends are the same.")
            place = import_place(f"MOVE-{old.id}" + (f"-{user_pool}" if user_pool else ""))
            mark = _begin(new, place)
            naming = Renaming() if pool is None else arrivals(old.items(), pool, step("Making accounts"))
            items = _move(old, new, mark, naming, total, step("Moving"))
    moment = Moment(clock.now())
    with source.as_source(moment) as old, target.as_target(moment) as new:
        moved = Moved(
            items,
            _tally(old, naming, step("Counting the source")),
            _tally(new, Renaming(), step("Counting the target")),
        )
        if moved.source.checksum != moved.target.checksum:
            raise MoveFailed(_difference(moved))
        new.mute(is_muted=False)
        new.table.write(Delete(place))
    return moved


def _begin(new: MovableTable, place: Key) -> Item:
    """Return how far the move has come, and keep what is still to come from being told."""
    mark = new.table.get(place)
    if mark is None:
        _check_empty(new)
        mark = {**place.attributes, "after": None, "items": 0}
    new.mute(is_muted=True)
    new.table.write(Put(mark))
    return mark


def _move(
    old: MovableTable, new: MovableTable, mark: Item, naming: Renaming, total: int, progress: Progress
) -> int:
    """Copy what is behind the place that was reached, and return how many items that was."""
    done = marked = before = _integer(mark["items"])
    for batch in new.store(naming.moved(old.items(_key(mark["after"])))):
        done += len(batch)
        if done - marked >= _MARK_EVERY:
            reached = naming.source_key(key_of(batch[-1]))
            new.table.write(Put({**mark, "after": list(reached), "items": done}))
            marked = done
        progress(done, max(done, total))
    return done - before


def _check_empty(new: MovableTable) -> None:
    if next(Renaming().moved(new.items()), None) is not None:
        raise MoveFailed(
            f"There is data already in {new.name}, and not from an unfinished move out of this source. "
            "Name an empty target."
        )


def _tally(table: MovableTable, naming: Renaming, progress: Progress) -> Tally:
    tally, total = Tally(), table.count()
    for number, item in enumerate(naming.moved(table.items())):
        tally.add(item)
        if number % _MARK_EVERY == 0:
            progress(number, max(number, total))
    return tally


def _difference(moved: Moved) -> str:
    kinds = sorted(moved.source.kinds.keys() | moved.target.kinds.keys())
    lines = [
        f"  {kind}: {moved.source.kinds[kind]} in the source, {moved.target.kinds[kind]} in the target"
        for kind in kinds
        if moved.source.kinds[kind] != moved.target.kinds[kind]
    ]
    return "\n".join(
        [
            "The source and the target differ, so something wrote to one of them after the move had begun.",
            *(lines or ["  There are as many items, but some have another content."]),
            "Keep the source, delete the target, and move again.",
        ]
    )


def _key(after: object) -> Key | None:
    return Key(*after) if isinstance(after, list) else None


def _integer(value: object) -> int:
    return value if isinstance(value, int) else 0
