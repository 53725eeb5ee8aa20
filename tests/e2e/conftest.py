"""A demo server, a browser, and people who sign in with it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.people import ADMIN, Workplace
from tests.support import browser as chromium
from tests.support import server as program
from tests.support.requirements import require_or_skip

PAGE_WAITS_MS = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[program.Server]:
    with program.running(tmp_path_factory.mktemp("demo"), "--demo", "--requests-per-second", "0") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        executable = chromium.find_chromium(playwright)
        if executable is None:
            require_or_skip("browser", "Chromium is not installed: tests/support/install_chromium.sh")
        running = chromium.launch(playwright, executable)
        yield running
        running.close()


@pytest.fixture
def complaints() -> Iterator[chromium.Complaints]:
    heard = chromium.Complaints()
    yield heard
    assert heard.unexpected == []


@pytest.fixture
def open_page(
    browser: Browser, server: program.Server, complaints: chromium.Complaints
) -> Iterator[Callable[..., Page]]:
    """Open the page in a browser of its own, signed in as nobody; options as for a Playwright context."""
    contexts = []

    def open_(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": chromium.DESKTOP, "base_url": server.url, **options})
        context.set_default_timeout(PAGE_WAITS_MS)
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def workplace(server: program.Server, open_page: Callable[..., Page]) -> Workplace:
    return Workplace(server.url, open_page)


@pytest.fixture
def admin(workplace: Workplace) -> Page:
    """The board as the demo's admin sees it."""
    return workplace.visit(ADMIN)
