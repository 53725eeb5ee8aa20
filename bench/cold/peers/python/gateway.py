"""What both functions share: the resolver, its errors, and who is asking."""

import os
import re

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response
from pydantic import ValidationError

logger = Logger(service="tasks")
app = APIGatewayRestResolver(
    cors=CORSConfig(allow_origin=os.environ["ALLOWED_ORIGIN"], allow_credentials=False)  # noqa: TID251
)


@app.exception_handler(ValidationError)
def invalid(error: ValidationError) -> Response:
    return Response(422, "application/problem+json", error.json(include_url=False, include_context=False))


def caller() -> tuple[str, bool]:
    """Return the id of who is asking, and whether it is an admin."""
    claims = app.current_event.request_context.authorizer.claims
    groups = re.split(r"[\[\],\s]+", claims.get("cognito:groups", ""))
    return claims["sub"], "ADMIN" in groups
