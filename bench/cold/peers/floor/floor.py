"""The least that any Python function needs: one signed request, and its answer passed on."""

import hashlib
import hmac
import http.client
import json
import os
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

_environ = os.environ  # noqa: TID251 - the least there is
_address = urlsplit(_environ["AWS_ENDPOINT_URL_DYNAMODB"])
_connection = http.client.HTTPSConnection(_address.hostname, _address.port, context=ssl.create_default_context())
_REQUESTS = {
    "GET": ("Query", {"IndexName": "GSI1", "KeyConditionExpression": "GSI1PK = :pk"}),
    "POST": ("TransactWriteItems", {"TransactItems": [{"Put": {"Item": {"PK": {"S": "A"}, "SK": {"S": "1"}}}}]}),
}


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    operation, wanted = _REQUESTS[event["httpMethod"]]
    body = json.dumps(wanted).encode()
    _connection.request("POST", "/", body, _signed(f"DynamoDB_20120810.{operation}", body))
    found = json.loads(_connection.getresponse().read())
    status = 200 if operation == "Query" else 201
    return {"statusCode": status, "headers": {}, "body": json.dumps({"items": found.get("Items", [])})}


def _signed(target: str, body: bytes) -> dict[str, str]:
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    headers = {
        "content-type": "application/x-amz-json-1.0",
        "host": _address.netloc,
        "x-amz-date": moment,
        "x-amz-security-token": _environ["AWS_SESSION_TOKEN"],
        "x-amz-target": target,
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    request = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{moment[:8]}/{_environ['AWS_REGION']}/dynamodb/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{_environ['AWS_SECRET_ACCESS_KEY']}".encode()
    for part in (*scope.split("/"), text):
        key = hmac.digest(key, part.encode(), "sha256")
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={_environ['AWS_ACCESS_KEY_ID']}/{scope}, "
        f"SignedHeaders={names}, Signature={key.hex()}"
    )
    return headers
