"""What a test needs from the machine: without it the test is skipped, or fails where it must not be missing."""

import os
from typing import NoReturn

import pytest


def require_or_skip(part: str, reason: str) -> NoReturn:
    """End the test for want of a part: `engine`, `browser`, `awscli` or `terraform`.

    RELAYBOARD_TEST_REQUIRE lists, with commas, the parts that must be there.
    """
    if part in os.environ.get("RELAYBOARD_TEST_REQUIRE", "").split(","):
        pytest.fail(f"{reason} (RELAYBOARD_TEST_REQUIRE names {part})")
    pytest.skip(reason)
