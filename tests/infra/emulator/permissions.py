"""IAM: what a batch and a mail are checked as (Service Authorization Reference, for SNS, SQS and SES)."""

import importlib
import json
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from replacing import need, replace, service

_SINGLE = {
    "sns:PublishBatch": "sns:Publish",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:SendMessageBatch": "sqs:SendMessage",
}


def patch() -> None:
    actions = importlib.import_module("ministack.core.iam_actions")
    need(service("ses_v2"), "_identities", "_resource_arn")
    replace(actions, "extract_iam_action", "ec476b92d969", _as_single_calls)
    replace(actions, "extract_resource_arn", "82f51700695c", _on_the_identity)


def _as_single_calls(original: Callable[..., Any]) -> Callable[..., Any]:
    def extract(*given: Any, **named: Any) -> Any:
        action = original(*given, **named)
        return _SINGLE.get(action, action)

    return extract


def _on_the_identity(original: Callable[..., Any]) -> Callable[..., Any]:
    """A mail is sent with an identity: the sender's address if it was verified, else its domain."""

    def extract(name: str, method: str, path: str, headers: Any, body: bytes, *given: Any) -> Any:
        if name != "ses" or method != "POST" or not path.endswith("/email/outbound-emails"):
            return original(name, method, path, headers, body, *given)
        ses = service("ses_v2")
        address = parseaddr(json.loads(body)["FromEmailAddress"])[1]
        identity = address if address in ses._identities else address.rpartition("@")[2]
        return ses._resource_arn("identity", identity)

    return extract
