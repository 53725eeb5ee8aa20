"""Expecting a refusal by its name on the wire."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from relayboard.adapters.local_pool.errors import CognitoError


@contextmanager
def refused(code: str, message: str = "") -> Iterator[None]:
    """Expect a CognitoError of this code, with this part in its message."""
    with pytest.raises(CognitoError) as caught:
        yield
    assert caught.value.code == code
    assert message in str(caught.value)
