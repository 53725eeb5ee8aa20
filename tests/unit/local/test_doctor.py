"""What the doctor says."""

import json
import os
import socket
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from relayboard.adapters.dynamodb_schema import definition
from relayboard.adapters.local_pool.signing_key import load_or_create
from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.local.app import SIGNING_KEY
from relayboard.local.doctor import machine
from relayboard.local.doctor.endpoints import check_endpoints
from relayboard.local.doctor.examination import DoctorInput, examine
from relayboard.local.doctor.machine import check_clock, check_folder, check_open_files, check_page, check_space
from relayboard.local.doctor.mail import check_mail
from relayboard.local.doctor.port import check_port
from relayboard.local.doctor.store import check_key, check_store
from relayboard.local.engine import DATABASE
from relayboard.local.settings import Endpoints
from relayboard.ports.table import Put
from tests.contract.mailer.smtp_server import (
    PASSWORD,
    USER,
    free_port,
    smtp_server,
    throw_away_certificate,
    with_password,
)
from tests.support.clock import HandClock
from tests.support.everybody import as_nobody, let_everybody_reach

CLOCK = SystemClock()
QUOTED_PASSWORD = PASSWORD.replace("@", "%40").replace("/", "%2F")


@pytest.fixture
def data(tmp_path):
    """A data folder as a server leaves it."""
    folder = tmp_path / "data"
    folder.mkdir()
    load_or_create(folder / SIGNING_KEY)
    table = SqliteTable(folder / DATABASE, clock=CLOCK)
    table.write(*(Put({"PK": f"THING#{number}", "SK": "X", "text": "x" * 500}) for number in range(100)))
    table.close()
    return folder


@pytest.fixture
def given(data, tmp_path):
    page = tmp_path / "dist"
    page.mkdir()
    (page / "index.html").write_text("<!doctype html>")
    return DoctorInput(data=data, store="sqlite", smtp=None, host="127.0.0.1", port=free_port(), page=page)


