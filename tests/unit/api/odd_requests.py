"""Requests that are nearly right: a good one with one thing about it that is odd."""

import base64
import json

from hypothesis import strategies as st

TASK = {
    "title": "Oil the gate",
    "description": "With *care*.",
    "priority": "HIGH",
    "dueDate": "2100-02-01",
    "labels": ["red", "blue"],
    "position": "a5",
    "boardId": "main",
    "assigneeIds": ["ann", "bob"],
}
PERSONAL = {"title": "Buy milk", "description": "Two.", "status": "pending", "dueDate": "2100-02-01"}
GOOD = {
    "createTask": TASK,
    "replaceTask": TASK,
    "updateTask": TASK,
    "moveTask": {"status": "COMPLETED", "position": "a5"},
    "assignTask": {"userIds": ["bob", "lead"]},
    "addComment": {"body": "Dry."},
    "editComment": {"body": "Dry."},
    "createBoard": {"name": "Garden"},
    "updateBoard": {"name": "Home", "archived": False},
    "updateMe": {"name": "Anna"},
    "readNotices": {"ids": ["N1"]},
    "createPersonalTask": PERSONAL,
    "updatePersonalTask": PERSONAL,
    "invitePerson": {"email": "new@team.example", "name": "New", "role": "MEMBER"},
    "setRole": {"role": "ADMIN"},
    "setStanding": {"status": "INACTIVE"},
}
ODD_TEXTS = [
    *("\x00", "a\x00b", "\ud800", "\udfff", "\udc00\ud800", "\x7f", "\x1b[31m", "\u202e", "\u200b", "\ufeff"),
    *("\u2028", "\u2029", "\uffff", "\ufffd", "\U0010ffff", "\U000e0001", "e\u0301", "İ", "ß", "ﷺ", "🏳️‍🌈"),
    *("a" + "\u0301" * 400, "🐙" * 199, "\t", "\r\n", "a\nb", " ", "\u3000", "<b>", "{{7*7}}", "'; --", "#", "~"),
    *("a" * 1_025, "a" * 10_001, "é" * 600, "../..", "%00", "TASK#1", "\\ud800", "-0", "1e400", "٣", "NaN"),
]
odd_texts = st.one_of(st.sampled_from(ODD_TEXTS), st.text(max_size=12), st.text("\x00#~\ud800é🐙", max_size=12))
ODD_NUMBERS = [0, -1, 2**31, 2**53 + 1, 2**63, 2**64, 10**40, -(10**400), 1e308, 0.1, 5e-324]
odd_values = st.one_of(
    odd_texts,
    st.sampled_from(ODD_NUMBERS),
    st.sampled_from([None, True, [], {}, [[]], [None], {"": ""}, [{}], ["red"] * 300, {"id": "ann"}]),
    st.lists(odd_texts, max_size=3),
)
ODD_JSON = [
    *(b"", b" ", b"null", b"[]", b"{}", b"{", b"}", b'"', b"\xef\xbb\xbf{}", b"{}{}", b"{}\x00", b"{,}", b"'a'"),
    *(b"[" * 100_000, b'{"a":' * 20_000, b"[" * 30_000 + b"]" * 30_000, b"1" * 5_000, b"-", b"1e999", b"NaN"),
    *(b"Infinity", b'{"title": 1e99999}', b'{"title": "\xff"}', b'{"title": "\xed\xa0\x80"}', b'{"title":"\x01"}'),
    *(
        b'{"title": "a", "title": "b"}',
        b'{"title": "\\ud800"}',
        b'{"title": "\\x"}',
        b"tru",
        b"\xff\xfe{\x00}\x00",
    ),
]
ODD_CURSORS = [
    *("", "A", "====", "null", "W10", "bnVsbA", "-" * 4_000, "🐙", "W1tbW1tbW1tbW1tbW1tbW1tb", "eyJhIjoxfQ"),
    *(
        base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()
        for parts in (
            ["BOARD#main#STATUS#OPEN#0", "V#1", "TASK#1", "METADATA"],
            ["BOARD#main#STATUS#OPEN#3", "V#1", "TASK#1", "METADATA"],
            ["BOARD#main#STATUS#OPEN#0", "\ud800", "TASK#1", "METADATA"],
            ["BOARD#main#STATUS#OPEN#0", "\x00", "\x00", "\x00"],
            ["USER#ann", "~" * 1_024, "a", "b"],
            ["", "", "", ""],
            ["USERS", 1, None, []],
        )
    ),
]


def odd_bodies(operation):
    """Make bodies that are nearly right for an operation."""
    good = GOOD.get(operation, {"title": "a"})
    names = st.sampled_from(sorted(good))
    replaced = st.builds(lambda name, value: {**good, name: value}, names, odd_values)
    inside = st.builds(lambda name, text: {**good, name: _with_odd(good[name], text)}, names, odd_texts)
    added = st.builds(lambda name, value: {**good, name: value}, odd_texts, odd_values)
    without = st.builds(lambda gone: {name: value for name, value in good.items() if name != gone}, names)
    twice = st.builds(lambda name, value: _twice(good, name, value), names, odd_values)
    written = st.one_of(replaced, inside, added, without, st.just(good)).map(_written)
    cut = st.builds(lambda body, share: body[: int(len(body) * share)], written, st.floats(0, 1))
    encoded = st.builds(
        lambda body, encoding: body.decode().encode(encoding),
        written,
        st.sampled_from(["utf-16", "utf-32", "utf-7"]),
    )
    return st.one_of(written, cut, twice, encoded, st.sampled_from(ODD_JSON))


def odd_queries():
    """Make query strings, decoded, in which something is strange."""
    texts = odd_texts.map(lambda text: text.encode(errors="replace").decode())
    names = st.sampled_from(
        ["q", "label", "due", "assignee", "board", "status", "limit", "cursor", "day", "deleted"]
    )
    return st.lists(
        st.one_of(st.tuples(names, texts), st.tuples(st.just("cursor"), st.sampled_from(ODD_CURSORS))), max_size=2
    )


odd_headers = st.dictionaries(
    st.sampled_from(["if-match", "idempotency-key", "content-type", "content-encoding", "accept"]),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "*",
                '"0"',
                '"-1"',
                '"1", "2"',
                'W/"1"',
                "1",
                '"' + "9" * 400 + '"',
                '"٣"',
                "a" * 256,
                "\xff",
            ),
            *("application/json; charset=utf-16", "application/json;;", "APPLICATION/JSON", "text/plain", "json"),
            *("application/x-www-form-urlencoded", "multipart/form-data", "gzip", "application/xml", "\x00"),
        ]
    ),
    max_size=2,
)


def _with_odd(value, text):
    if isinstance(value, list):
        return [*value, text]
    return f"{value}{text}" if isinstance(value, str) else text


def _written(body):
    return json.dumps(body).encode()  # lone surrogates become escapes, as a careless client would write them


def _twice(good, name, value):
    text = json.dumps(good)[:-1]
    return f"{text}, {json.dumps(name)}: {json.dumps(value)}}}".encode()
