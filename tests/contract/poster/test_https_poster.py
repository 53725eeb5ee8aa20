"""The poster against receivers that behave, that misbehave, and that are not where they should be."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager

import pytest

from relayboard.adapters.https_poster import HttpsPoster, PostLimits, addresses_of
from relayboard.ports.poster import NoAnswer, PostForbidden
from tests.support.certificates import server_context
from tests.support.http_listener import Hangup, Listener, answer

SECRET_PATH = "/services/T0/B0/very-secret"
BRISK = PostLimits(connect_seconds=0.5, whole_seconds=0.5, answer_bytes=4096)


def poster_to(url: str, **options) -> HttpsPoster:
    return HttpsPoster(url, **{"allow_private": True, "limits": BRISK, **options})


def post(url: str, **options):
    return poster_to(url, **options).post({"X-Name": "value"}, b'{"a":1}')


@pytest.fixture
def trusting(tmp_path):
    """A receiver's side of TLS, and a judge of certificates that knows it."""
    server = server_context(tmp_path)
    return server, ssl.create_default_context(cafile=tmp_path / "certificate.pem")


def test_a_body_arrives_with_its_headers():
    with Listener(lambda _: [answer({"ok": True})]) as receiver:
        assert post(f"{receiver.url}/in?x=%20y").status == 200
    (request,) = receiver.requests
    assert request.line == "POST /in?x=%20y HTTP/1.1"
    assert (request.body, request.headers["x-name"]) == (b'{"a":1}', "value")
    assert request.headers["host"] == receiver.url.removeprefix("http://")


def test_it_speaks_tls_with_whom_it_trusts(trusting):
    server, judge = trusting
    with Listener(lambda _: [answer({})], tls=server) as receiver:
        assert post(receiver.url, tls=judge).status == 200


def test_an_answer_may_end_with_its_connection():
    def reply(_):
        yield b"HTTP/1.0 200 OK\r\n\r\nok"
        raise Hangup

    with Listener(reply) as receiver:
        assert post(receiver.url).status == 200


@pytest.mark.parametrize("status", [204, 400, 404, 408, 410, 425, 429, 500, 502, 503])
def test_any_status_is_an_answer(status):
    with Listener(lambda _: [answer(b"", status=status, retry_after="7")]) as receiver:
        given = post(receiver.url)
    assert (given.status, given.headers["retry-after"]) == (status, "7")


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest/meta-data/", "/elsewhere"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status, target):
    with Listener(lambda _: [answer(b"", status=status, location=target)]) as receiver:
        assert post(receiver.url).status == status
    assert len(receiver.requests) == 1


def hang(_):
    time.sleep(3)
    yield b""