@contextmanager
def answering(status, body):
    """Run a web server that always says the same."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            content = json.dumps(body).encode()
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def found_by_nobody(look):
    """Look as a user without rights, and return what was found."""

    def told():
        finding = look()
        return json.dumps([finding.ok, finding.what, finding.advice])

    return json.loads(as_nobody(told))


# All of it


def test_a_sound_installation_gets_nothing_but_good_news(given):
    assert [finding for finding in examine(given) if not finding.ok] == []


def test_a_first_start_needs_nothing_there(given, tmp_path):
    first = replace(given, data=tmp_path / "not" / "yet")
    assert [finding for finding in examine(first) if not finding.ok] == []
    assert not (tmp_path / "not").exists()


def test_every_bad_news_comes_with_advice(given, tmp_path):
    (tmp_path / "file").write_text("")
    bad = replace(
        given,
        data=tmp_path / "file",
        store="mongodb://x",
        smtp="ftp://x",
        host="192.0.2.1",
        page=tmp_path / "none",
    )
    findings = [finding for finding in examine(bad) if not finding.ok]
    assert len(findings) == 5
    assert all(finding.advice for finding in findings)


def test_looking_changes_nothing(given):
    def seen():
        return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in given.data.iterdir()}

    before = seen()
    examine(given)
    assert seen() == before


# Folder, disk, clock, page, limits


def test_a_file_in_the_folders_place_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert "not a folder" in check_folder(tmp_path / "file").what
    assert not check_folder(tmp_path / "file" / "data").ok


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_folder_that_belongs_to_somebody_else_is_named(data, tmp_path):
    data.chmod(0o555)
    let_everybody_reach(data)
    ok, what, advice = found_by_nobody(lambda: check_folder(data))
    assert (ok, "cannot be written" in what, "chown" in advice) == (False, True, True)
    tmp_path.chmod(0o700 if os.geteuid() == 0 else 0o000)
    ok, what, _ = found_by_nobody(lambda: check_folder(data))
    assert (ok, "cannot be reached" in what) == (False, True)
    assert found_by_nobody(lambda: check_store("sqlite", data, environ={}))[0]
    tmp_path.chmod(0o700)
    data.chmod(0o700)


def test_a_full_disk_is_named(data, monkeypatch):
    assert check_space(data).ok
    monkeypatch.setattr(machine, "LEAST_FREE_BYTES", 10**18)
    finding = check_space(data)
    assert not finding.ok
    assert "only" in finding.what


@pytest.mark.parametrize("year", [1970, 2020, 2150])
def test_a_clock_that_cannot_be_right_is_named(data, year):
    finding = check_clock(data, HandClock(datetime(year, 1, 1, tzinfo=UTC)))
    assert not finding.ok
    assert str(year) in finding.what


def test_a_clock_behind_the_newest_file_is_named(data):
    written = datetime(2040, 5, 1, 12, tzinfo=UTC)
    os.utime(data / DATABASE, (written.timestamp(), written.timestamp()))
    assert not check_clock(data, HandClock(datetime(2040, 5, 1, 11, tzinfo=UTC))).ok
    assert check_clock(data, HandClock(datetime(2040, 5, 1, 12, tzinfo=UTC))).ok


def test_a_page_that_was_not_built_is_named(tmp_path):
    finding = check_page(tmp_path)
    assert not finding.ok
    assert "make setup" in finding.advice


def test_a_low_limit_of_open_files_is_named(monkeypatch):
    monkeypatch.setattr(machine, "LEAST_OPEN_FILES", 10**9)
    finding = check_open_files()
    assert finding.ok or "ulimit" in finding.advice
    monkeypatch.setattr(machine, "LEAST_OPEN_FILES", 1)
    assert check_open_files().ok


# The database and the key


def test_a_database_of_a_newer_version_is_named(data):
    with sqlite3.connect(data / DATABASE) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    finding = check_store("sqlite", data, environ={})
    assert not finding.ok
    assert "999" in finding.what
    assert "newer program" in finding.advice


def test_a_damaged_database_is_named(data):
    path = data / DATABASE
    content = bytearray(path.read_bytes())
    content[8192:20480] = b"\x55" * 12288
    path.write_bytes(content)
    finding = check_store("sqlite", data, environ={})
    assert not finding.ok
    assert "damaged" in finding.what
    assert "backup" in finding.advice


def test_a_file_that_is_no_database_is_named(data):
    (data / DATABASE).write_text("hello " * 1000)
    finding = check_store("sqlite", data, environ={})
    assert not finding.ok
    assert "not a database" in finding.what


def test_a_database_in_use_is_looked_at_as_well(data):
    table = SqliteTable(data / DATABASE, clock=CLOCK)
    table.write(Put({"PK": "NEW", "SK": "X"}))
    assert check_store("sqlite", data, environ={}).ok
    table.close()


def test_a_broken_key_and_one_that_others_can_read_are_named(data):
    key = data / SIGNING_KEY
    assert check_key(data).ok
    key.chmod(0o644)
    assert "chmod 600" in check_key(data).advice
    key.write_text("not a key")
    assert "cannot be used" in check_key(data).what


# DynamoDB


KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def dynamodb(port, region="&region=eu-west-1"):
    return f"dynamodb://board?endpoint=http://127.0.0.1:{port}{region}"


def described(**changes):
    return {"Table": {**definition("board"), "TableStatus": "ACTIVE", **changes}}


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, described(), None),
        (400, {"__type": "ResourceNotFoundException"}, "no such table"),
        (400, {"__type": "AccessDeniedException"}, "may not use the table"),
        (400, {"__type": "UnrecognizedClientException"}, "does not know these credentials"),
        (200, described(TableStatus="DELETING"), "is deleting"),
        (200, described(GlobalSecondaryIndexes=[{"IndexName": "GSI1"}]), "lacks the index GSI2"),
        (200, described(StreamSpecification={}), "no stream"),
    ],
)
def test_the_state_of_a_table_in_dynamodb_is_told(data, status, body, words):
    with answering(status, body) as port:
        finding = check_store(dynamodb(port), data, environ=KEYS)
    assert finding.ok is (words is None)
    assert words is None or words in finding.what
    assert finding.ok or finding.advice


def test_missing_credentials_region_and_network_are_told_apart(data, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    nowhere = free_port()
    environ = {"HOME": str(tmp_path)}
    assert "No AWS credentials" in check_store(dynamodb(nowhere), data, environ=environ).what
    assert "region" in check_store(dynamodb(nowhere, region=""), data, environ=environ).what
    unreached = check_store(dynamodb(nowhere), data, environ=KEYS)
    assert "Connection refused" in unreached.what + unreached.advice
    unnamed = check_store("dynamodb://board?region=eu-west-1&endpoint=nowhere", data, environ=KEYS)
    assert "endpoint cannot be used" in unnamed.what


# The port


def test_a_port_that_something_else_has_taken_is_named():
    with answering(200, {"hello": "world"}) as port:
        finding = check_port("127.0.0.1", port)
    assert not finding.ok
    assert str(port) in finding.what
    assert "--port" in finding.advice


def test_a_relayboard_that_is_already_running_is_recognised():
    with answering(200, {"status": "ok", "version": "1.2.3"}) as port:
        finding = check_port("127.0.0.1", port)
        everywhere = check_port("0.0.0.0", port)
    assert "Relayboard 1.2.3 is already running" in finding.what
    assert finding == everywhere


def test_an_address_of_another_computer_cannot_be_listened_on():
    assert "no address of this computer" in check_port("192.0.2.1", 8000).what


# The mail server


def mail(url, tmp_path, **options):
    return check_mail(url, tmp_path, clock=CLOCK, timeout_seconds=options.pop("timeout_seconds", 3.0), **options)


def test_without_a_mail_server_the_mailbox_is_named(tmp_path):
    assert str(tmp_path / "mailbox") in mail(None, tmp_path).what


def test_a_mail_server_that_takes_mail_is_fine_and_gets_none(tmp_path):
    with smtp_server() as server:
        assert mail(server.url, tmp_path).ok
        assert server.script.mails == []


def test_the_rate_of_mail_is_told(tmp_path):
    with smtp_server() as server:
        assert "14 mails a second at most" in mail(server.url, tmp_path, mails_per_second=14).what
        assert "a second" not in mail(server.url, tmp_path).what


def test_a_password_is_tried(tmp_path):
    certificate = throw_away_certificate(tmp_path)
    with smtp_server(**with_password(certificate.server)) as server:
        right = f"smtp://{USER}:{QUOTED_PASSWORD}@127.0.0.1:{server.port}"
        wrong = f"smtp://{USER}:guessed-wrong@127.0.0.1:{server.port}"
        assert "knows us" in mail(right, tmp_path, tls=certificate.client).what
        refused = mail(wrong, tmp_path, tls=certificate.client)
        assert "refuses user or password" in refused.what
        assert "guessed-wrong" not in refused.what + refused.advice
        assert "certificate that is not valid" in mail(right, tmp_path).what


def test_a_password_without_starttls_is_refused_in_words(tmp_path):
    with smtp_server() as server:
        finding = mail(f"smtp://me:secret-word@127.0.0.1:{server.port}", tmp_path)
    assert not finding.ok
    assert "STARTTLS" in finding.what
    assert "secret-word" not in finding.what + finding.advice


def test_a_mail_server_that_is_not_there_or_does_not_speak_is_named(tmp_path):
    assert "nothing listens" in mail(f"smtp://127.0.0.1:{free_port()}", tmp_path).what
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        assert "does not answer" in mail(url, tmp_path, timeout_seconds=0.1).what


def test_plain_mail_behind_smtps_is_named(tmp_path):
    with smtp_server() as server:
        assert "does not speak TLS" in mail(server.url.replace("smtp:", "smtps:"), tmp_path).what


@pytest.mark.parametrize("url", ["ftp://mail.example", "smtp://", "smtp://me@mail.example"])
def test_an_address_that_is_none_is_named(tmp_path, url):
    assert "address" in mail(url, tmp_path).what


# Receivers


SECRET = "0123456789abcdef"
HOOK = "https://hooks.example/very-secret"
UNFIT = [
    (Endpoints(webhook=HOOK), "The web hook's secret cannot be used"),
    (Endpoints(webhook=HOOK, webhook_secret="short"), "The web hook's secret cannot be used"),
    (
        Endpoints(webhook="http://hooks.example/very-secret", webhook_secret=SECRET),
        "The web hook's address cannot be used",
    ),
    (Endpoints(webhook="very-secret", webhook_secret=SECRET), "The web hook's address cannot be used"),
    (Endpoints(slack="ftp://chat.example/very-secret"), "The chat's address cannot be used"),
]


@pytest.mark.parametrize(("endpoints", "what"), UNFIT)
def test_receivers_that_cannot_be_used_are_named_but_not_quoted(endpoints, what):
    (finding,) = check_endpoints(endpoints, clock=CLOCK)
    assert not finding.ok
    assert finding.what.startswith(what)
    assert finding.advice
    assert "very-secret" not in repr(finding)


def test_receivers_that_can_be_used_are_not_posted_to():
    endpoints = Endpoints(webhook=HOOK, webhook_secret=SECRET, slack=HOOK)
    findings = list(check_endpoints(endpoints, clock=CLOCK))
    assert [finding.ok for finding in findings] == [True, True]
    assert "very-secret" not in repr(findings)


def test_where_nobody_is_to_be_told_nothing_is_said():
    assert list(check_endpoints(Endpoints(), clock=CLOCK)) == []
