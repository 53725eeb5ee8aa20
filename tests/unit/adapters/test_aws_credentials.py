"""Where credentials come from, and when they are asked for again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from relayboard.adapters.aws_boto3_credentials import Boto3Credentials
from relayboard.adapters.aws_container import container_credentials
from relayboard.adapters.aws_credentials import (
    Credentials,
    CredentialsUnreachable,
    KeptCredentials,
    NoCredentials,
    environment_credentials,
)
from relayboard.adapters.aws_endpoints import Service, endpoint_in, region_in
from relayboard.adapters.aws_profile import profile_credentials
from tests.support.clock import HandClock
from tests.support.http_listener import Listener, Request, answer

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".aws").mkdir()
    return tmp_path


def test_the_environment_gives_keys_and_token() -> None:
    assert environment_credentials(KEYS)() == Credentials("key", "secret")
    with_token = environment_credentials(KEYS | {"AWS_SESSION_TOKEN": "token\n"})
    assert with_token() == Credentials("key", "secret", "token")
    assert environment_credentials({})() is None


def test_half_a_pair_of_keys_is_named() -> None:
    with pytest.raises(NoCredentials, match="AWS_SECRET_ACCESS_KEY"):
        environment_credentials({"AWS_ACCESS_KEY_ID": "key"})()


def test_secrets_are_not_shown() -> None:
    shown = repr(Credentials("key", "my-secret", "my-token"))
    assert "key" in shown
    assert "my-secret" not in shown
    assert "my-token" not in shown


def write(home: Path, name: str, text: str) -> None:
    (home / ".aws" / name).write_text(text)


SHARED = """
[default]
aws_access_key_id = one
aws_secret_access_key = s%1
[work]
aws_access_key_id = two
aws_secret_access_key = s2
aws_session_token = t2
"""
CONFIG = """
[default]
region = eu-west-1
s3 =
  max_concurrent_requests = 20
[profile work]
region = eu-north-1
[profile "in config"]
aws_access_key_id = three
aws_secret_access_key = s3
[profile role]
role_arn = arn:aws:iam::1:role/r
source_profile = default
aws_access_key_id = base
aws_secret_access_key = base
[profile sso]
sso_session = s
[profile program]
credential_process = /bin/true
[profile bare]
"""


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ({}, ("one", "s%1", None)),
        ({"AWS_PROFILE": "work"}, ("two", "s2", "t2")),
        ({"AWS_DEFAULT_PROFILE": "work"}, ("two", "s2", "t2")),
        ({"AWS_PROFILE": "in config"}, ("three", "s3", None)),
    ],
)
def test_a_profile_gives_its_keys(
    home: Path, clock: HandClock, profile: dict[str, str], expected: tuple[str, str, str | None]
) -> None:
    write(home, "credentials", SHARED)
    write(home, "config", CONFIG)
    found = profile_credentials({"HOME": str(home), **profile}, clock)()
    assert found is not None
    assert (found.access_key, found.secret_key, found.token) == expected


def test_the_files_may_be_elsewhere(tmp_path: Path, clock: HandClock) -> None:
    (tmp_path / "c").write_text(SHARED)
    found = profile_credentials({"AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "c"), "HOME": "/nowhere"}, clock)()
    assert found is not None
    assert found.access_key == "one"


def test_no_files_and_no_keys_are_no_error(home: Path, clock: HandClock) -> None:
    assert profile_credentials({"HOME": str(home)}, clock)() is None
    write(home, "config", CONFIG)
    assert profile_credentials({"HOME": str(home), "AWS_PROFILE": "bare"}, clock)() is None


@pytest.mark.parametrize("profile", ["role", "sso", "program", "nowhere"])
def test_a_profile_without_keys_of_its_own_is_left_to_others(home: Path, clock: HandClock, profile: str) -> None:
    write(home, "credentials", SHARED)
    write(home, "config", CONFIG)
    with pytest.raises(NoCredentials):
        profile_credentials({"HOME": str(home), "AWS_PROFILE": profile}, clock)()


@pytest.mark.parametrize(
    "text", ["aws_access_key_id = one", "[default]\nwhat\nis", b"\xff\xfe[".decode("latin-1")]
)
def test_a_file_that_cannot_be_understood_is_named(home: Path, clock: HandClock, text: str) -> None:
    write(home, "credentials", text)
    with pytest.raises(NoCredentials, match="credentials"):
        profile_credentials({"HOME": str(home)}, clock)()


def test_what_is_written_anew_is_read_again(home: Path, clock: HandClock) -> None:
    write(home, "credentials", SHARED)
    kept = KeptCredentials([profile_credentials({"HOME": str(home)}, clock)], clock)
    assert kept.current().access_key == "one"
    write(home, "credentials", SHARED.replace("one", "new"))
    assert kept.current().access_key == "one"
    clock.advance(3600)
    assert kept.current().access_key == "new"


class Container:
    """The endpoint of a container; each answer names one key more."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self.count = 0
        self.replies: list[bytes] = []
        self.refuses = False

    def reply(self, _: Request) -> Iterator[bytes]:
        if self.replies:
            yield self.replies.pop(0)
        elif self.refuses:
            yield answer(b"", status=500)
        else:
            self.count += 1
            expires = (self._clock.now() + HOUR).strftime("%Y-%m-%dT%H:%M:%SZ")
            keys = {"AccessKeyId": f"key{self.count}", "SecretAccessKey": "s", "Token": "t"}
            yield answer(keys | {"Expiration": expires})


