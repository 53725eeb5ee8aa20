"""Headers as they travel: folded, encoded, and read again as they were."""

import email
import re
from datetime import UTC, datetime
from email.policy import SMTP

from hypothesis import example, given
from hypothesis import strategies as st

from relayboard.adapters.mime import mime_of
from relayboard.ports.mailer import Mail

AT = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=30)
SUBJECTS = st.lists(LINES, min_size=1, max_size=12).map(" ".join).map(lambda text: text[:250].strip())


def sent(*, subject="Subject", to_name="Ann", text="t\n"):
    mail = Mail(message_id="m@a", to="ann@a.example", to_name=to_name, subject=subject, text=text, html="<p>t</p>")
    return mime_of(mail, sender="Relayboard <board@a.example>", at=AT).as_bytes()


def head(data):
    return data.partition(b"\r\n\r\n")[0]


@given(SUBJECTS)
@example("Lea Winter commented on “" + "大" * 120 + "”")
@example("\u2068ليلى الخطيب\u2069 commented on “\u2068" + "اكتب ملاحظات " * 9 + "\u2069”")
@example("👩‍👩‍👧‍👦 " * 30)
def test_encoded_words_are_as_short_as_the_standard_wants_them(subject):
    for line in head(sent(subject=subject)).split(b"\r\n"):
        assert len(line) <= 998
        assert line.isascii()
        for word in re.findall(rb"=\?[^?]+\?[^?]\?[^?]*\?=", line):
            assert len(word) <= 75  # RFC 2047 §2
            assert len(line) <= 76


@given(SUBJECTS)
@example("Lea Winter commented on “" + "大" * 120 + "”")
@example("=?utf-8?q?Bcc?= looks encoded")
def test_a_subject_is_read_as_it_was_written(subject):
    read = email.message_from_bytes(sent(subject=subject), policy=SMTP)["Subject"]
    assert "".join(read.split()) == "".join(subject.replace("=?", "= ?").split())


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=400))
@example("大" * 300)
def test_no_line_of_a_body_is_too_long(text):
    data = sent(text=text + "\n")
    assert max(map(len, data.split(b"\r\n"))) <= 76  # RFC 2045 §6.7
    part = email.message_from_bytes(data, policy=SMTP).get_body(("plain",))
    assert part.get_content().rstrip("\r\n") == text


@given(st.text(st.characters(codec=None), max_size=120), st.text(st.characters(codec=None), max_size=120))
@example("a\r\nBcc: all@a.example", "b\nX: y")
@example('"quoted\\" <evil@a.example>', "\r\n\r\n<script>")
def test_nothing_typed_begins_a_header(subject, name):
    names = [
        line.partition(b":")[0]
        for line in re.sub(rb"\r\n[ \t]", b"", head(sent(subject=subject, to_name=name))).split(b"\r\n")
    ]
    expected = [b"From", b"To", b"Subject", b"Date", b"Message-ID", b"MIME-Version", b"Content-Type"]
    assert sorted(names) == sorted(expected)
    read = email.message_from_bytes(sent(subject=subject, to_name=name), policy=SMTP)
    assert [one.addr_spec for one in read["To"].addresses] == ["ann@a.example"]
