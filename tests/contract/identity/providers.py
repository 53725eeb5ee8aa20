"""The user pools that the identity contract is tested on, each behind the same boto3 client."""

import json
import re
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import boto3
import uvicorn
from argon2 import PasswordHasher
from botocore.config import Config
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.aws_json import JsonCalls
from relayboard.adapters.cognito_directory import CognitoDirectory
from relayboard.adapters.local_pool.directory import LocalDirectory
from relayboard.adapters.local_pool.pool import LocalPool
from relayboard.adapters.local_pool.settings import Limits, PoolSettings
from relayboard.adapters.local_pool.signing_key import SigningKey
from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.people import Role
from relayboard.local.cognito import cognito_app
from relayboard.ports.clock import Clock
from relayboard.ports.directory import Directory
from relayboard.ports.outbox import AccountMail
from relayboard.ports.table import Put, Table
from tests.support.ministack import CREDENTIALS, REGION
from tests.support.signed_http import signed_http

_ONE_TRY = Config(retries={"total_max_attempts": 1})


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A user pool, seen from outside, and the few things that only its owner can do.

    Attributes:
        name: `local` or `engine`.
        client: boto3's; `Any` because its methods are made at run time.
        sign_up_code, reset_code: what was mailed last to an address.
        temporary_password: what was mailed last to an invited address.
        directory: the port, as our services use it.
    """

    name: str
    client: Any
    client_id: str
    jwks_url: str
    issuer: str
    sign_up_code: Callable[[str], str]
    reset_code: Callable[[str], str]
    temporary_password: Callable[[str], str]
    directory: Directory

    def invite(self, email: str, name: str) -> tuple[str, str]:
        """Return the `sub` and the temporary password."""
        return self.directory.invite(email, name), self.temporary_password(email)


class _Outbox:
    def __init__(self) -> None:
        self._mails: list[AccountMail] = []

    def write_for(self, mail: AccountMail) -> Put:
        self._mails.append(mail)
        return Put({"PK": f"OUTBOX#{len(self._mails)}", "SK": "MAIL"})

    def secret_for(self, email: str) -> str:
        return next(mail.secret for mail in reversed(self._mails) if mail.email == email.lower())


class _NoTriggers:
    def pre_sign_up(self, email: str) -> None: ...

    def post_confirmation(self, user_id: str, email: str, name: str) -> None: ...


@contextmanager
def local_provider(table: Table) -> Iterator[Provider]:
    """Serve a local pool on a free port; limits are off per source only, because all tests come from one."""
    outbox = _Outbox()
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/cognito"
    pool = LocalPool(
        table,
        clock=SystemClock(),
        signing_key=SigningKey.generate(),
        issuer=f"{url}/local_relayboard",
        outbox=outbox,
        triggers=_NoTriggers(),
        settings=PoolSettings(limits=Limits(guesses_per_source_a_minute=0, codes_per_source_an_hour=0)),
        hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1),
    )
    app = cognito_app(pool)
    with _served(Starlette(routes=[Route("/cognito", app), Mount("/cognito", app)]), listening):
        yield Provider(
            name="local",
            client=boto3.client("cognito-idp", region_name=REGION, endpoint_url=url, config=_ONE_TRY),
            client_id=pool.client_id,
            jwks_url=f"{pool.issuer}/.well-known/jwks.json",
            issuer=pool.issuer,
            sign_up_code=outbox.secret_for,
            reset_code=outbox.secret_for,
            temporary_password=outbox.secret_for,
            directory=LocalDirectory(pool),
        )


@contextmanager
def _served(app: Starlette, listening: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def engine_provider(url: str) -> Provider:
    """Make a pool in a local AWS, set up as ours is deployed; its codes are fixed."""
    admin = boto3.client(
        "cognito-idp",
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=_ONE_TRY,
    )
    pool_id = _pool(admin)
    return Provider(
        name="engine",
        client=admin,
        client_id=_client(admin, pool_id),
        jwks_url=f"{url}/{pool_id}/.well-known/jwks.json",
        issuer=f"https://cognito-idp.{REGION}.amazonaws.com/{pool_id}",
        sign_up_code=lambda _: "123456",
        reset_code=lambda _: "654321",
        temporary_password=partial(_mailed_password, url),
        directory=cognito_directory(url, pool_id),
    )


def cognito_directory(url: str, pool_id: str, *, clock: Clock | None = None) -> CognitoDirectory:
    """Return our directory over a pool of a local AWS."""
    return CognitoDirectory(JsonCalls(signed_http(Service.COGNITO, url)), pool_id, clock or SystemClock())


def _mailed_password(url: str, email: str) -> str:
    with urllib.request.urlopen(f"{url}/_ministack/ses/messages", timeout=10) as answer:
        accounts = json.load(answer)["messages"].values()
    mails = [mail for mails in accounts for mail in mails if mail["To"] == [email.lower()]]
    found = re.search(r"temporary password is (.+)\.$", mails[-1]["BodyText"])
    assert found is not None
    return found[1]


def _pool(admin: Any) -> str:
    rules = {
        "MinimumLength": 10,
        "RequireUppercase": True,
        "RequireLowercase": True,
        "RequireNumbers": True,
        "RequireSymbols": False,
    }
    pool_id: str = admin.create_user_pool(
        PoolName="contract",
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        UsernameConfiguration={"CaseSensitive": False},
        Policies={"PasswordPolicy": rules},
    )["UserPool"]["Id"]
    for role in Role:
        admin.create_group(UserPoolId=pool_id, GroupName=role.value)
    factors = {"SoftwareTokenMfaConfiguration": {"Enabled": True}, "MfaConfiguration": "OPTIONAL"}
    admin.set_user_pool_mfa_config(UserPoolId=pool_id, **factors)
    return pool_id


def _client(admin: Any, pool_id: str) -> str:
    client_id: str = admin.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="page",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        PreventUserExistenceErrors="ENABLED",
        AccessTokenValidity=15,
        IdTokenValidity=15,
        TokenValidityUnits={"AccessToken": "minutes", "IdToken": "minutes"},
    )["UserPoolClient"]["ClientId"]
    return client_id
