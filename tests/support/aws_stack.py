"""The AWS home for the tests: environments/dev, applied to an engine of its own without some of its gaps."""

import base64
import email
import email.policy
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
import httpx
from botocore import UNSIGNED
from botocore.config import Config

from relayboard.adapters.aws_credentials import KeptCredentials, environment_credentials
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.dynamodb_http import HttpCalls
from relayboard.adapters.dynamodb_table import DynamoDBTable
from relayboard.adapters.system_clock import SystemClock
from relayboard.store.store import Store
from tests.support import ministack
from tests.support.http_listener import Listener, answer
from tests.support.ministack import MiniStack
from tests.support.pipeline import REPOSITORY, pipeline
from tests.support.terraform import Terraform, TerraformFailed, copy_of_infra

ROOT = Path(__file__).parents[2]
ADMIN_EMAIL = "lead@example.com"
PAGE_ORIGIN = "https://board.example.com"
PASSWORD = "Correct-horse-9"
MAX_RECEIVES = 3
WEBHOOK_PATH, SLACK_PATH = "/hook", "/services/chat"
WEBHOOK_SECRET = "0123456789abcdef"
_CODE = "123456"  # the emulator's, for everybody who signs up
_EMULATOR = (ministack.PROGRAM.with_name("python"), ROOT / "tests/infra/emulator")
_TRIES = 2  # an apply breaks off now and then when the engine cuts a connection
_APPLY_SECONDS = 200
_DESTROY_SECONDS = 600  # it is not tried again


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str


@dataclass(frozen=True)
class Stack:
    """The installation, and how to reach what is in it.

    Attributes:
        terraform: with the rights of the pipeline that deploys.
        planning: with the rights of the pipeline that plans.
        receiver: where events are posted to.
        bootstrap: what was applied before, with the rights of the account's owner.
        bootstrapping: ends when all of bootstrap is applied; what is not needed for the rest goes on beside it.
    """

    engine: MiniStack
    terraform: Terraform
    planning: Terraform
    receiver: Listener
    bootstrap: Terraform
    bootstrapping: "Future[str]"

    @cached_property
    def outputs(self) -> dict[str, Any]:
        """The outputs of module.app."""
        found: dict[str, Any] = json.loads(self.terraform.run("output", "-json"))["app"]["value"]
        return found

    @property
    def api(self) -> str:
        """Root of the API, as the engine serves it."""
        return self.reachable(self.outputs["api_base"])

    @property
    def page(self) -> str:
        """Origin of the page."""
        return PAGE_ORIGIN

    def live_at(self, url: str) -> str:
        """Return where the engine serves live sockets."""
        return self.reachable(url).replace("http://", "ws://", 1)

    def reachable(self, url: str) -> str:
        """Return where the engine serves what AWS would serve at an address of API Gateway's."""
        host, _, path = url.partition("://")[2].partition("/")
        return f"{self.engine.url}/_aws/execute-api/{host.partition('.')[0]}/{path}"

    @property
    def client_id(self) -> str:
        """Id of the page's client in the user pool."""
        return str(self.outputs["user_pool_client_id"])

    @property
    def pool_id(self) -> str:
        return str(self.outputs["user_pool_id"])

    def mail_to(self, address: str) -> list[Mail]:
        """Return what was sent to somebody, Cognito's mails among it, oldest first."""
        answer = httpx.get(f"{self.engine.url}/_ministack/ses/messages").json()
        sent = [message for messages in answer["messages"].values() for message in messages]
        return [_mail_of(message) for message in sent if address in message["To"]]

    def signed_up(self, address: str, name: str) -> dict[str, str]:
        """Sign somebody up, unless they are, and in; return IdToken, AccessToken and RefreshToken."""
        if not self.client("cognito-idp").list_users(UserPoolId=self.pool_id, Filter=f'email = "{address}"')[
            "Users"
        ]:
            attributes = [{"Name": "email", "Value": address}, {"Name": "name", "Value": name}]
            who = {"ClientId": self.client_id, "Username": address}
            self.identity.sign_up(**who, Password=PASSWORD, UserAttributes=attributes)
            self.identity.confirm_sign_up(**who, ConfirmationCode=_CODE)
        answer = self.identity.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": address, "PASSWORD": PASSWORD},
        )
        tokens: dict[str, str] = answer["AuthenticationResult"]
        return tokens

    def client(self, service: str, keys: Mapping[str, str] = ministack.CREDENTIALS) -> Any:
        """Return a boto3 client, with the rights of the account's owner unless other keys are given."""
        return boto3.client(
            service,
            endpoint_url=self.engine.url,
            region_name=ministack.REGION,
            aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
        )

    def store(self) -> Store:
        """Return the installation's table."""
        clock = SystemClock()
        credentials = KeptCredentials([environment_credentials(ministack.CREDENTIALS)], clock).current
        calls = HttpCalls(
            Service.TABLES,
            self.engine.url,
            region=ministack.REGION,
            credentials=credentials,
            clock=clock,
            deadline_seconds=5.0,
        )
        return Store(DynamoDBTable(calls, self.outputs["table_name"], clock))

    def run_schedule(self, name: str) -> None:
        """Do what EventBridge Scheduler would have done at some time: invoke `schedule-NAME`."""
        function = self.outputs["functions"][f"schedule-{name}"]
        answer = self.client("lambda").invoke(FunctionName=function, Payload=b"{}")
        assert "FunctionError" not in answer, answer["Payload"].read()

    @cached_property
    def identity(self) -> Any:
        """A client of the user pool without any rights, as the page is one."""
        return boto3.client(
            "cognito-idp",
            endpoint_url=self.engine.url,
            region_name=ministack.REGION,
            config=Config(signature_version=UNSIGNED),
        )


