"""The endpoint that says that we are here."""

from relayboard import __version__
from relayboard.api.http import Answer
from relayboard.api.request import Request
from relayboard.api.views.health import HealthView


def get_health(request: Request) -> Answer[HealthView]:  # noqa: ARG001 - every endpoint takes the request
    """Say that the API answers, and which version it is."""
    return Answer(HealthView(status="ok", version=__version__))
