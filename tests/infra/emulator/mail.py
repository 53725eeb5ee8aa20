"""SES: an identity remembers its configuration set (API v2, "CreateEmailIdentity" and "GetEmailIdentity")."""

import json
from collections.abc import Callable
from typing import Any

from replacing import need, replace, service


def patch() -> None:
    ses = service("ses_v2")
    need(ses, "_identities")

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        async def handle(method: str, path: str, headers: Any, body: Any, query_params: Any) -> Any:
            answer = await original(method, path, headers, body, query_params)
            if method == "POST" and path.endswith("/email/identities") and answer[0] == 200:
                wanted = json.loads(body)
                if name := wanted.get("ConfigurationSetName"):
                    ses._identities[wanted["EmailIdentity"]]["ConfigurationSetName"] = name
            return answer

        return handle

    replace(ses, "handle_request", "cab4023919ec", make)
