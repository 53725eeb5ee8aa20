"""A workspace for each test."""

import pytest

from tests.support.world import World


@pytest.fixture
def world():
    return World()
