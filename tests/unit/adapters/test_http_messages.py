"""HTTP/1.1 as bytes: what is read of an answer, however it is cut, and what is refused."""

from collections.abc import Iterator

import pytest

from relayboard.adapters.http_messages import Answer, BadAnswer, read_answer, request_bytes


def read(sent: bytes, *, piece: int = 1 << 20) -> tuple[Answer, bool]:
    pieces: Iterator[bytes] = iter([sent[start : start + piece] for start in range(0, len(sent), piece)])
    return read_answer(lambda _: next(pieces, b""))


GREETING = b"HTTP/1.1 200 OK\r\nX-Name:  a: b \r\nContent-Length: 5\r\n\r\nhello"


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1000])
def test_an_answer_is_the_same_however_it_comes_in_pieces(piece: int) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nhel\r\n2\r\nlo\r\n0\r\nA: b\r\n\r\n"
    assert read(GREETING, piece=piece) == (Answer(200, {"x-name": "a: b", "content-length": "5"}, b"hello"), True)
    assert read(chunked, piece=piece) == (Answer(200, {"transfer-encoding": "chunked"}, b"hello"), True)


def test_what_comes_before_the_answer_is_skipped() -> None:
    answer, _ = read(b"HTTP/1.1 100 Continue\r\n\r\n" + GREETING)
    assert answer.status == 200
    assert answer.body == b"hello"


def test_an_answer_that_has_no_body_needs_no_length() -> None:
    assert read(b"HTTP/1.1 204 No Content\r\n\r\n") == (Answer(204, {}, b""), True)


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n",
        GREETING + b"HTTP/1.1 200 OK\r\n",
    ],
    ids=["of an old server", "said to be the last", "followed by more than was asked for"],
)
def test_a_connection_is_not_used_again_after_an_answer(sent: bytes) -> None:
    assert not read(sent)[1]


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno header\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n folded\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfive\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000,
    ],
)
def test_what_is_no_answer_is_refused(sent: bytes) -> None:
    with pytest.raises(BadAnswer):
        read(sent)


def test_a_request_says_how_long_it_is() -> None:
    sent = request_bytes("/a", {"Host": "a.example"}, b"{}")
    head, _, body = sent.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /a HTTP/1.1"
    assert set(lines[1:]) == {b"Accept-Encoding: identity", b"Content-Length: 2", b"Host: a.example"}
    assert body == b"{}"


@pytest.mark.parametrize("value", ["a\r\nX: b", "a\nX: b", "a\rX: b"])
def test_a_header_of_several_lines_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="more than one line"):
        request_bytes("/", {"Host": value}, b"")
