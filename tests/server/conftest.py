"""One server that several tests look at, none of which changes how it works for the others."""

from collections.abc import Iterator

import pytest

from tests.support import server
from tests.support.server import Server


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo without rate limits that lets one page elsewhere in."""
    flags = ["--demo", "--requests-per-second", "0", "--allowed-origins", "https://board.example"]
    with server.running(tmp_path_factory.mktemp("demo"), *flags) as running:
        yield running
