"""What the table holds, read back as the domain's own values."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relayboard.adapters.memory_table import MemoryTable
from relayboard.domain.comments import Comment
from relayboard.domain.deliveries import Delivery, DeliveryState
from relayboard.domain.errors import Invalid, Unavailable
from relayboard.domain.events import Event, EventType, Subject, SubjectKind
from relayboard.domain.notices import Notice
from relayboard.domain.people import Person, PersonRef, Role, Standing
from relayboard.domain.preferences import Kind, Preferences, QuietHours, When
from relayboard.domain.tasks import Assignee, Priority, Status, Task, TaskContent
from relayboard.ports.table import ConditionFailed, Index, Key, Position, Query, TableBusy
from relayboard.store.comments import comment_ref, save_comment
from relayboard.store.cursor import decode_cursor, encode_cursor
from relayboard.store.deliveries import (
    deliveries_about,
    delivery_of,
    delivery_ref,
    failed_deliveries,
    save_delivery,
)
from relayboard.store.events import event_of, event_ref, events_on, record_event
from relayboard.store.notices import notice_ref, put_notice
from relayboard.store.people import person_of, person_ref, person_with_address, save_person
from relayboard.store.store import Store
from relayboard.store.tasks import save_task, task_ref
from tests.support.clock import HandClock
from tests.support.counting_table import CountingTable

NOW = datetime(2100, 1, 1, 12, tzinfo=UTC)
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20)
names = words.filter(lambda text: text.strip())
moments = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
ids = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=26, max_size=26)
refs = st.builds(PersonRef, ids, names)
facts = st.dictionaries(
    words, st.one_of(words, st.integers(0, 9), st.booleans(), st.none(), st.lists(words)), max_size=3
)
tasks = st.builds(
    Task,
    id=ids,
    board_id=ids,
    content=st.builds(
        TaskContent,
        title=names,
        description=words,
        priority=st.sampled_from(Priority),
        due_date=st.none() | st.dates(date(1900, 1, 1)),
        labels=st.lists(names, max_size=3, unique=True).map(tuple),
    ),
    status=st.sampled_from(Status),
    assignees=st.lists(
        st.builds(Assignee, ids, names, moments, ids), max_size=3, unique_by=lambda one: one.id
    ).map(tuple),
    position=st.sampled_from(["V", "a1", "zz"]),
    created_by=refs,
    version=st.integers(1, 9),
    created_at=moments,
    updated_at=moments,
    completed_at=st.none() | moments,
    deleted_at=st.none(),
)
people = st.builds(
    Person,
    id=ids,
    email=st.just("ann@team.example"),
    name=names,
    role=st.sampled_from(Role),
    standing=st.sampled_from(Standing),
    created_at=moments,
    updated_at=moments,
    version=st.integers(1, 9),
    preferences=st.builds(
        Preferences,
        email=st.booleans(),
        inbox=st.booleans(),
        mail=st.fixed_dictionaries({kind: st.sampled_from(When) for kind in Kind}),
        time_zone=st.sampled_from(["UTC", "Asia/Tokyo"]),
        digest_hour=st.integers(0, 23),
        quiet_hours=st.none() | st.builds(QuietHours, st.times(), st.times()),
    ),
)
events = st.builds(
    Event,
    id=ids,
    type=st.sampled_from(EventType),
    at=moments,
    actor=refs,
    subject=st.builds(Subject, st.sampled_from(SubjectKind), ids, names),
    before=facts,
    after=facts,
    people=st.lists(refs, max_size=2).map(tuple),
    watchers=st.lists(refs, max_size=2).map(tuple),
)
comments = st.builds(
    Comment, id=ids, task_id=ids, author=refs, body=words, version=st.integers(1, 9), created_at=moments,
    updated_at=moments,
)  # fmt: skip
quick = settings(max_examples=40, deadline=None)


def fresh_store():
    return Store(MemoryTable(HandClock(NOW)))


@quick
@given(tasks, st.integers(1, 4))
def test_a_task_is_read_as_it_was_saved(task, shards):
    store = fresh_store()
    store.commit(save_task(None, task, shards=shards))
    assert store.get(task_ref(task.id)) == task


@quick
@given(people)
def test_a_person_is_read_as_they_were_saved_and_found_by_address(person):
    store = fresh_store()
    store.commit([save_person(None, person)])
    assert store.get(person_ref(person.id)) == person
    assert store.page(person_with_address("ann@team.example"), person_of).items == [person]


@quick
@given(events)
def test_an_event_is_read_as_it_was_recorded(event):
    store = fresh_store()
    store.commit([record_event(event)])
    found = store.get(event_ref(event.subject.kind, event.subject.id, event.id))
    assert found == store.page(events_on(event.at.date(), limit=5), event_of).items[0] == event
    with pytest.raises(ConditionFailed):
        store.commit([record_event(event)])


@quick
@given(comments)
def test_a_comment_is_read_as_it_was_saved(comment):
    store = fresh_store()
    store.commit([save_comment(None, comment)])
    assert store.get(comment_ref(comment.task_id, comment.id)) == comment


def a_delivery(number, state=DeliveryState.SENT):
    return Delivery(
        event_id=f"E{number}",
        channel="email",
        person=PersonRef("ann", "Ann"),
        subject_kind=SubjectKind.TASK,
        subject_id="T1",
        state=state,
        updated_at=NOW + timedelta(seconds=number),
        attempts=1,
        lease_until=None,
    )


def test_deliveries_are_found_by_what_they_are_about_and_by_failure():
    store = fresh_store()
    rows = [a_delivery(0), a_delivery(1, DeliveryState.FAILED), a_delivery(2), a_delivery(3, DeliveryState.FAILED)]
    store.commit([save_delivery(None, row) for row in rows])
    about = deliveries_about(SubjectKind.TASK, "T1", first_event_id="E1", last_event_id="E2", limit=1)
    assert list(store.all(about, delivery_of)) == rows[1:3]
    assert store.page(failed_deliveries(limit=9), delivery_of).items == [rows[3], rows[1]]
    assert store.get(delivery_ref("E0", "email", "ann")) == rows[0]


def test_of_two_who_take_a_delivery_on_one_wins():
    store = fresh_store()
    row = a_delivery(0, DeliveryState.PENDING)
    store.commit([save_delivery(None, row)])
    begun = row.begun(at=NOW, lease_until=NOW + timedelta(seconds=60))
    store.commit([save_delivery(row, begun)])
    with pytest.raises(ConditionFailed):
        store.commit([save_delivery(row, begun)])


def test_deleted_tasks_and_notices_go_by_themselves():
    clock = HandClock(NOW)
    store = Store(MemoryTable(clock))
    ann = PersonRef("ann", "Ann")
    task = Task.new("T1", TaskContent(title="a"), board_id="main", position="V", by=ann, at=NOW)
    notice = Notice(id="N1", user_id="ann", event_type=EventType.TASK_DELETED, text="", task_id=None, at=NOW)
    store.commit([*save_task(None, task.deleted(at=NOW), shards=1), put_notice(notice)])
    clock.advance(30 * 86_400 - 1)
    assert store.get(task_ref("T1")) is not None
    clock.advance(1)
    assert store.get(task_ref("T1")) is None
    assert store.get(notice_ref("ann", "N1")) == notice
    clock.advance(60 * 86_400)
    assert store.get(notice_ref("ann", "N1")) is None


@quick
@given(words, words, words, words)
def test_a_cursor_is_read_as_it_was_written(pk, sort, item_pk, item_sk):
    position = Position(sort, Key(item_pk, item_sk))
    query = Query(pk=pk, index=Index.GSI1)
    assert decode_cursor(encode_cursor(pk, position), query).after == position
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor(pk + "x", position), query)


def test_a_cursor_outside_the_range_belongs_to_another_list():
    query = Query(pk="P", lower="b", upper="c")
    decode_cursor(encode_cursor("P", Position("bb", Key("P", "bb"))), query)
    for sort in ("a", "d"):
        with pytest.raises(Invalid):
            decode_cursor(encode_cursor("P", Position(sort, Key("P", sort))), query)


@pytest.mark.parametrize("call", ["get", "get_many", "query", "write"])
def test_a_busy_engine_is_told_as_unavailable(call):
    table = CountingTable(MemoryTable(HandClock(NOW)))
    store = Store(table)
    table.fail(call, TableBusy("locked"))
    asked = {
        "get": lambda: store.get(task_ref("T1")),
        "get_many": lambda: store.fetch(task_ref("T1")),
        "query": lambda: store.page(failed_deliveries(limit=1), delivery_of),
        "write": lambda: store.commit([put_notice(notice_at(NOW))]),
    }
    with pytest.raises(Unavailable) as away:
        asked[call]()
    assert away.value.retry_after_seconds >= 1


def notice_at(moment):
    return Notice(id="N1", user_id="ann", event_type=EventType.TASK_DELETED, text="", task_id=None, at=moment)
