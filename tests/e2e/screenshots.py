"""Takes the pictures that the README shows: `python -m tests.e2e.screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.people import ADMIN, PASSWORD, fill_in_sign_in
from tests.support import browser as chromium
from tests.support import server as program

FOLDER = Path("docs/images")
WINDOW = {"width": 1280, "height": 720}


def main() -> None:
    """Start a demo, look at it, and write what was seen."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        program.running(Path(data), "--demo") as server,
        sync_playwright() as playwright,
    ):
        executable = chromium.find_chromium(playwright)
        if executable is None:
            raise SystemExit("Chromium is not installed: tests/support/install_chromium.sh")
        running = chromium.launch(playwright, executable)
        _take(running, server.url)
        running.close()


def _take(running: Browser, url: str) -> None:
    page = running.new_page(viewport=WINDOW, base_url=url, reduced_motion="reduce")
    page.goto("/")
    fill_in_sign_in(page, ADMIN.email, PASSWORD)
    page.locator("[data-card]").first.wait_for()
    _write(page, "board.png")
    page.locator("[data-card]").first.click()
    page.get_by_role("list", name="Told").first.wait_for()
    _write(page, "task.png")


def _write(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / name, animations="disabled", caret="hide")


if __name__ == "__main__":
    main()