@pytest.fixture
def container(clock: HandClock) -> Container:
    return Container(clock)


@pytest.fixture
def endpoint(container: Container) -> Iterator[Listener]:
    with Listener(container.reply) as listener:
        yield listener


def full_uri(endpoint: Listener, **more: str) -> dict[str, str]:
    return {"AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{endpoint.url}/path?id=1", **more}


def test_a_container_is_asked_with_its_token(endpoint: Listener, tmp_path: Path) -> None:
    named = full_uri(endpoint, AWS_CONTAINER_AUTHORIZATION_TOKEN="from the environment")
    found = container_credentials(named)()
    assert found is not None
    assert (found.access_key, found.secret_key, found.token) == ("key1", "s", "t")
    assert endpoint.requests[0].line == "GET /path?id=1 HTTP/1.1"
    assert endpoint.requests[0].headers["authorization"] == "from the environment"
    (tmp_path / "token").write_text("from a file\n")
    container_credentials(named | {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(tmp_path / "token")})()
    assert endpoint.requests[1].headers["authorization"] == "from a file"


def test_outside_a_container_nobody_is_asked() -> None:
    assert container_credentials({})() is None


@pytest.mark.parametrize("url", ["http://a.example/", "ftp://127.0.0.1/", "http://169.254.169.254/"])
def test_a_stranger_is_not_asked_without_tls(url: str) -> None:
    with pytest.raises(NoCredentials, match="without TLS"):
        container_credentials({"AWS_CONTAINER_CREDENTIALS_FULL_URI": url})()


def test_a_token_of_two_lines_or_none_is_refused(endpoint: Listener) -> None:
    with pytest.raises(NoCredentials):
        container_credentials(full_uri(endpoint, AWS_CONTAINER_AUTHORIZATION_TOKEN="a\r\nX-Evil: 1"))()
    with pytest.raises(NoCredentials):
        container_credentials(full_uri(endpoint, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE="/nowhere"))()
    assert endpoint.requests == []


