"""GET /tasks: a column of the board; members see their own."""

import base64
import json
from typing import Any

from aws_lambda_powertools.event_handler import Response
from gateway import app, caller, logger
from models import ListTasks, TaskCard, TaskPage
from table import NAME, client, from_wire


@app.get("/v1/tasks")
def list_tasks() -> Response:
    wanted = ListTasks.model_validate(app.current_event.query_string_parameters or {})
    user_id, is_admin = caller()
    if is_admin:
        keys = {"IndexName": "GSI1", "KeyConditionExpression": "GSI1PK = :pk"}
        values = {":pk": {"S": f"BOARD#{wanted.board}#STATUS#{wanted.status}#0"}}
    else:
        keys = {"IndexName": "GSI2", "KeyConditionExpression": "GSI2PK = :pk AND begins_with(GSI2SK, :status)"}
        rank = list(type(wanted.status)).index(wanted.status)
        values = {":pk": {"S": f"USER#{user_id}"}, ":status": {"S": f"{rank}-{wanted.status}#"}}
    start = {"ExclusiveStartKey": json.loads(base64.urlsafe_b64decode(wanted.cursor))} if wanted.cursor else {}
    answer = client.query(TableName=NAME, ExpressionAttributeValues=values, Limit=wanted.limit, **keys, **start)
    page = TaskPage(
        items=[TaskCard.model_validate(from_wire(item)) for item in answer["Items"]],
        next_cursor=_cursor(answer.get("LastEvaluatedKey")),
    )
    return Response(200, "application/json", page.model_dump_json(by_alias=True))


def _cursor(key: Any) -> str | None:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode() if key else None


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    answer = app.resolve(event, context)
    logger.info("request", operation="listTasks", status=answer["statusCode"])
    return answer
