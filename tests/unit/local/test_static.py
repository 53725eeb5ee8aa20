"""The built page, as it is served."""

import asyncio
import gzip

import pytest
from starlette.testclient import TestClient

from relayboard.local.static import StaticPage, is_built

SCRIPT = b"console.log(1)\n" * 100
INDEX = b"<!doctype html><title>Relayboard</title>"


@pytest.fixture
def folder(tmp_path):
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / ".vite").mkdir()
    (dist / "index.html").write_bytes(INDEX)
    (dist / "index.html.gz").write_bytes(gzip.compress(INDEX))
    (dist / "favicon.svg").write_bytes(b"<svg/>")
    (dist / "assets" / "index-abc123.js").write_bytes(SCRIPT)
    (dist / "assets" / "index-abc123.js.br").write_bytes(b"brotli's bytes")
    (dist / "assets" / "index-abc123.js.gz").write_bytes(gzip.compress(SCRIPT, mtime=0))
    (dist / "assets" / "index-abc123.css").write_bytes(b"p{}")
    (dist / ".vite" / "manifest.json").write_bytes(b"{}")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return dist


@pytest.fixture
def client(folder):
    return TestClient(StaticPage(folder), headers={"accept-encoding": ""})


def raw(app, path, method="GET", headers=()):
    """Ask with a path that no well-behaved client would send."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": list(headers)}
    asyncio.run(app(scope, None, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_the_page_and_its_own_addresses_get_the_index(client):
    for path in ("/", "/tasks", "/tasks/01K9ZB6T4M8Q2W5E7R9T1Y3V5X", "/boards/main/"):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (200, INDEX)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/assets/index-abc123.js", "text/javascript; charset=utf-8"),
        ("/assets/index-abc123.css", "text/css; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml"),
    ],
)
def test_files_have_their_types(client, path, content_type):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type
    assert answer.headers["content-length"] == str(len(answer.content))


def test_only_assets_are_kept_for_ever(client):
    assert "immutable" in client.get("/assets/index-abc123.js").headers["cache-control"]
    assert client.get("/favicon.svg").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("br;q=nonsense", None),
        ("", None),
        ("deflate", None),
    ],
)
def test_the_best_form_that_the_client_takes_is_sent(folder, accepted, encoding):
    headers = [(b"accept-encoding", accepted.encode())]
    status, answered, body = raw(StaticPage(folder), "/assets/index-abc123.js", headers=headers)
    assert status == 200
    assert answered.get(b"content-encoding") == (encoding and encoding.encode())
    assert answered[b"vary"] == b"Accept-Encoding"
    assert {"br": b"brotli's bytes", "gzip": gzip.compress(SCRIPT, mtime=0), None: SCRIPT}[encoding] == body


def test_what_the_client_has_already_is_not_sent_again(client):
    etag = client.get("/").headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = client.get("/tasks", headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
    assert client.get("/", headers={"if-none-match": '"other"'}).status_code == 200


def test_each_form_has_a_tag_of_its_own(client):
    plain = client.get("/").headers["etag"]
    assert client.get("/", headers={"accept-encoding": "gzip"}).headers["etag"] != plain


def test_head_tells_the_same_without_the_body(client):
    shown, told = client.get("/"), client.head("/")
    assert told.content == b""
    assert told.headers == shown.headers


@pytest.mark.parametrize(
    "path",
    ["/missing.js", "/assets/missing", "/assets/", "/assets/index-abc123.js.br", "/.vite/manifest.json", "/.env"],
)
def test_what_is_no_page_and_no_file_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/../secret",
        "/..\\secret.txt",
        "/..\\secret",
        "//etc/passwd",
        "/\x00",
        "/./../secret",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "../secret.txt",
    ],
)
def test_no_path_leads_out_of_the_folder(folder, path):
    status, _, body = raw(StaticPage(folder), path)
    assert status == 404
    assert b"secret" not in body


def test_encoded_climbing_finds_nothing_either(client):
    for path in ("/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/..%5csecret.txt"):
        assert client.get(path).status_code == 404


def test_the_page_can_only_be_read(client):
    answer = client.post("/tasks")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_the_page_stays_as_it_was_at_the_start(folder, client):
    (folder / "index.html").write_bytes(b"another build")
    (folder / "favicon.svg").unlink()
    assert client.get("/").content == INDEX
    assert client.get("/favicon.svg").status_code == 200


def test_without_a_build_the_page_says_how_to_make_one(tmp_path):
    client = TestClient(StaticPage(tmp_path / "nowhere"))
    answer = client.get("/")
    assert not is_built(tmp_path / "nowhere")
    assert answer.status_code == 503
    assert "make setup" in answer.text
    assert client.get("/favicon.svg").status_code == 404