def test_a_container_that_stumbles_is_asked_again(endpoint: Listener, container: Container) -> None:
    container.replies = [answer(b"", status=500), answer(b"", status=503)]
    found = container_credentials(full_uri(endpoint))()
    assert found is not None
    assert found.access_key == "key1"


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (answer(b"", status=403), NoCredentials),
        (answer(b"<html>"), CredentialsUnreachable),
        (answer([]), CredentialsUnreachable),
        (answer({"AccessKeyId": "a"}), CredentialsUnreachable),
        (answer({"AccessKeyId": "a", "SecretAccessKey": "b", "Expiration": "soon"}), CredentialsUnreachable),
    ],
    ids=str,
)
def test_what_is_no_answer_of_a_container_gives_none(
    endpoint: Listener, container: Container, reply: bytes, error: type[Exception]
) -> None:
    container.replies = [reply]
    with pytest.raises(error):
        container_credentials(full_uri(endpoint))()


def test_a_container_that_is_away_is_out_of_reach(endpoint: Listener, container: Container) -> None:
    container.refuses = True
    with pytest.raises(CredentialsUnreachable):
        container_credentials(full_uri(endpoint))()


def test_credentials_are_renewed_before_they_expire(endpoint: Listener, clock: HandClock) -> None:
    kept = KeptCredentials([container_credentials(full_uri(endpoint))], clock)
    assert [kept.current().access_key for _ in range(3)] == ["key1"] * 3
    clock.advance(51 * 60)
    assert [kept.current().access_key for _ in range(3)] == ["key2"] * 3


def test_what_cannot_be_renewed_is_used_on(endpoint: Listener, clock: HandClock, container: Container) -> None:
    kept = KeptCredentials([container_credentials(full_uri(endpoint))], clock)
    kept.current()
    container.refuses = True
    clock.advance(51 * 60)
    assert kept.current().access_key == "key1"
    asked = len(endpoint.requests)
    assert kept.current().access_key == "key1"
    assert len(endpoint.requests) == asked
    container.refuses = False
    clock.advance(60)
    assert kept.current().access_key == "key2"


def test_while_one_thread_renews_the_others_go_on(clock: HandClock) -> None:
    asked, may_answer = Event(), Event()
    made: list[Credentials] = []

    def source() -> Credentials:
        if made:
            asked.set()
            may_answer.wait(20)
        made.append(Credentials(f"key{len(made)}", "s", renew_at=clock.now() + HOUR))
        return made[-1]

    kept = KeptCredentials([source], clock)
    kept.current()
    clock.advance(3600)
    with ThreadPoolExecutor(1) as threads:
        renewing = threads.submit(kept.current)
        asked.wait(20)
        assert kept.current().access_key == "key0"
        may_answer.set()
        assert renewing.result().access_key == "key1"
    assert kept.current().access_key == "key1"
    assert len(made) == 2


def test_the_first_source_that_has_some_is_taken(clock: HandClock) -> None:
    def nothing() -> None:
        return None

    def never() -> Credentials:
        raise AssertionError("nobody needs to ask")

    assert KeptCredentials([nothing, environment_credentials(KEYS), never], clock).current().access_key == "key"


def test_what_no_source_gives_is_asked_of_the_last_resort(home: Path, clock: HandClock) -> None:
    write(home, "config", CONFIG)
    environ = {"HOME": str(home), "AWS_PROFILE": "role"}
    sources = [environment_credentials(environ), profile_credentials(environ, clock)]
    asked_last = KeptCredentials(sources, clock, otherwise=lambda: Credentials("last", "s"))
    assert asked_last.current().access_key == "last"
    with pytest.raises(NoCredentials, match="role"):
        KeptCredentials(sources, clock, otherwise=lambda: None).current()
    with pytest.raises(NoCredentials, match="Unable to locate credentials"):
        KeptCredentials([], clock).current()


@pytest.mark.parametrize(
    ("environ", "region"),
    [
        ({"AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"}, "a"),
        ({"AWS_DEFAULT_REGION": "b"}, "b"),
        ({}, "eu-west-1"),
        ({"AWS_PROFILE": "work"}, "eu-north-1"),
        ({"AWS_PROFILE": "bare"}, None),
    ],
)
def test_the_region_is_found(home: Path, environ: dict[str, str], region: str | None) -> None:
    write(home, "config", CONFIG)
    assert region_in({"HOME": str(home), **environ}) == region


