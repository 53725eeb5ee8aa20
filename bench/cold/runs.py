"""One cold start: a fresh process, from its start to its first answer."""

import json
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.cold.contenders import Contender
from bench.cold.events import CARDS, MEMBERS, create_task, list_tasks
from bench.cold.runtime_api import Posted, RuntimeApi
from bench.cold.shares import Share, limited_to

_TIMEOUT_SECONDS = 60.0
_EVENTS = {"list tasks": list_tasks, "create task": create_task}


@dataclass(frozen=True, slots=True)
class Run:
    """How long it took: by the clock from start to answer, and of the processor."""

    wall_ms: float
    cpu_ms: float


class WrongAnswer(Exception):
    """What a contender answered is not what was asked for."""


def run_once(contender: Contender, operation: str, share: Share, engine: str) -> Run:
    """Start the contender's function for an operation, hand it the event and end it when it has answered.

    Args:
        engine: the URL of DynamoDB.

    Raises:
        WrongAnswer, TimeoutError.
    """
    api = RuntimeApi(_EVENTS[operation]())
    environment = _environment(contender, operation, api.address, engine)
    with tempfile.TemporaryFile() as log, limited_to(share) as limit:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        process = subprocess.Popen(
            contender.commands[operation],
            cwd=contender.folder,
            env=environment,
            stdout=log,
            stderr=log,
            preexec_fn=limit.join,
        )
        limit.watch(process.pid)
        try:
            posted = api.wait(timeout_seconds=_TIMEOUT_SECONDS)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
            api.close()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        _check(operation, posted, log)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run((posted.at - started) * 1000, cpu * 1000)


def _environment(contender: Contender, operation: str, runtime_api: str, engine: str) -> Mapping[str, str]:
    return {
        "PATH": os.environ["PATH"],  # noqa: TID251 - handed on
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONPATH": str(contender.folder),
        "LAMBDA_TASK_ROOT": str(contender.folder),
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "AWS_LAMBDA_FUNCTION_NAME": "cold",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "ASIAEXAMPLEEXAMPLE00",
        "AWS_SECRET_ACCESS_KEY": "secret/secret/secret/secret/secret/secret",
        "AWS_SESSION_TOKEN": "token" * 150,
        "AWS_ENDPOINT_URL_DYNAMODB": engine,
        **contender.environments[operation],
    }


def _check(operation: str, posted: Posted, log: Any) -> None:  # a file
    try:
        answer = json.loads(posted.body)
        body = json.loads(answer["body"])
        is_right = posted.is_answer and _is_right(operation, answer["statusCode"], body)
    except (KeyError, TypeError, ValueError):
        is_right = False
    if not is_right:
        log.seek(0)
        said = log.read().decode(errors="replace")[-3000:]
        raise WrongAnswer(f"{operation}: {posted.path} {posted.body[:1500].decode()}\n{said}")


def _is_right(operation: str, status: int, body: Any) -> bool:
    if operation == "list tasks":
        return bool(status == 200 and len(body["items"]) == CARDS)
    # The floor only passes on what the engine says.
    return status == 201 and ("items" in body or [one["id"] for one in body["assignees"]] == list(MEMBERS))
