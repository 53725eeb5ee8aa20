"""The rules of tasks."""

from datetime import date

import pytest

from relayboard.domain.errors import Conflict, Invalid
from relayboard.domain.tasks import ASSIGNEES_MAX, DONE, Status, TaskContent
from tests.support.builders import LATER, NOW, a_task, people, person_ref

BLANKS = ["", " ", "\t", "\u00a0", "\u2003", "\u3000"]


def refused_fields(work):
    with pytest.raises(Invalid) as refusal:
        work()
    return set(refusal.value.fields)


@pytest.mark.parametrize(
    "title", [*BLANKS, "a" * 201, "two\nlines", "end\n", "bell\a", "\x85", "a\u2028b", "\ud800"]
)
def test_a_title_is_one_line_that_is_not_blank(title):
    assert refused_fields(lambda: a_task(title=title)) == {"title"}


@pytest.mark.parametrize("description", ["a" * 10_001, "\x00", "\x1b[31m", "\x9f", "\udfff"])
def test_a_description_is_prose_of_limited_length(description):
    assert refused_fields(lambda: a_task(description=description)) == {"description"}


@pytest.mark.parametrize("labels", [("a",) * 21, ("",), ("ok", " "), ("a" * 51,), ("two\nlines",)])
def test_labels_are_at_most_twenty_short_lines(labels):
    assert refused_fields(lambda: a_task(labels=labels)) == {"labels"}


def test_every_wrong_field_is_named_at_once():
    wrong = TaskContent(title=" ", description="\x00", labels=("",))
    assert refused_fields(wrong.tidied) == {"title", "description", "labels"}


def test_the_largest_task_is_accepted():
    labels = tuple(f"{number:050}" for number in range(20))
    task = a_task(title="é" * 200, description="𝔘" * 10_000, labels=labels)
    assert (len(task.content.title), len(task.content.labels)) == (200, 20)


def test_words_are_trimmed_and_labels_kept_once():
    content = a_task(title="  Paint ", labels=("red", " red ", "blue")).content
    assert (content.title, content.labels) == ("Paint", ("red", "blue"))


@pytest.mark.parametrize("position", ["", "V0", "V\n"])
def test_a_task_cannot_stand_at_a_place_that_is_none(position):
    assert refused_fields(lambda: a_task(position=position)) == {"position"}
    assert refused_fields(lambda: a_task().moved(Status.OPEN, position=position, at=LATER)) == {"position"}


def test_twenty_five_people_can_have_a_task_but_not_one_more():
    full = a_task().assigned(people(ASSIGNEES_MAX), by="lead", at=LATER)
    assert len(full.assignees) == ASSIGNEES_MAX
    assert refused_fields(lambda: full.assigned([person_ref("Late")], by="lead", at=LATER)) == {"userIds"}


def test_a_task_edited_to_have_too_many_people_is_refused_under_the_edits_own_field():
    task = a_task()

    def crowd():
        task.edited(task.content, board_id="main", position="V", joining=people(26), by="lead", at=LATER)

    assert refused_fields(crowd) == {"assigneeIds"}


def test_who_has_a_task_already_keeps_the_date_on_which_they_got_it():
    task = a_task(assignees=["Ann"]).assigned([person_ref("Ann"), person_ref("Bob")], by="boss", at=LATER)
    assert [(one.id, one.assigned_at, one.assigned_by) for one in task.assignees] == [
        ("ann", NOW, "lead"),
        ("bob", LATER, "boss"),
    ]


def test_a_change_that_changes_nothing_is_no_new_version():
    task = a_task(assignees=["Ann"])
    assert task.assigned([person_ref("Ann")], by="boss", at=LATER) is task
    assert task.moved(Status.OPEN, position=task.position, at=LATER) is task
    assert task.unassigned(["bob"], at=LATER) is task


@pytest.mark.parametrize("status", Status)
def test_a_task_knows_since_when_it_is_done(status):
    moved = a_task().moved(status, position="V", at=LATER)
    assert moved.completed_at == (LATER if status in DONE else None)


def test_closing_a_completed_task_keeps_the_moment_of_its_completion():
    completed = a_task().moved(Status.COMPLETED, position="V", at=NOW)
    assert completed.moved(Status.CLOSED, position="V", at=LATER).completed_at == NOW
    assert completed.moved(Status.OPEN, position="V", at=LATER).completed_at is None


def test_only_deleted_tasks_are_restored():
    with pytest.raises(Conflict):
        a_task().restored(at=LATER)
    deleted = a_task().deleted(at=LATER)
    assert deleted.is_deleted
    assert not deleted.is_open
    assert deleted.restored(at=LATER).version == 3


def test_a_due_date_is_a_calendar_day():
    assert a_task(due_date=date(2100, 2, 28)).content.due_date == date(2100, 2, 28)
