from dataclasses import replace
from html.parser import HTMLParser

import pytest

from relayboard.domain.events import Event, EventType
from relayboard.domain.people import PersonRef
from relayboard.domain.reminders import REMINDERS
from relayboard.notify.channels import Occasion
from relayboard.notify.mails import Mails
from relayboard.notify.recipients import Recipient
from relayboard.ports.mailer import Mail
from tests.unit.notify.world import ANN, LEAD, SITE, TASK_ID, assigned, commented, event, task

TASK_URL = f"https://board.example/tasks/{TASK_ID}"
EVIL = "<script>alert(1)</script>\" onload='x' {{ 7*7 }} &amp;"


def mail_about(happened: Event, *, reason: str = "you have this task", of_task=None) -> Mail:
    recipient = Recipient(ANN.ref, reason)
    return Mails(SITE, lambda: b"key").about(
        Occasion(event=happened, recipient=recipient, person=ANN, task=of_task), channel="email"
    )


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]


DUE = {"dueDate": "2100-01-08"}


@pytest.mark.parametrize(
    ("happened", "subject"),
    [
        (assigned(ANN), "Lead assigned you “Fix the login”"),
        (event(EventType.TASK_UNASSIGNED, people=(ANN,)), "Lead took you off “Fix the login”"),
        (
            event(EventType.TASK_STATUS_CHANGED, before={"status": "OPEN"}, after={"status": "IN_PROGRESS"}),
            "Lead moved “Fix the login” to In progress",
        ),
        (event(EventType.TASK_UPDATED, after={"dueDate": None}), "Lead changed the due date of “Fix the login”"),
        (
            event(EventType.TASK_UPDATED, after={"title": "a", "priority": "LOW", "position": "V"}),
            "Lead changed the title and priority of “Fix the login”",
        ),
        (
            event(EventType.TASK_UPDATED, after={"title": "a", "priority": "LOW", "labels": []}),
            "Lead changed “Fix the login”",
        ),
        (event(EventType.TASK_DELETED), "Lead deleted “Fix the login”"),
        (event(EventType.TASK_RESTORED), "Lead restored “Fix the login”"),
        (commented(), "Lead commented on “Fix the login”"),
        (event(EventType.TASK_DUE_SOON, after=DUE), "“Fix the login” is due on Fri, 8 Jan 2100"),
        (event(EventType.TASK_OVERDUE, after=DUE), "“Fix the login” is overdue: it was due on Fri, 8 Jan 2100"),
    ],
)
def test_the_subject_says_what_happened(happened, subject):
    mail = mail_about(happened)
    assert mail.subject == subject
    assert subject in mail.text


@pytest.mark.parametrize("happened", [assigned(ANN), event(EventType.TASK_OVERDUE, after=DUE, people=(ANN,))])
def test_both_parts_tell_what_the_task_is_like_and_where_it_is(happened):
    mail = mail_about(happened, of_task=task(ANN, description="Safari only"))
    for part in (mail.text, mail.html):
        for fact in ("Open", "High", "Fri, 8 Jan 2100", "web", "Safari only", TASK_URL):
            assert fact in part


def test_both_parts_show_what_was_and_what_is():
    happened = event(
        EventType.TASK_UPDATED,
        before={"dueDate": None, "labels": ["a"], "title": "Old"},
        after={"dueDate": "2100-01-08", "labels": ["a", "b"], "title": "New"},
    )
    mail = mail_about(happened)
    assert "Due date: none → Fri, 8 Jan 2100" in mail.text
    assert "Labels: a → a, b" in mail.text
    assert "Title: Old → New" in mail.text
    for value in ("none", "Fri, 8 Jan 2100", "a, b", "Old", "New"):
        assert value in mail.html


def test_a_comment_is_quoted_line_by_line():
    mail = mail_about(commented("first\nsecond"))
    assert "> first\n> second\n" in mail.text
    assert "first\nsecond" in mail.html


def test_a_long_comment_is_cut():
    mail = mail_about(commented("word " * 1000))
    assert len(mail.text) < 1500
    assert "…" in mail.text


@pytest.mark.parametrize("kind", [EventType.TASK_UNASSIGNED, EventType.TASK_DELETED])
def test_a_task_that_is_out_of_reach_is_not_linked(kind):
    mail = mail_about(event(kind, people=(ANN,)))
    assert TASK_URL not in mail.text + mail.html
    assert "https://board.example" in mail.text


def test_the_footer_says_why_and_where_to_change_it():
    mail = mail_about(commented(), reason="you created this task")
    for part in (mail.text, mail.html):
        assert "because you created this task." in part
        assert "https://board.example/settings" in part


def test_programs_can_tell_what_kind_of_mail_it_is():
    headers = mail_about(commented()).headers
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe"].startswith("<https://board.example/api/v1/unsubscribe?token=comment.")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["References"] == headers["In-Reply-To"] == f"<task-{TASK_ID}@board.example>"


def test_the_message_id_is_the_same_for_the_same_event_and_person_only():
    first, again = mail_about(assigned(ANN)), mail_about(assigned(ANN))
    other = mail_about(assigned(ANN, number=1))
    assert first.message_id == again.message_id != other.message_id


def test_typed_html_stays_text_wherever_it_stands():
    happened = replace(
        commented(EVIL), actor=PersonRef("id-eve", EVIL), subject=replace(commented().subject, title=EVIL)
    )
    plain = Tags(mail_about(commented()).html)
    tags = Tags(mail_about(happened).html)
    assert tags.names == plain.names
    assert tags.attributes == plain.attributes
    assert tags.links == plain.links
    assert "{{ 7*7 }}" in mail_about(happened).text


def test_labels_and_titles_that_are_html_stay_text_too():
    happened = event(
        EventType.TASK_UPDATED, before={"title": "x", "labels": []}, after={"title": EVIL, "labels": [EVIL]}
    )
    assert "script" not in Tags(mail_about(happened).html).names


def test_line_breaks_and_direction_marks_do_not_get_into_the_subject():
    title = "Pay\r\nBcc: all@a.example\u202etxt.exe"
    mail = mail_about(event(EventType.TASK_DELETED, title=title))
    assert mail.subject == "Lead deleted “Pay Bcc: all@a.exampletxt.exe”"
    assert "\u202e" not in mail.text + mail.html


def test_a_title_in_braces_is_no_template():
    assert "{{ product }}" in mail_about(event(EventType.TASK_DELETED, title="{{ product }}")).html


def test_every_event_type_has_words():
    for kind in set(EventType) - {EventType.DIGEST_DUE}:
        subject = mail_about(event(kind)).subject
        assert ("is due" in subject or "was due" in subject) if kind in REMINDERS else LEAD.name in subject
