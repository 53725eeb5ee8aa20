"""Which Lambda functions there are in both layouts, and what each of them is given."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from relayboard.api.route import Route
from relayboard.lambdas.rights import OPERATIONS, WORKERS, Rights

_HANDLERS = "relayboard.lambdas"
_ALWAYS = ("RELAYBOARD_LOG_LEVEL",)
_TABLE = "RELAYBOARD_TABLE"
_POOL = "RELAYBOARD_USER_POOL_ID"
_SHARDS = "RELAYBOARD_STATUS_SHARDS"
_MAIL = ("RELAYBOARD_MAIL_FROM", "RELAYBOARD_CONFIGURATION_SET", "RELAYBOARD_PUBLIC_URL", "RELAYBOARD_API_URL")
_PRIVATE = "RELAYBOARD_ALLOW_PRIVATE_ADDRESSES"
_WEBHOOK = ("RELAYBOARD_WEBHOOK", "RELAYBOARD_WEBHOOK_SECRET", _PRIVATE)
_SLACK = ("RELAYBOARD_SLACK", "RELAYBOARD_PUBLIC_URL", _PRIVATE)
_QUEUE = "RELAYBOARD_QUEUE_URL"
_SITE = ("RELAYBOARD_PUBLIC_URL", "RELAYBOARD_API_URL")
_LIVE = "RELAYBOARD_LIVE_URL"


@dataclass(frozen=True, slots=True)
class Function:
    """One Lambda function.

    Attributes:
        environment: the variables that the installation sets.
        fixed_environment: the variables whose value is known here.
    """

    handler: str
    rights: Rights
    environment: tuple[str, ...]
    fixed_environment: Mapping[str, str] = field(default_factory=dict)
    memory_mb: int = 512
    timeout_seconds: int = 20


def grouped_name(route: Route) -> str:
    """Name the function that a route shares with others that need the same rights."""
    return f"api-{route.group.value}"


def own_name(route: Route) -> str:
    """Name the function that a route has for itself, such as `api-list-tasks`."""
    return "api-" + re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), route.operation)


def grouped(routes: Iterable[Route]) -> dict[str, Function]:
    """Return one function for each group of routes, by name."""
    members: dict[str, list[Route]] = {}
    for route in routes:
        members.setdefault(grouped_name(route), []).append(route)
    return {
        name: _api_function(group, {"RELAYBOARD_GROUP": group[0].group.value}) for name, group in members.items()
    }


def per_operation(routes: Iterable[Route]) -> dict[str, Function]:
    """Return one function for each route, by name."""
    return {
        own_name(route): _api_function([route], {"RELAYBOARD_OPERATIONS": route.operation}) for route in routes
    }


def small_edition() -> dict[str, Function]:
    """Return the functions of the small edition (`infra/sam/template.yaml`), by name."""
    return {
        "create-task": _small("createPersonalTask"),
        "list-tasks": _small("listPersonalTasks"),
        "update-task": _small("updatePersonalTask"),
        "delete-task": _small("deletePersonalTask"),
    }


def workers() -> dict[str, Function]:
    """Return the functions behind the API, by name."""
    mail = (_TABLE, *_MAIL)
    return {
        "stream": _worker("stream", "RELAYBOARD_TOPIC_ARN", timeout_seconds=60),
        "channel-email": _worker("channel-email", *mail, _QUEUE, timeout_seconds=60),
        "channel-inbox": _worker("channel-inbox", _TABLE, timeout_seconds=60),
        "channel-names": _worker("channel-names", _TABLE, _SHARDS, timeout_seconds=120),
        # A receiver may keep each message of a batch waiting for ten seconds.
        "channel-slack": _worker("channel-slack", _TABLE, *_SLACK, _QUEUE, timeout_seconds=150),
        "channel-webhook": _worker("channel-webhook", _TABLE, *_WEBHOOK, _QUEUE, timeout_seconds=150),
        "channel-live": _worker("channel-live", _TABLE, "RELAYBOARD_SOCKETS_URL", timeout_seconds=30),
        "dead-letters": _worker("dead-letters", _TABLE, "RELAYBOARD_DEAD_LETTERS", timeout_seconds=120),
        "live-connect": _worker("live-connect", _TABLE, "RELAYBOARD_ALLOWED_ORIGINS", timeout_seconds=10),
        "live-disconnect": _worker("live-disconnect", _TABLE, timeout_seconds=10),
        "live-message": _worker("live-message", timeout_seconds=10),
        "receipts": _worker("receipts", _TABLE, timeout_seconds=20),
        # Cognito waits for a trigger for five seconds.
        "trigger-pre-sign-up": _worker("trigger-pre-sign-up", "RELAYBOARD_ALLOWED_DOMAINS", timeout_seconds=5),
        "trigger-post-confirmation": _worker(
            "trigger-post-confirmation", _TABLE, "RELAYBOARD_ADMIN_EMAILS", timeout_seconds=5
        ),
        "schedule-digests": _worker("schedule-digests", _TABLE, timeout_seconds=120),
        "schedule-reminders": _worker("schedule-reminders", _TABLE, timeout_seconds=120),
        "schedule-respread": _worker("schedule-respread", _TABLE, _SHARDS, timeout_seconds=300),
        "schedule-retries": _worker("schedule-retries", *{*mail, *_SLACK, *_WEBHOOK}, timeout_seconds=120),
    }


def _api_function(routes: Sequence[Route], fixed: Mapping[str, str]) -> Function:
    operations = [route.operation for route in routes]
    rights = reduce(or_, (OPERATIONS[operation] for operation in operations))
    environment = [*_ALWAYS, "RELAYBOARD_ALLOWED_ORIGINS"]
    if rights.table or rights.indexes:
        environment += [_TABLE, _SHARDS]
    if rights.services:
        environment.append(_POOL)
    if "issueLiveTicket" in operations:
        environment.append(_LIVE)
    if any("site" in route.services for route in routes):
        environment += _SITE
    if any("receivers" in route.services for route in routes):
        environment.append("RELAYBOARD_RECEIVERS")
    return Function(f"{_HANDLERS}.rest.handler", rights, tuple(sorted(environment)), fixed)


def _small(operation: str) -> Function:
    return Function(
        handler=f"{_HANDLERS}.personal_tasks.handler",
        rights=OPERATIONS[operation],
        environment=tuple(sorted((*_ALWAYS, "RELAYBOARD_ALLOWED_ORIGINS", _TABLE))),
        fixed_environment={"RELAYBOARD_OPERATIONS": operation},
    )


def _worker(name: str, *environment: str, timeout_seconds: int) -> Function:
    return Function(
        handler=f"{_HANDLERS}.{name.replace('-', '_')}.handler",
        rights=WORKERS[name],
        environment=tuple(sorted((*_ALWAYS, *environment))),
        timeout_seconds=timeout_seconds,
    )
