"""ULIDs."""

import re
import threading
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from relayboard.domain.ids import Ulids, encode_ulid

START = datetime(2030, 1, 1, tzinfo=UTC)


@settings(max_examples=50)
@given(st.lists(st.integers(-(10**7), 10**7), min_size=2, max_size=30))
def test_ids_grow_even_when_the_clock_goes_back(offsets):
    ulids = Ulids()
    made = [ulids.next(START + timedelta(milliseconds=offset)) for offset in offsets]
    assert made == sorted(set(made))
    assert all(re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", one) for one in made)


def test_an_id_begins_with_the_time_of_its_making():
    # The example of the ULID specification: 1469918176385 ms is "01ARYZ6S41".
    assert encode_ulid(1469918176385, 0).startswith("01ARYZ6S41")


def test_threads_never_get_the_same_id():
    ulids, made = Ulids(), []
    threads = [
        threading.Thread(target=lambda: made.extend([ulids.next(START) for _ in range(200)])) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1600
