"""Fixtures of the local user pool's tests."""

import pytest

from relayboard.adapters.local_pool.signing_key import SigningKey
from tests.unit.local_pool.world import World


@pytest.fixture(scope="session")
def signing_key() -> SigningKey:
    return SigningKey.generate()


@pytest.fixture
def world(signing_key: SigningKey) -> World:
    return World(signing_key)
