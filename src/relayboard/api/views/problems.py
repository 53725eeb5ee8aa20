"""Errors as they are answered."""

from collections.abc import Mapping

from relayboard.api.views.pages import View


class Problem(View):
    """An error as RFC 9457 has it; `errors` names every wrong field."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: Mapping[str, str] = {}