def _mail_of(message: dict[str, Any]) -> Mail:
    if message["Type"] != "v2.SendEmail" or message["Subject"]:
        return Mail(message["Subject"], message["BodyText"])
    raw = email.message_from_bytes(base64.b64decode(message["BodyText"]), policy=email.policy.default)
    body = raw.get_body(("plain",))
    return Mail(raw["Subject"], body.get_content() if body else "")


def build_package(into: Path) -> Path:
    """Build the zip for the interpreter and the processor that the engine runs functions on."""
    subprocess.run(
        [sys.executable, "-m", "lambda_package", "--into", into], cwd=ROOT, check=True, capture_output=True
    )
    return next(into.glob("*.zip"))


def variables(package: Path, *, receiver: str = "http://127.0.0.1:1") -> dict[str, str]:
    """Return the variables of environments/dev, as the environment carries them.

    Args:
        receiver: where events are posted to.
    """
    given: dict[str, Any] = {
        "package_path": str(package),
        "page_origin": PAGE_ORIGIN,
        "mail_from": "Relayboard <board@example.com>",
        "admin_emails": [ADMIN_EMAIL],
        "alarm_email": "operator@example.com",
        "s3_use_path_style": True,
        # Short, so that a test can wait for a message to be parked.
        "channel_limits": {"max_receives": MAX_RECEIVES, "visibility_timeout_seconds": 2},
        "stream_limits": {"maximum_retries": 2},
        "webhook_url": f"{receiver}{WEBHOOK_PATH}",
        "webhook_secret": WEBHOOK_SECRET,
        "slack_url": f"{receiver}{SLACK_PATH}",
        "allow_private_addresses": True,
    }
    return {
        f"TF_VAR_{name}": value if isinstance(value, str) else json.dumps(value) for name, value in given.items()
    }


@contextmanager
def applying(folder: Path) -> Iterator["Future[Stack]"]:
    """Apply environments/dev to an engine, in the background; both end with this."""
    with ExitStack() as running, ThreadPoolExecutor(1) as background:
        yield background.submit(_apply, folder, running)


def _apply(folder: Path, running: ExitStack) -> Stack:
    package = build_package(folder / "build")
    for attempt in range(_TRIES):
        engine = running.enter_context(ministack.start(_EMULATOR, AUTH="true", LAMBDA_ACCOUNT_CONCURRENCY="1000"))
        receiver = running.enter_context(Listener(lambda _: [answer(b"ok")]))
        copied = copy_of_infra(folder / str(attempt))
        named = variables(package, receiver=receiver.url)
        given = {**named, **reaching(engine), "TF_VAR_github_repository": REPOSITORY}
        bootstrap = Terraform(copied / "bootstrap", given)
        rights = pipeline(engine, bootstrap)
        rest = running.enter_context(ThreadPoolExecutor(1)).submit(bootstrap.run, "apply", *_QUIETLY)
        terraform = Terraform(copied / "environments/dev", rights.deploy)
        terraform.init()
        try:
            terraform.run("apply", *_QUIETLY, seconds=_APPLY_SECONDS)
        except TerraformFailed:
            if attempt + 1 == _TRIES:
                raise
            running.close()
        else:
            break
    return Stack(engine, terraform, Terraform(terraform.folder, rights.plan), receiver, bootstrap, rest)


_QUIETLY = ("-input=false", "-auto-approve", "-no-color", "-parallelism=40")


def destroy(stack: Stack) -> None:
    """Take everything down again."""
    stack.terraform.run("destroy", *_QUIETLY, seconds=_DESTROY_SECONDS)


def reaching(engine: MiniStack) -> dict[str, str]:
    """Return the environment in which Terraform takes an engine for AWS."""
    return {**ministack.CREDENTIALS, "AWS_ENDPOINT_URL": engine.url, "AWS_EC2_METADATA_DISABLED": "true"}
