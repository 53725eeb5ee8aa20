"""The rules of boards, comments, people and personal tasks."""

import pytest

from relayboard.domain.boards import MAIN_BOARD, Board
from relayboard.domain.comments import COMMENT_MAX, Comment
from relayboard.domain.errors import Invalid
from relayboard.domain.people import Person, Role, Standing, normal_email
from relayboard.domain.permissions import Action, move_action
from relayboard.domain.personal_tasks import PersonalContent, PersonalTask
from relayboard.domain.tasks import Status
from tests.support.builders import LATER, NOW, person_ref

MAIN = Board.new(MAIN_BOARD, "Main", at=NOW)
ANN = Person(
    id="ann",
    email="ann@team.example",
    name="Ann",
    role=Role.MEMBER,
    standing=Standing.ACTIVE,
    created_at=NOW,
    updated_at=NOW,
)


def refused_fields(work):
    with pytest.raises(Invalid) as refusal:
        work()
    return set(refusal.value.fields)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a" * 101])
def test_boards_and_people_have_names_of_one_line(name):
    assert refused_fields(lambda: Board.new("b", name, at=NOW)) == {"name"}
    assert refused_fields(lambda: MAIN.changed(name=name, at=LATER)) == {"name"}
    assert refused_fields(lambda: ANN.changed(name=name, at=LATER)) == {"name"}


def test_the_main_board_is_never_archived_and_all_that_is_wrong_is_named():
    assert refused_fields(lambda: MAIN.changed(name=" ", archived=True, at=LATER)) == {"name", "archived"}


def test_a_board_that_is_not_changed_stays_at_its_version():
    assert MAIN.changed(name=" Main ", archived=False, at=LATER) is MAIN
    assert MAIN.changed(name="Home", at=LATER).version == 2


@pytest.mark.parametrize("body", ["", " \n ", "\x00", "a" * (COMMENT_MAX + 1)])
def test_a_comment_says_something(body):
    comment = Comment.new("c", "t", "Hello\n\nthere", author=person_ref("Ann"), at=NOW)
    assert refused_fields(lambda: comment.edited(body, at=LATER)) == {"body"}
    assert refused_fields(lambda: Comment.new("c", "t", body, author=person_ref("Ann"), at=NOW)) == {"body"}


@pytest.mark.parametrize(
    "address",
    ["", "ann", "ann@", "@team.example", "ann@team", "a b@team.example", "ann@team..example", "ann@a@b.example",
     "ann@team.example\nbcc:x", '"ann"@team.example', "a" * 65 + "@team.example", "ann@" + "a" * 250 + ".example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address):
    assert refused_fields(lambda: normal_email(address)) == {"email"}


def test_addresses_are_compared_in_lower_case_and_trimmed():
    assert normal_email("  Ann.O+x@Team.Example ") == "ann.o+x@team.example"


def test_a_personal_task_names_all_wrong_fields_at_once():
    wrong = PersonalContent(title=" ", description="\x00")
    assert refused_fields(lambda: PersonalTask.new("t", "ann", wrong, at=NOW)) == {"title", "description"}


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_every_change_of_status_is_a_move_a_closing_or_a_reopening(before, after):
    if Status.CLOSED not in (before, after):
        expected = Action.TASK_MOVE
    else:  # also within the column: members have no business among closed tasks
        expected = Action.TASK_CLOSE if after is Status.CLOSED else Action.TASK_REOPEN
    assert move_action(before, after) is expected