def drip(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    for _ in range(100):
        time.sleep(0.05)
        yield b"."


def drip_its_head(_):
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(100):
        time.sleep(0.05)
        yield f"X-{number}: x\r\n".encode()


def never_end(_):
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    while True:
        yield b"." * 1000


def say_too_much(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n"
    while True:
        yield b"." * 1000


def close_at_once(_):
    raise Hangup
    yield


def close_in_the_middle(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of"
    raise Hangup


def close_in_a_chunk(_):
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"
    raise Hangup


def talk_otherwise(_):
    yield b"220 mail.example ESMTP\r\n\r\n"


MISBEHAVIOURS = [
    (hang, "The receiver did not answer in time."),
    (drip, "The receiver did not answer in time."),
    (drip_its_head, "The receiver did not answer in time."),
    (never_end, "The receiver gave no whole answer: the answer does not end."),
    (say_too_much, "The receiver gave no whole answer: the answer does not end."),
    (close_at_once, "The receiver gave no whole answer: the connection ended before the answer did."),
    (close_in_the_middle, "The receiver gave no whole answer: the connection ended before the answer did."),
    (close_in_a_chunk, "The receiver gave no whole answer: the connection ended before the answer did."),
    (talk_otherwise, "The receiver gave no whole answer: “220 mail.example ESMTP” begins no answer."),
]


@pytest.mark.parametrize(("reply", "why"), MISBEHAVIOURS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_receiver_that_misbehaves_gives_no_answer(reply, why):
    with Listener(reply) as receiver, pytest.raises(NoAnswer) as raised:
        post(receiver.url + SECRET_PATH)
    assert str(raised.value) == why


@contextmanager
def silent_port():
    """A port where connections wait for somebody to take them up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_handshake_that_never_begins_is_waited_for_only_so_long():
    with silent_port() as port, pytest.raises(NoAnswer, match="in time"):
        post(f"https://127.0.0.1:{port}/")


def test_where_nobody_listens_there_is_no_answer():
    with silent_port() as port:
        pass
    with pytest.raises(NoAnswer, match="Nothing listens"):
        post(f"http://127.0.0.1:{port}/")


def test_a_name_that_nobody_knows_gives_no_answer():
    with pytest.raises(NoAnswer, match="Nobody knows"):
        post("https://no.such.host.invalid/")


def test_a_certificate_that_nobody_trusts_gives_no_answer(trusting):
    with Listener(lambda _: [answer({})], tls=trusting[0]) as receiver, pytest.raises(NoAnswer) as raised:
        post(receiver.url)
    assert "certificate is not valid" in str(raised.value) or "self-signed" in str(raised.value)
    assert not receiver.requests


def test_a_certificate_for_another_name_gives_no_answer_and_names_nobody(trusting):
    server, judge = trusting
    with Listener(lambda _: [answer({})], tls=server) as receiver:
        url = receiver.url.replace("127.0.0.1", "hooks.secret.example")
        with pytest.raises(NoAnswer) as raised:
            post(url, tls=judge, look_up=lambda *_: ["127.0.0.1"])
    assert str(raised.value) == "The receiver's certificate is for another name."
    assert not receiver.requests


def test_plain_http_where_tls_is_due_gives_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse():
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.recv(10_000)

        thread = threading.Thread(target=refuse)
        thread.start()
        with pytest.raises(NoAnswer, match="TLS"):
            post(f"https://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()


INWARD = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "169.254.169.254",
    "10.1.2.3",
    "[::ffff:127.0.0.1]",
    "2130706433",
    "0x7f.1",
]


@pytest.mark.parametrize("host", INWARD)
def test_it_does_not_go_to_private_addresses_unless_it_is_allowed(host):
    with pytest.raises(PostForbidden):
        post(f"https://{host}:1/", allow_private=False)


def test_a_name_that_leads_inside_as_well_is_not_gone_to():
    with pytest.raises(PostForbidden):
        post("https://a.example/", allow_private=False, look_up=lambda *_: ["8.8.8.8", "10.0.0.1"])


def test_a_name_that_leads_elsewhere_at_the_second_look_is_looked_up_once():
    places = iter([["127.0.0.2"], ["127.0.0.1"]])
    with Listener(lambda _: [answer({})]) as receiver:
        port = receiver.url.rpartition(":")[2]
        with pytest.raises(NoAnswer):
            post(f"http://rebinding.example:{port}/", look_up=lambda *_: next(places))
    assert next(places) == ["127.0.0.1"]
    assert not receiver.connections


def test_an_address_that_does_not_answer_gives_way_to_the_next():
    with Listener(lambda _: [answer({})]) as receiver:
        port = receiver.url.rpartition(":")[2]
        given = post(f"http://two.example:{port}/", look_up=lambda *_: ["127.0.0.2", "127.0.0.1"])
    assert given.status == 200


def test_looking_up_brings_each_address_once():
    assert addresses_of("127.0.0.1", 80) == ["127.0.0.1"]


REFUSED = [
    "http://hooks.example/very-secret",
    "ftp://hooks.example/very-secret",
    "hooks.example/very-secret",
    "https:///very-secret",
    "https://user:very-secret@hooks.example/",
    "https://hooks.example:very-secret/",
    "https://hooks.example:0/very-secret",
    "https://hooks.example/very-secret\r\nX: y",
    "https://hooks.example/very secret",
    "https://[hooks.example/very-secret",
    "https://hooks.example/very-secret" + "x" * 2000,
]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_address_is_refused_without_being_quoted(url):
    with pytest.raises(ValueError) as raised:
        HttpsPoster(url)
    assert "very" not in str(raised.value)
    assert "hooks" not in str(raised.value)


def test_letters_beyond_ascii_are_written_as_the_web_writes_them():
    with Listener(lambda _: [answer({})]) as receiver:
        post(f"{receiver.url}/grüße?x=é")
    assert receiver.requests[0].path == "/gr%C3%BC%C3%9Fe?x=%C3%A9"


def test_several_threads_may_post_at_once():
    def reply(_):
        time.sleep(0.05)
        yield answer({})

    statuses = []
    with Listener(reply) as receiver:
        poster = poster_to(receiver.url)
        threads = [threading.Thread(target=lambda: statuses.append(poster.post({}, b"").status)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [200] * 8
