import pytest


@pytest.fixture(scope="session", autouse=True)
def _aws_begins_early(request: pytest.FixtureRequest) -> None:
    """Begin to apply before the tests that need nothing applied, so that both go on at the same time."""
    if any("aws_stack" in item.fixturenames for item in request.session.items):
        request.getfixturevalue("aws_being_applied")
