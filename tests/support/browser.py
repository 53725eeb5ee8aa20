"""Chromium for tests: where it is, how it is started, and pages that tell what went wrong in them."""

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A page that is still open when its server ends looks for it.
_SERVER_HAS_ENDED = r"ERR_CONNECTION_.*/api/v1/(live/ticket|events)|WebSocket connection to .*failed: .*net::ERR_"
DESKTOP = {"width": 1360, "height": 820}
PHONE = {"width": 360, "height": 740}


def find_chromium(playwright: Playwright) -> str | None:
    """Return the path of the system's Chromium, else of Playwright's own, else nothing."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def launch(playwright: Playwright, executable: str) -> Browser:
    """Start Chromium with a fresh profile; the sandbox is off because CI runs as root."""
    return playwright.chromium.launch(executable_path=executable, args=list(_FLAGS))


@dataclass
class Complaints:
    """What a page's console and scripts complained of.

    Attributes:
        expected: patterns of complaints that the test provokes.
    """

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"uncaught: {error}"))

    def expect(self, pattern: str) -> None:
        self.expected.append(pattern)

    @property
    def unexpected(self) -> list[str]:
        expected = [_SERVER_HAS_ENDED, *self.expected]
        return [text for text in self.seen if not any(re.search(pattern, text) for pattern in expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.seen.append(f"{message.text} ({message.location.get('url', '')})")
