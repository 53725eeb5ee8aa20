"""How the server starts, or says why it does not."""

import os
import re
import shutil
import socket
import sqlite3

import httpx
import pytest

from relayboard import __version__
from relayboard.domain.errors import RelayboardError
from relayboard.local.app import SIGNING_KEY, install
from relayboard.local.engine import DATABASE
from relayboard.local.settings import Settings
from tests.server.command import relayboard
from tests.support import server
from tests.support.everybody import as_nobody, let_everybody_reach

is_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """A data folder as a server leaves it."""
    data = tmp_path_factory.mktemp("used")
    server.start(data, "--demo").stop()
    return data


@pytest.fixture
def data(used, tmp_path):
    return shutil.copytree(used, tmp_path / "data")


def refused(*words, **options):
    """Run `serve`, expecting it to end at once, and return what it says."""
    done = relayboard("serve", *words, **options)
    assert done.code == 1, done.text
    assert "Traceback" not in done.text
    return done.text


def test_it_says_where_it_is_and_how_to_sign_in(demo):
    assert "Relayboard is at http://localhost:" in demo.text
    assert re.search(r"ADMIN\s+maya@example\.com\s+Relayboard1\s+Maya Okafor", demo.text)
    assert demo.text.count("MEMBER") == 3
    assert f"Mail is at {demo.url}/mailbox" in demo.text


def test_a_second_start_finds_everything_again(data):
    with server.running(data, "--demo") as running:
        health = httpx.get(f"{running.url}/api/v1/health").json()
        page = httpx.get(f"{running.url}/config.json").json()
    assert health == {"status": "ok", "version": __version__}
    assert page["demo"] is True


def test_a_taken_port_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        text = refused("--port", str(port), "--data", str(tmp_path))
    assert f"Port {port} is taken. Stop what listens there, or choose another with --port." in text
    assert "relayboard doctor" in text


def test_an_address_of_another_computer_is_refused(tmp_path):
    assert "Cannot listen on 192.0.2.1:8000" in refused("--host", "192.0.2.1", "--data", str(tmp_path))


def test_a_file_in_the_place_of_the_data_folder_is_named(tmp_path):
    file = tmp_path / "file"
    file.touch()
    for path in (file, file / "below"):
        text = refused("--port", "0", "--data", str(path))
        assert f"The data folder cannot be {path}: there is a file in its place." in text


@is_root
def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    existing = tmp_path / "existing"
    existing.mkdir()
    let_everybody_reach(existing)
    assert f"{existing} cannot be written" in why_nobody_can_use(existing)
    assert "cannot be made: Permission denied." in why_nobody_can_use(tmp_path / "new")


def why_nobody_can_use(data):
    """Try to put a server together as a user without rights, and return what is said to that."""

    def put_together():
        try:
            install(Settings(data=data))
        except RelayboardError as error:
            return str(error)
        return ""

    return as_nobody(put_together)


def test_a_database_of_a_newer_version_is_left_alone(data):
    with sqlite3.connect(data / DATABASE) as database:
        database.execute("PRAGMA user_version = 99")
    text = refused("--port", "0", "--data", str(data))
    assert "The database is of version 99" in text
    assert "Start the newer program that wrote it, or restore a backup." in text


def test_a_database_that_is_none_is_named(data):
    for path in data.glob(f"{DATABASE}*"):
        path.unlink()
    (data / DATABASE).write_bytes(b"This is a letter to my aunt. " * 100)
    assert DATABASE in refused("--port", "0", "--data", str(data))


def test_a_signing_key_that_is_none_is_named(data):
    (data / SIGNING_KEY).write_text("secret")
    text = refused("--port", "0", "--data", str(data))
    assert f"{data / SIGNING_KEY} is not an RSA private key" in text


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PORT", "http", "--port or RELAYBOARD_PORT: Cannot be “http”. Give a number from 0 to 65535."),
        ("STORE", "mongodb://x", "store: Must be “sqlite” or “dynamodb://TABLE?region=…&endpoint=…”."),
        ("SMTP", "ftp://user:hidden@x", "smtp: "),
        ("DEMO", "perhaps", "--demo or RELAYBOARD_DEMO: Cannot be “perhaps”. Give true or false."),
        ("ALLOWED_ORIGINS", "*", "--allowed-origins or RELAYBOARD_ALLOWED_ORIGINS: Cannot be “*”."),
        ("HOST", "no.such.host.invalid", "Cannot listen on no.such.host.invalid:"),
    ],
)
def test_a_bad_setting_is_named_with_what_is_wanted(tmp_path, variable, value, said):
    environ = {"RELAYBOARD_PORT": "0", "RELAYBOARD_DATA": str(tmp_path), f"RELAYBOARD_{variable}": value}
    text = refused(environ=environ)
    assert said in text
    assert "hidden" not in text


def test_settings_come_from_the_environment(tmp_path):
    environ = {
        "RELAYBOARD_DEMO": "true",
        "RELAYBOARD_PUBLIC_URL": "https://board.example",
        "RELAYBOARD_ALLOWED_ORIGINS": "https://other.example",
    }
    with server.running(tmp_path, environ=environ, port=server.free_port()) as running:
        assert "Relayboard is at https://board.example\n" in running.text
        answer = httpx.get(f"{running.url}/api/v1/health", headers={"Origin": "https://other.example"})
        discovery = f"{running.url}/cognito/local_relayboard/.well-known/openid-configuration"
        assert httpx.get(discovery).json()["issuer"] == "https://board.example/cognito/local_relayboard"
    assert answer.headers["access-control-allow-origin"] == "https://other.example"


def test_the_command_says_its_version_and_what_it_can_do():
    assert relayboard("--version").text.strip() == f"relayboard {__version__}"
    help_text = relayboard("serve", "--help").text
    for option in (
        "--host",
        "--port",
        "--data",
        "--store",
        "--smtp",
        "--allowed-domains",
        "--admin-email",
        "--requests-per-second",
        "--demo",
    ):
        assert option in help_text
    assert {"serve", "doctor"} <= set(relayboard("--help").text.split())


def test_an_unknown_option_is_refused():
    done = relayboard("serve", "--colour", "red")
    assert (done.code, "--colour" in done.text) == (2, True)


def test_the_doctor_finds_nothing_wrong_with_a_healthy_installation(data):
    done = relayboard("doctor", "--data", str(data), "--port", "0")
    assert done.code == 0, done.text
    assert "wrong" not in done.text


def test_the_doctor_names_everything_that_is_wrong(data):
    with sqlite3.connect(data / DATABASE) as database:
        database.execute("PRAGMA user_version = 99")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port, closed = taken.getsockname()[1], server.free_port()
        done = relayboard(
            "doctor", "--data", str(data), "--port", str(port), "--smtp", f"smtp://me:hidden@127.0.0.1:{closed}"
        )
    assert done.code == 1
    assert f"Port {port} is taken" in done.text
    assert "version 99" in done.text
    assert f"127.0.0.1:{closed} cannot be reached" in done.text
    assert done.text.count("wrong  ") == 3
    assert "hidden" not in done.text
    assert "Traceback" not in done.text


def test_columns_stay_spread_when_a_later_start_asks_for_fewer_shards(data):
    with server.running(data, "--status-shards", "3"):
        pass
    with server.running(data, "--status-shards", "2") as later:
        assert "Columns are being spread over 3 partitions instead of 1; it begins soon." in later.text