@pytest.mark.parametrize(
    ("environ", "service", "region", "url"),
    [
        ({}, Service.TABLES, "eu-west-1", "https://dynamodb.eu-west-1.amazonaws.com"),
        ({}, Service.STREAMS, "eu-west-1", "https://streams.dynamodb.eu-west-1.amazonaws.com"),
        ({}, Service.TABLES, "cn-north-1", "https://dynamodb.cn-north-1.amazonaws.com.cn"),
        ({"AWS_ENDPOINT_URL": "http://a"}, Service.STREAMS, "eu-west-1", "http://a"),
        (
            {"AWS_ENDPOINT_URL": "http://a", "AWS_ENDPOINT_URL_DYNAMODB": "http://b"},
            Service.TABLES,
            "x",
            "http://b",
        ),
        ({"AWS_ENDPOINT_URL_DYNAMODB_STREAMS": "http://c"}, Service.STREAMS, "x", "http://c"),
        ({"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://d"}, Service.COGNITO, "x", "http://d"),
        ({"AWS_ENDPOINT_URL_SESV2": "http://e"}, Service.SES, "x", "http://e"),
        ({"AWS_ENDPOINT_URL_SNS": "http://f"}, Service.SNS, "x", "http://f"),
        ({"AWS_ENDPOINT_URL_SQS": "http://g", "AWS_ENDPOINT_URL_SNS": "http://f"}, Service.SQS, "x", "http://g"),
    ],
)
def test_the_address_is_aws_own_unless_the_environment_names_one(
    environ: dict[str, str], service: Service, region: str, url: str
) -> None:
    assert endpoint_in(environ, service, region) == url


BOTO3_NAMES = {
    Service.TABLES: "dynamodb",
    Service.STREAMS: "dynamodbstreams",
    Service.COGNITO: "cognito-idp",
    Service.SNS: "sns",
    Service.SQS: "sqs",
    Service.SES: "sesv2",
    Service.SOCKETS: "apigatewaymanagementapi",
}


@pytest.mark.parametrize("service", Service)
def test_addresses_and_names_in_signatures_are_botocores(service: Service) -> None:
    import boto3

    for region in ("eu-west-1", "us-east-1", "cn-north-1"):
        client = boto3.client(
            BOTO3_NAMES[service], region_name=region, aws_access_key_id="a", aws_secret_access_key="b"
        )
        assert endpoint_in({}, service, region) == client.meta.endpoint_url
        assert service.signing_name == client.meta.service_model.signing_name


@pytest.fixture
def aws_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files that boto3 reads, which looks at the environment itself."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_DEFAULT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / ".aws/config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / ".aws/credentials"))
    return home


def test_boto3_runs_the_program_that_a_profile_names(
    aws_files: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (aws_files / "given.json").write_text('{"Version": 1, "AccessKeyId": "run", "SecretAccessKey": "s"}')
    write(aws_files, "config", f"[profile program]\ncredential_process = cat {aws_files}/given.json\n")
    monkeypatch.setenv("AWS_PROFILE", "program")
    environ = {"HOME": str(aws_files), "AWS_PROFILE": "program"}
    kept = KeptCredentials([profile_credentials(environ, clock)], clock, otherwise=Boto3Credentials(clock))
    assert kept.current().access_key == "run"


def test_what_boto3_does_not_find_either_is_said_in_the_same_words(
    aws_files: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoCredentials, match="Unable to locate credentials"):
        KeptCredentials([], clock, otherwise=Boto3Credentials(clock)).current()
    monkeypatch.setenv("AWS_PROFILE", "gone")
    with pytest.raises(NoCredentials, match="gone"):
        KeptCredentials([], clock, otherwise=Boto3Credentials(clock)).current()
