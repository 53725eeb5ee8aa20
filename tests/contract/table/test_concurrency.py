"""Several writers at once lose nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from relayboard.ports.table import ConditionFailed, Equals, Key, Put, RaceLost, Table, TableBusy, Update

COUNTER, OTHER = Key("COUNTER", "X"), Key("OTHER", "X")
THREADS, TIMES = 8, 50


def in_threads(work: Callable[[], None]) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        for future in [pool.submit(work) for _ in range(THREADS)]:
            future.result()


@pytest.mark.parametrize("others", [(), (Update(OTHER, add={"n": 1}),)], ids=["alone", "in a transaction"])
def test_no_conditional_increment_is_lost(table: Table, others: tuple[Update, ...]) -> None:
    table.write(Put({**COUNTER.attributes, "n": 0}))

    def increment() -> None:
        seen = table.get(COUNTER)
        assert seen is not None
        assert isinstance(seen["n"], int)
        table.write(Put({**COUNTER.attributes, "n": seen["n"] + 1}, when=Equals("n", seen["n"])), *others)

    def work() -> None:
        for _ in range(TIMES):
            while True:
                try:
                    increment()
                    break
                except (ConditionFailed, RaceLost, TableBusy):
                    continue

    in_threads(work)
    assert table.get(COUNTER) == {**COUNTER.attributes, "n": THREADS * TIMES}
    if others:
        assert table.get(OTHER) == {**OTHER.attributes, "n": THREADS * TIMES}


def test_no_added_number_is_lost(table: Table) -> None:
    def work() -> None:
        for _ in range(TIMES):
            table.write(Update(COUNTER, add={"n": 1}))

    in_threads(work)
    assert table.get(COUNTER) == {**COUNTER.attributes, "n": THREADS * TIMES}
