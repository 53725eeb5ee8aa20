"""The local mailbox in the browser: what has been mailed, for demos and tests; mounted at /mailbox.

It shows every mail to everybody who can reach it, codes included, so it belongs on demo machines only.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import islice
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

NEWEST_SHOWN = 200
# As MailboxMailer makes them; no slash, so no way out of the folder.
_NAME = re.compile(r"[0-9TZ]+-[A-Za-z0-9.-]+")
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# A mail is strange HTML: it gets an origin of its own, may run nothing and load nothing.
_MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail of the mailbox."""

    id: str
    to: str
    subject: str
    sent_at: str
    text: str
    html: str

    @property
    def view(self) -> dict[str, str]:
        """Return the letter as `messages.json` has it."""
        return {"id": self.id, "to": self.to, "subject": self.subject, "sentAt": self.sent_at, "text": self.text}


class Mailbox:
    """The folder that MailboxMailer writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def letters(self, *, to: str | None = None) -> Iterator[Letter]:
        """Return the mails, newest first; with `to` only those to this address."""
        names = sorted((path.stem for path in self._folder.glob("*.eml")), reverse=True)
        for name in names:
            letter = self.letter(name)
            if letter and (to is None or letter.to.lower() == to.lower()):
                yield letter

    def letter(self, name: str) -> Letter | None:
        """Return one mail."""
        content = self.raw(name)
        return None if content is None else _letter(name, content)

    def raw(self, name: str) -> bytes | None:
        """Return one mail as it went out."""
        if not _NAME.fullmatch(name):
            return None
        try:
            return (self._folder / f"{name}.eml").read_bytes()
        except OSError:
            return None


def mailbox_app(folder: Path) -> Starlette:
    """Return the application that shows a mailbox."""
    pages = _Pages(Mailbox(folder))
    return Starlette(
        routes=[
            Route("/", pages.index),
            Route("/messages.json", pages.messages),
            Route("/mailbox.css", pages.style),
            Route("/{name}", pages.letter),
            Route("/{name}/html", pages.body),
            Route("/{name}/raw", pages.raw),
        ]
    )


class _Pages:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._templates = Environment(
            loader=PackageLoader("relayboard.local", "mailbox_templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def index(self, request: Request) -> Response:
        to = request.query_params.get("to")
        return self._page(request, "index.html", letters=self._newest(to), to=to or "")

    def messages(self, request: Request) -> Response:
        items = [letter.view for letter in self._newest(request.query_params.get("to"))]
        body = json.dumps({"items": items}, ensure_ascii=False)
        return Response(body, media_type="application/json", headers=_headers(_PAGE_POLICY))

    def letter(self, request: Request) -> Response:
        return self._page(request, "letter.html", letter=self._asked_for(request))

    def body(self, request: Request) -> Response:
        letter = self._asked_for(request)
        # Links open beside the mailbox: inside the frame no page of ours lets itself be shown.
        content = letter.html.replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(content, headers=_headers(_MAIL_POLICY))

    def raw(self, request: Request) -> Response:
        content = self._mailbox.raw(request.path_params["name"])
        if content is None:
            raise HTTPException(404)
        return PlainTextResponse(content, headers=_headers(_PAGE_POLICY))

    def style(self, _: Request) -> Response:
        content = self._templates.get_template("mailbox.css").render()
        return Response(content, media_type="text/css", headers={"Cache-Control": "max-age=60"})

    def _newest(self, to: str | None) -> list[Letter]:
        return list(islice(self._mailbox.letters(to=to), NEWEST_SHOWN))

    def _asked_for(self, request: Request) -> Letter:
        letter = self._mailbox.letter(request.path_params["name"])
        if letter is None:
            raise HTTPException(404)
        return letter

    def _page(self, request: Request, template: str, **values: object) -> Response:
        root = str(request.scope.get("root_path", "")).rstrip("/")
        body = self._templates.get_template(template).render(values, root=root)
        return HTMLResponse(body, headers=_headers(_PAGE_POLICY))


def _headers(policy: str) -> dict[str, str]:
    return {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


def _letter(name: str, content: bytes) -> Letter:
    message = message_from_bytes(content, policy=default)
    text = _part(message, "plain")
    addresses = [address.addr_spec for address in message["To"].addresses] if message["To"] else []
    sent_at = message["Date"].datetime.isoformat() if message["Date"] else ""
    return Letter(
        id=name,
        to=", ".join(addresses),
        subject=str(message["Subject"] or ""),
        sent_at=sent_at,
        text=text,
        html=_part(message, "html") or f"<pre>{html.escape(text)}</pre>",
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""
