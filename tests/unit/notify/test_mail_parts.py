"""What holds for every kind of mail that there is."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relayboard.domain.events import EventType
from relayboard.notify.wording import headline
from relayboard.ports.outbox import AccountMailKind
from tests.support.mail_samples import (
    LEA,
    LONG_TITLE,
    TITLE,
    about,
    account_mail,
    hard_samples,
    mail_samples,
    sample_event,
    told_kinds,
)

MAILS = {**mail_samples(), **hard_samples()}
EVERY_MAIL = pytest.mark.parametrize("name", MAILS)
TYPED = [kind for kind in told_kinds() if kind.value.startswith(("task.", "comment."))]
ISOLATES = {"\u2068", "\u2069"}
TURNING = {"\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
EVIL = (
    "</td><script src='https://evil.example'></script><img src=x onerror=a>"
    '<a href="https://evil.example">{{ 7*7 }}'
)


class Page(HTMLParser):
    """What stands in an HTML part: its texts as people see them, its addresses, its tags."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self._unseen = 0
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]
        if tag in ("style", "title"):
            self._unseen += 1

    def handle_endtag(self, tag):
        if tag in ("style", "title"):
            self._unseen -= 1

    def handle_data(self, data):
        if not self._unseen and data.strip():
            self.texts.append(data)


def shown(html):
    """Return an HTML part without the preview, which only lists of mails show."""
    return re.sub(r'<div style="display:none.*?</div>', "", html, flags=re.S)


def flat(text):
    """Return a text as one line, without the signs of a text part's quotations and lists."""
    return " ".join(re.sub(r"(?m)^(> ?)+", "", text).split())


@EVERY_MAIL
def test_whatever_the_html_part_says_the_text_part_says_too(name):
    mail = MAILS[name]
    text = flat(mail.text)
    said = [flat(words).strip(" →·:") for words in Page(shown(mail.html)).texts]
    assert [words for words in said if words not in text and words != "Relayboard"] == []


@EVERY_MAIL
def test_wherever_the_html_part_leads_the_text_part_leads_too(name):
    mail = MAILS[name]
    links = Page(mail.html).links
    assert links
    assert all(link.startswith("https://board.example") for link in links)
    assert all(link in mail.text.split() for link in links)


@EVERY_MAIL
def test_nothing_is_loaded_from_anywhere(name):
    tags = Page(MAILS[name].html).tags
    assert not {"img", "link", "script", "iframe", "object", "form"} & {tag for tag, _ in tags}
    assert "url(" not in MAILS[name].html


@EVERY_MAIL
def test_the_text_part_has_no_gaps_and_ends_with_a_line(name):
    assert "\n\n\n" not in MAILS[name].text
    assert MAILS[name].text == MAILS[name].text.strip() + "\n"


@EVERY_MAIL
def test_a_subject_fits_into_a_list_of_mails(name):
    assert 0 < len(MAILS[name].subject) < 260
    assert "\n" not in MAILS[name].subject


@pytest.mark.parametrize("kind", TYPED, ids=str)
def test_a_long_title_is_whole_in_the_mail_and_cut_in_its_subject(kind):
    mail = about(kind, title=LONG_TITLE)
    assert LONG_TITLE in mail.text
    assert LONG_TITLE in mail.html
    assert LONG_TITLE[:100] in mail.subject
    assert LONG_TITLE not in mail.subject


@pytest.mark.parametrize("kind", TYPED, ids=str)
def test_typed_html_makes_no_tag_and_no_link(kind):
    facts = (
        {"title": "x", "labels": []},
        {**sample_event(kind).after, "title": EVIL, "labels": [EVIL], "body": EVIL},
    )
    plain = about(
        kind, facts=({"title": "x", "labels": []}, {**facts[1], "title": "y", "labels": ["z"], "body": "b"})
    )
    evil = about(kind, title=EVIL, actor=replace(LEA, name=EVIL), facts=facts)
    assert Page(evil.html).tags == Page(plain.html).tags
    assert Page(evil.html).links == Page(plain.html).links


@pytest.mark.parametrize("kind", AccountMailKind, ids=str)
def test_a_typed_name_makes_no_tag_in_mails_of_the_pool(kind):
    assert Page(account_mail(kind, name="<b onclick=a>Ann").html).tags == Page(account_mail(kind).html).tags


@pytest.mark.parametrize("kind", TYPED, ids=str)
@pytest.mark.parametrize(
    "typed", ["fine\u202eexe.txt", "\u2066\u2067\u2068open", "\u2069\u2069closed", "\u200fmark"]
)
def test_marks_that_turn_lines_around_are_in_no_part(kind, typed):
    facts = ({"title": typed}, {**sample_event(kind).after, "body": typed, "title": typed, "labels": [typed]})
    mail = about(kind, title=typed, actor=replace(LEA, name=typed), facts=facts)
    for part in (mail.subject, mail.text, mail.html, mail.to_name):
        assert not TURNING & set(part)


@pytest.mark.parametrize("kind", TYPED, ids=str)
def test_words_from_right_to_left_stay_in_their_place_of_the_sentence(kind):
    name, title = "ליאה", "مرحبا 2.4"
    plain = headline(sample_event(kind))
    turned = headline(sample_event(kind, title=title, actor=replace(sample_event(kind).actor, name=name)))
    actor = sample_event(kind).actor.name
    assert turned == plain.replace(TITLE, f"\u2068{title}\u2069").replace(actor, f"\u2068{name}\u2069")


@given(
    st.text(st.characters(codec=None), min_size=1, max_size=80), st.text(st.characters(codec=None), max_size=200)
)
def test_a_sentence_keeps_its_direction_whatever_names_and_titles_are(name, title):
    sentence = headline(sample_event(EventType.COMMENT_ADDED, title=title, actor=replace(LEA, name=name)))
    depth = 0
    for letter in sentence:
        depth += {"\u2068": 1, "\u2069": -1}.get(letter, 0)
        assert depth in (0, 1)
    assert depth == 0
    assert not (TURNING - ISOLATES) & set(sentence)


def test_a_name_in_a_header_is_one_harmless_line():
    mail = account_mail(AccountMailKind.INVITATION, name="Ann\r\nBcc: all@a.example\u202e")
    assert mail.to_name == "Ann Bcc: all@a.example"


def test_an_address_that_looks_like_ours_becomes_no_link():
    title = "https://bоard.example/settings"  # the second letter is Cyrillic
    assert title.encode("ascii", "ignore").decode() != title
    assert title not in Page(about(EventType.COMMENT_ADDED, title=title).html).links
