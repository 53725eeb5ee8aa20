import json

import pytest

from relayboard.domain.events import EventType
from relayboard.domain.people import PersonRef
from relayboard.notify.slack import SlackLetters
from tests.unit.notify.world import ANN, BOB, SITE, TASK_ID, assigned, commented, event, person

LINK = f"<https://board.example/tasks/{TASK_ID}|Open the task>"


def text_of(happened) -> str:
    letter = SlackLetters(SITE).about(happened)
    assert letter.headers["Content-Type"] == "application/json"
    return json.loads(letter.body)["text"]


MOVED = {"before": {"status": "OPEN"}, "after": {"status": "IN_PROGRESS"}}
SAID = [
    (event(EventType.TASK_CREATED), f"Lead created “Fix the login” {LINK}"),
    (assigned(ANN), f"Lead assigned “Fix the login” to Ann {LINK}"),
    (assigned(ANN, BOB), f"Lead assigned “Fix the login” to Ann and Bob {LINK}"),
    (event(EventType.TASK_UNASSIGNED, people=(ANN,)), f"Lead took Ann off “Fix the login” {LINK}"),
    (event(EventType.TASK_STATUS_CHANGED, **MOVED), f"Lead moved “Fix the login” to In progress {LINK}"),
    (event(EventType.TASK_UPDATED, after={"title": "x"}), f"Lead changed “Fix the login” {LINK}"),
    (event(EventType.TASK_DELETED), "Lead deleted “Fix the login”"),
    (event(EventType.TASK_RESTORED), f"Lead restored “Fix the login” {LINK}"),
    (commented("a secret"), f"Lead commented on “Fix the login” {LINK}"),
    (
        event(EventType.TASK_DUE_SOON, after={"dueDate": "2100-01-08"}, people=(ANN, BOB)),
        f"“Fix the login” is due on Fri, 8 Jan 2100, and waits for Ann and Bob {LINK}",
    ),
    (
        event(EventType.TASK_OVERDUE, after={"dueDate": "2100-01-08"}, people=(ANN,)),
        f"“Fix the login” is overdue: it was due on Fri, 8 Jan 2100, and waits for Ann {LINK}",
    ),
]


@pytest.mark.parametrize(("happened", "said"), SAID, ids=lambda one: getattr(one, "id", ""))
def test_each_event_is_one_line_with_a_link(happened, said):
    assert text_of(happened) == said


def test_of_a_crowd_only_some_are_named():
    crowd = tuple(person(f"P{number}") for number in range(8))
    assert "to P0, P1, P2, P3, P4 and 3 more" in text_of(assigned(*crowd))


INJECTIONS = [
    "<!channel> look",
    "<!here|all>",
    "<!everyone>",
    "<@U012AB3CD>",
    "<#C0123|general>",
    "<!subteam^S012>",
    "<https://evil.example|Open the task>",
    "“> <https://evil.example|x>",
    "@channel",
    "@here @all",
    "[Open the task](https://evil.example)",
    "line\nbreak <!channel>",
    "\u202e<!channel>\u2066",
    "\x00<!channel>\x1b[31m",
    "&lt;!channel&gt;",
]


@pytest.mark.parametrize("typed", INJECTIONS)
def test_what_people_type_calls_nobody_and_links_nowhere(typed):
    happened = event(EventType.TASK_ASSIGNED, actor=PersonRef("x", typed), people=(person(typed),), title=typed)
    text = text_of(happened)
    assert text.endswith(LINK)
    said = text.removesuffix(LINK)
    assert "<" not in said
    assert ">" not in said
    assert "](" not in said
    assert not any(f"@{name}" in said for name in ("channel", "here", "all", "U012"))
    assert not any(ord(letter) < 32 or letter in "\u202e\u2066" for letter in text)


def test_an_entity_that_somebody_typed_stays_what_they_typed():
    assert "&amp;lt;!channel&amp;gt;" in text_of(event(EventType.TASK_CREATED, title="&lt;!channel&gt;"))


def test_a_long_title_is_cut():
    assert len(text_of(event(EventType.TASK_CREATED, title="x" * 200))) < 250


def test_words_from_right_to_left_stay_in_their_place_of_the_sentence():
    happened = event(EventType.TASK_DELETED, actor=PersonRef("x", "ليلى"), title="مرحبا 2.4")
    assert text_of(happened) == "\u2068ليلى\u2069 deleted “\u2068مرحبا 2.4\u2069”"
