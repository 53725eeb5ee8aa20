import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from relayboard.notify.plain_text import excerpt, one_line

ANY_TEXT = st.text(st.characters(codec=None))
REORDERING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(ANY_TEXT, st.integers(1, 50))
def test_a_line_is_one_line_of_bounded_length(text, longest):
    line = one_line(text, longest=longest)
    assert len(line) <= longest
    assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in line)
    assert not REORDERING & set(line)


@given(ANY_TEXT, st.integers(1, 50))
def test_an_excerpt_is_of_bounded_length_and_keeps_no_control_characters(text, longest):
    part = excerpt(text, longest=longest)
    assert len(part) <= longest
    assert not any(unicodedata.category(letter) == "Cc" for letter in part.replace("\n", ""))
    assert not REORDERING & set(part)


def test_a_cut_is_shown():
    assert one_line("one two three", longest=8) == "one two…"


def test_an_excerpt_keeps_lines_and_at_most_one_empty_one():
    assert excerpt("a \n\n\n\n b\r\nc", longest=100) == "a\n\nb\nc"


def test_letters_of_every_script_stay():
    assert one_line("Größe 大小 حجم 👩‍👧", longest=100) == "Größe 大小 حجم 👩‍👧"
