"""What comes with every answer, and what becomes of requests that are not what they should be."""

import re
import socket
import zlib

import httpx
import pytest

from relayboard.local.demo.workspace import PASSWORD
from tests.support.signing_in import tokens_of

ORIGIN = "https://board.example"
PAGES = ["/", "/docs", "/mailbox/", "/sign-in", "/config.json", "/api/v1/openapi.json"]


@pytest.fixture(scope="module")
def token(demo):
    return tokens_of(demo.url, "maya@example.com", PASSWORD)["IdToken"]


@pytest.fixture(scope="module")
def raw(demo):
    """Send bytes as they are and return the answer until the server has nothing more to say."""
    host, _, port = demo.url.removeprefix("http://").partition(":")

    def send(head, body=b"", more=b""):
        with socket.create_connection((host, int(port)), timeout=15) as connection:
            connection.sendall(head + b"\r\nHost: x\r\nConnection: close\r\n" + more + b"\r\n" + body)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
        return received

    return send


def policy(answer):
    """Return the content security policy, by directive."""
    directives = [part.split() for part in answer.headers["content-security-policy"].split(";")]
    return {name: set(values) for name, *values in directives}


# Headers


@pytest.mark.parametrize("path", PAGES)
def test_pages_carry_security_headers(demo, path):
    answer = httpx.get(demo.url + path)
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert policy(answer)["frame-ancestors"] == {"'none'"}
    assert policy(answer)["base-uri"] == {"'none'"}
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_no_page_may_run_a_script_of_others_or_one_within_it(demo, path):
    found = policy(httpx.get(demo.url + path))
    scripts = found.get("script-src", found["default-src"])
    assert scripts <= {"'self'", "'none'"}
    assert found.get("object-src", found["default-src"]) == {"'none'"}


def test_api_answers_may_neither_be_framed_nor_guessed(demo):
    for path in ("/api/v1/health", "/api/v1/tasks", "/api/v1/nothing"):
        answer = httpx.get(demo.url + path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert policy(answer) == {"default-src": {"'none'"}, "frame-ancestors": {"'none'"}}


def test_mails_are_shown_in_a_frame_that_may_do_nothing(demo):
    newest = httpx.get(f"{demo.url}/mailbox/messages.json").json()["items"]
    answer = httpx.get(f"{demo.url}/mailbox/{newest[0]['id']}/html")
    assert policy(answer)["default-src"] == {"'none'"}
    assert "sandbox" in policy(answer)
    assert "allow-scripts" not in policy(answer)["sandbox"]


# Pages elsewhere


@pytest.mark.parametrize("path", ["/api/v1/tasks", "/cognito/"])
def test_a_configured_page_may_ask(demo, path):
    headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    answer = httpx.options(demo.url + path, headers=headers)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "origin" in answer.headers["vary"].lower()


@pytest.mark.parametrize("path", ["/api/v1/tasks", "/cognito/"])
def test_other_pages_may_not_ask(demo, path):
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in httpx.options(demo.url + path, headers=headers).headers
    assert "access-control-allow-origin" not in httpx.post(demo.url + path, headers=headers).headers


def test_a_configured_page_may_read_answers_and_refusals(demo, token):
    for headers in ({"Authorization": token}, {}):
        answer = httpx.get(f"{demo.url}/api/v1/users/me", headers={"Origin": ORIGIN, **headers})
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert "access-control-allow-credentials" not in answer.headers
    refusal = httpx.post(f"{demo.url}/cognito/", headers={"Origin": ORIGIN}, content=b"{")
    assert (refusal.status_code, refusal.headers["access-control-allow-origin"]) == (400, ORIGIN)


# Bodies


def test_a_body_over_its_limit_is_refused_however_it_comes(demo, token):
    def parts():
        yield b'{"title": "'
        for _ in range(5):
            yield b"x" * 64 * 1024

    headers = {"Authorization": token, "Content-Type": "application/json"}
    url = f"{demo.url}/api/v1/tasks"
    for content in (b"x" * (256 * 1024 + 1), b"x" * 3_000_000, parts()):
        answer = httpx.post(url, headers=headers, content=content)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
    assert httpx.post(url, headers=headers, content=b"x" * 256 * 1024).status_code == 400


def test_a_body_over_its_limit_is_refused_by_the_user_pool(demo):
    assert httpx.post(f"{demo.url}/cognito/", content=b"x" * 65_537).status_code == 413


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"title": "\\ud800"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"title": "x", "title": "y", "z": 1}', "application/json", 422),
        (b'{"title": "x"}', "text/plain", 415),
        (b"title=x", "application/x-www-form-urlencoded", 415),
        (zlib.compress(b"{}"), "application/json", 400),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(demo, token, body, kind, status):
    headers = {"Authorization": token, "Content-Type": kind}
    answer = httpx.post(f"{demo.url}/api/v1/tasks", headers=headers, content=body)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


