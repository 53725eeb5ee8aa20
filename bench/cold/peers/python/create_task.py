"""POST /tasks: the task, its assignees' copies, what happened and the answer, in one transaction."""

import hashlib
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, ForbiddenError
from gateway import app, caller, logger
from models import CreateTask, Task
from table import NAME, client, from_wire, to_wire

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ABSENT = "attribute_not_exists(PK)"
_KEEP_SECONDS = 24 * 3600
Item = dict[str, Any]


@app.post("/v1/tasks")
def create_task() -> Response:
    body = app.current_event.body or ""
    wanted = CreateTask.model_validate_json(body)
    user_id, _ = caller()
    key = app.current_event.headers.get("Idempotency-Key")
    fingerprint = hashlib.sha256(f"POST\n/tasks\n{body}".encode()).hexdigest()
    found = _read(user_id, wanted, key)
    if key and (before := found.get(_remembered(user_id, key))):
        if before["fingerprint"] != fingerprint:
            raise BadRequestError("This idempotency key was used for another request.")
        return Response(201, "application/json", before["answer"])
    actor = found.get((f"USER#{user_id}", "PROFILE"))
    if actor is None or actor["standing"] != "ACTIVE" or actor["role"] != "ADMIN":
        raise ForbiddenError("Only admins create tasks.")
    board = found.get(("BOARDS", f"BOARD#{wanted.board_id}"))
    people = [found.get((f"USER#{one}", "PROFILE")) for one in wanted.assignee_ids]
    if board is None or board["archived"] or any(one is None or one["standing"] != "ACTIVE" for one in people):
        raise BadRequestError("There is no such board, or no such person.")
    now = datetime.now(UTC)
    items, answer = _made(wanted, actor, people, now)
    writes = [{"Put": {"TableName": NAME, "Item": to_wire(item)}} for item in items]
    if key:
        pk, sk = _remembered(user_id, key)
        kept = {"PK": pk, "SK": sk, "fingerprint": fingerprint, "answer": answer}
        kept["expires"] = int(now.timestamp()) + _KEEP_SECONDS
        writes.append({"Put": {"TableName": NAME, "Item": to_wire(kept), "ConditionExpression": _ABSENT}})
    writes[0]["Put"]["ConditionExpression"] = _ABSENT
    client.transact_write_items(TransactItems=writes)
    return Response(201, "application/json", answer, {"ETag": '"1"'})


def _read(user_id: str, wanted: CreateTask, key: str | None) -> Mapping[tuple[str, str], Item]:
    wants = [(f"USER#{one}", "PROFILE") for one in {user_id, *wanted.assignee_ids}]
    wants.append(("BOARDS", f"BOARD#{wanted.board_id}"))
    if key:
        wants.append(_remembered(user_id, key))
    keys = [{"PK": {"S": pk}, "SK": {"S": sk}} for pk, sk in wants]
    answer = client.batch_get_item(RequestItems={NAME: {"Keys": keys, "ConsistentRead": True}})
    items = [from_wire(item) for item in answer["Responses"][NAME]]
    return {(item["PK"], item["SK"]): item for item in items}


def _remembered(user_id: str, key: str) -> tuple[str, str]:
    return f"IDEMPOTENCY#{user_id}#{key}", "ANSWER"


def _made(wanted: CreateTask, actor: Item, people: Sequence[Item], now: datetime) -> tuple[list[Item], str]:
    task_id, at = _new_id(), now.isoformat()
    by = {"id": actor["id"], "name": actor["name"]}
    content = wanted.model_dump(mode="json", by_alias=True, exclude={"assignee_ids", "position"})
    card = {
        **content,
        "id": task_id,
        "status": "OPEN",
        "assignees": [{"id": one["id"], "name": one["name"], "at": at, "by": by["id"]} for one in people],
        "position": wanted.position or f"{2**44 - int(time.time() * 1000):011x}",
        "createdBy": by,
        "version": 1,
        "createdAt": at,
        "updatedAt": at,
        "completedAt": None,
        "deletedAt": None,
        "words": " ".join((wanted.title, *wanted.labels)).casefold(),
    }
    description = card.pop("description")
    pk, due = f"TASK#{task_id}", card["dueDate"]
    column = {"GSI1PK": f"BOARD#{wanted.board_id}#STATUS#OPEN#0", "GSI1SK": f"{card['position']}#{task_id}"}
    items = [{**card, **column, "PK": pk, "SK": "METADATA", "description": description}]
    if due:
        items[0] |= {"GSI2PK": f"DUE#{due}", "GSI2SK": task_id}
    for one in people:
        place = {"GSI2PK": f"USER#{one['id']}", "GSI2SK": f"0-OPEN#{due or '~'}#{task_id}"}
        items.append({**card, **place, "PK": pk, "SK": f"ASSIGN#USER#{one['id']}"})
    created = {**content, "position": card["position"]}
    items.append(_event("task.created", card, by, after=created))
    if people:
        items.append(_event("task.assigned", card, by, people=card["assignees"]))
    answer = Task.model_validate({**card, "description": description}).model_dump_json(by_alias=True)
    return items, answer


def _event(kind: str, card: Item, by: Item, *, after: Item | None = None, people: Sequence[Item] = ()) -> Item:
    event_id, at = _new_id(), card["createdAt"]
    return {
        "PK": f"TASK#{card['id']}",
        "SK": f"EVENT#{event_id}",
        "GSI1PK": f"LOG#{at[:10]}#0",
        "GSI1SK": event_id,
        "id": event_id,
        "type": kind,
        "at": at,
        "actor": by,
        "subject": {"kind": "task", "id": card["id"], "title": card["title"]},
        "before": {},
        "after": after or {},
        "people": [{"id": one["id"], "name": one["name"]} for one in people],
        "watchers": [by, *({"id": one["id"], "name": one["name"]} for one in card["assignees"])],
    }


def _new_id() -> str:
    number = int(time.time() * 1000) << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    answer = app.resolve(event, context)
    logger.info("request", operation="createTask", status=answer["statusCode"])
    return answer
