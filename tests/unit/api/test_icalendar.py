from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from relayboard.api.icalendar import calendar, day, moment, text, texts

# Everything that a title may have; texts are tidied before they come here.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
TITLES = st.text(st.one_of(LETTERS, st.sampled_from(",;:\\\"'\n👩‍👩‍👧‍👦אבגنص🇩🇪é")), max_size=200)


def written(*properties):
    return calendar([("PRODID", "-//A//B//EN")], [[("UID", "1"), *properties]])


def event_of(data):
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


@given(TITLES)
@example("\\n is no line break, \\\\n neither")
@example("a" * 66 + "👩‍👩‍👧‍👦")
@example("שלום; עולם, \\ C:\\new")
def test_a_text_is_read_as_it_was_written(title):
    event = event_of(written(("SUMMARY", text(title))))
    assert str(event.get("SUMMARY", "")) == "\n".join(title.splitlines())


@given(TITLES)
def test_no_line_is_longer_than_75_octets_and_none_ends_within_a_character(title):
    data = written(("SUMMARY", text(title)))
    assert data.endswith(b"\r\n")
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert line.decode()


@given(st.lists(LETTERS, min_size=1, max_size=20))
def test_a_list_of_texts_is_read_as_it_was_written(labels):
    event = event_of(written(("CATEGORIES", texts(labels))))
    assert [str(label) for label in event["CATEGORIES"].cats] == labels


@given(st.text(st.sampled_from("\r\n:;,BEGINVTOD ="), max_size=60))
def test_nothing_typed_begins_a_line_of_its_own(title):
    names = [line.partition(b":")[0] for line in written(("SUMMARY", text(title))).split(b"\r\n")]
    expected = [b"BEGIN", b"VERSION", b"PRODID", b"BEGIN", b"UID", b"SUMMARY", b"END", b"END", b""]
    assert [name for name in names if not name.startswith(b" ")] == expected


def test_days_and_moments_are_written_as_the_standard_wants_them():
    assert day(date(2026, 3, 9)) == "20260309"
    in_rome = datetime(2026, 3, 9, 1, 2, 3, 999, tzinfo=timezone(timedelta(hours=2)))
    assert moment(in_rome) == "20260308T230203Z"
    assert moment(datetime(2026, 1, 1, tzinfo=UTC)) == "20260101T000000Z"


def test_a_calendar_without_events_is_a_calendar():
    assert Calendar.from_ical(calendar([("PRODID", "-//A//B//EN")], [])).walk("VEVENT") == []
