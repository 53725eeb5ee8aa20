"""Which receivers an installation on AWS has."""

import pytest

from relayboard.lambdas.endpoints import endpoint_channels
from relayboard.lambdas.settings import LambdaSettings
from tests.support.clock import HandClock

HOOK = {"webhook": "https://hooks.example/x", "webhook_secret": "0123456789abcdef"}
CHAT = {"slack": "https://chat.example/x", "public_url": "https://board.example"}


def names(**given):
    return [channel.name for channel in endpoint_channels(LambdaSettings(**given), HandClock())]


def test_a_receiver_is_there_when_it_has_an_address():
    assert names() == []
    assert names(**HOOK) == ["webhook"]
    assert names(**CHAT) == ["slack"]
    assert names(**HOOK, **CHAT) == ["webhook", "slack"]


@pytest.mark.parametrize(
    "given",
    [
        {**HOOK, "webhook_secret": "short"},
        {**HOOK, "webhook": "http://hooks.example/x"},
        {"slack": "chat.example"},
    ],
)
def test_a_receiver_that_cannot_be_used_keeps_its_function_from_starting(given):
    with pytest.raises(ValueError):
        names(**given)
