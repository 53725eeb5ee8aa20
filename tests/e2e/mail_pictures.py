"""Takes the pictures of mails in `docs/mails`: `python -m tests.e2e.mail_pictures [NAME …]`.

Each kind of mail is one sheet: in light and dark, as wide as a phone and as a window on a desk.
"""

import sys
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from relayboard.ports.mailer import Mail
from tests.support import browser as chromium
from tests.support.mail_samples import hard_samples, mail_samples
from tests.support.small_png import smaller

FOLDER = Path("docs/mails")
WIDTHS = {"phone": 360, "desk": 680}
SCHEMES = ("light", "dark")
TALLEST = 720
_SHEET = """<!doctype html><meta charset="utf-8"><style>
body { display: flex; gap: 16px; align-items: flex-start; width: max-content; margin: 0; padding: 16px; background: #8b919c; }
img { display: block; }
</style>"""  # noqa: E501
_README = """# What mails look like

Every kind of mail that people get, made from the real templates: light and dark, on a phone (360 pixels wide) and
on a desk. `make screenshots` takes these pictures anew; a test fails when a kind has none. Each mail has a text
part that says the same, for programs and people that prefer it.
"""


def main(wanted: list[str]) -> None:
    """Write the sheets of some mails, or of all, and the page that shows them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    usual, hard = mail_samples(), hard_samples()
    (FOLDER / "README.md").write_text(readme(usual, hard), encoding="utf-8")
    with sync_playwright() as playwright:
        executable = chromium.find_chromium(playwright)
        if executable is None:
            raise SystemExit("Chromium is not installed: tests/support/install_chromium.sh")
        running = chromium.launch(playwright, executable)
        for name, mail in (usual | hard).items():
            if not wanted or name in wanted:
                _write_sheet(running, mail, FOLDER / f"{name}.png")
        running.close()


def readme(usual: Mapping[str, Mail], hard: Mapping[str, Mail]) -> str:
    """Return the page that shows all sheets."""
    parts = [_README, *_shown(usual), "# Hard cases\n", *_shown(hard)]
    return "\n".join(parts)


def _shown(mails: Mapping[str, Mail]) -> list[str]:
    return [f"## {name.replace('-', ' ').capitalize()}\n\n![{name}]({name}.png)\n" for name in mails]


def _write_sheet(running: Browser, mail: Mail, path: Path) -> None:
    pictures = [_picture(running, mail, scheme, width) for scheme in SCHEMES for width in WIDTHS.values()]
    images = "".join(f'<img src="data:image/png;base64,{b64encode(one).decode()}">' for one in pictures)
    page = running.new_page(viewport={"width": 2200, "height": 200})
    page.set_content(_SHEET + images)
    path.write_bytes(smaller(page, page.locator("body").screenshot()))
    page.close()


def _picture(running: Browser, mail: Mail, scheme: str, width: int) -> bytes:
    page: Page = running.new_page(viewport={"width": width, "height": 100}, color_scheme=scheme)  # type: ignore[arg-type]
    page.set_content(mail.html)
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    picture = page.screenshot(clip=clip, full_page=True)  # type: ignore[arg-type]
    page.close()
    return picture


if __name__ == "__main__":
    main(sys.argv[1:])