# Paths and heads


@pytest.mark.parametrize(
    "path",
    [
        b"/api/v1/tasks/%00",
        b"/api/v1/tasks/a%00b/status",
        b"/api/v1/tasks/%ff%fe",
        b"/api/v1/tasks/%C0%AE",
        b"/api/v1/tasks/%ED%A0%80",
        b"/api/v1/tasks/\xff\xfe",
        b"/api/v1/tasks/%",
        b"/api/v1/tasks/%2e%2e%2f",
        b"/api/v1/tasks/../users",
        b"/api/v1/tasks/TASK%23x",
        b"/api/v1/tasks/" + b"a" * 5_000,
        b"/api/v1/users/" + "\u00fc\U0001f600".encode().hex("%").encode(),
        b"/api/v1/tasks?status=%00&cursor=%ff&label=%ED%A0%80",
        b"/api/v1/tasks?cursor=" + b"A" * 1999,
        b"/api/v1/tasks?due=" + b"9999-99-99",
        b"/api/v1/tasks?" + b"&".join(b"q%d=1" % number for number in range(2000)),
        b"/api/v1",
        b"/api/v1x",
        b"/api%2fv1/health",
        b"//api/v1/health",
        b"/%00",
        b"/\xff",
        b"/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        b"/..%2f..%2fpyproject.toml",
        b"/mailbox/%00",
        b"/mailbox/..%2frelayboard.db",
        b"/mailbox/messages.json?to=%ff",
        b"/setup?token=%ff",
        b"/cognito/%00",
        b"/docs/%ff",
        b"*",
    ],
)
@pytest.mark.parametrize("method", [b"GET", b"PATCH", b"DELETE", b"POST"])
def test_strange_paths_are_refused_or_answered_but_break_nothing(raw, token, demo, method, path):
    more = b"Authorization: " + token.encode() + b"\r\nContent-Length: 2\r\nContent-Type: application/json\r\n"
    answer = raw(method + b" " + path + b" HTTP/1.1", b"{}", more)
    status = int(re.match(rb"HTTP/1.1 (\d{3}) ", answer)[1])
    assert status < 500
    assert b"root:" not in answer
    assert b"[project]" not in answer
    assert b"SQLite format" not in answer


@pytest.mark.parametrize("method", ["FOO", "TRACE", "CONNECT", "PROPFIND", "LINK", "HEAD"])
def test_unknown_methods_are_refused(raw, method):
    for path in ("/api/v1/health", "/", "/config.json"):
        answer = raw(f"{method} {path} HTTP/1.1".encode())
        assert re.match(rb"HTTP/1.1 (4\d\d|200) ", answer)
        assert b"TRACE" not in answer.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    "more",
    [
        b"X-Long: " + b"a" * 200_000 + b"\r\n",
        b"X-Many: a\r\n" * 20_000,
        b"Cookie: \xff\x80\r\n",
        b"Authorization: \xff\x80\r\n",
        b"Content-Length: abc\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 99999999999999999999\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        b"Idempotency-Key: \xff\r\n",
        b"If-Match: \xff\r\n",
        b"Origin: \xff\r\n",
        b"Range: bytes=9-1\r\n",
        b"If-Modified-Since: never\r\n",
        b"Accept-Encoding: \xff;q=x\r\n",
    ],
)
@pytest.mark.parametrize("path", [b"/api/v1/health", b"/", b"/config.json"])
def test_strange_headers_break_nothing(raw, path, more):
    try:
        answer = raw(b"GET " + path + b" HTTP/1.1", more=more)
    except (ConnectionResetError, BrokenPipeError):
        return  # hung up on, which is an answer, too
    assert int(re.match(rb"HTTP/1.1 (\d{3}) ", answer)[1]) < 500


def test_after_all_that_it_still_works_and_has_logged_no_mistake_of_its_own(demo, token):
    answer = httpx.get(f"{demo.url}/api/v1/users/me", headers={"Authorization": token})
    assert answer.status_code == 200
    assert "Traceback" not in demo.text
    assert "request.failed" not in demo.text
