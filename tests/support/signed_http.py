"""Signed clients of AWS's services for the tests, which sign with MiniStack's keys."""

from relayboard.adapters.aws_credentials import Credentials
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.aws_http import SignedHttp
from relayboard.adapters.system_clock import SystemClock
from tests.support.ministack import CREDENTIALS, REGION


def signed_http(service: Service, url: str, *, deadline_seconds: float = 20) -> SignedHttp:
    keys = Credentials(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
    return SignedHttp(
        service,
        url,
        region=REGION,
        credentials=lambda: keys,
        clock=SystemClock(),
        deadline_seconds=deadline_seconds,
    )
