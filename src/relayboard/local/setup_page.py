"""The one-time page on which the first admin of a fresh workspace makes their account."""

import secrets
import threading
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from relayboard.domain.errors import Conflict, Invalid

_LONGEST_FORM = 16 * 1024
_CSS = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 24rem; margin: 12vh auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin-bottom: .25rem; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; margin-top: .25rem; }
button { margin-top: 1.5rem; padding: .6rem 1.2rem; font: inherit; font-weight: 600; cursor: pointer; }
[role=alert] { border-left: 4px solid #c62828; padding-left: .75rem; margin-top: 1rem; }
small { display: block; opacity: .75; }
"""
_FORM = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Set up Relayboard</title><link rel="stylesheet" href="/setup/setup.css">
<main><h1>Set up Relayboard</h1><p>Make the first admin account of this workspace.</p>{problems}
<form method="post" action="/setup"><input type="hidden" name="token" value="{token}">
<label>Your name<input name="name" required maxlength="100" autocomplete="name" value="{name}"></label>
<label>E-mail
<input name="email" type="email" required maxlength="254" autocomplete="email" value="{email}"></label>
<label>Password<input name="password" type="password" required minlength="10" autocomplete="new-password">
<small>At least 10 characters, with a capital letter, a small letter and a digit.</small></label>
<button>Create the account</button></form></main></html>"""
_NO_LONGER = "This link is not valid any more. If nobody is an admin yet, start the server again for a new one.\n"


class FirstAdmin:
    """Lets whoever holds the link become the first admin, once.

    Args:
        has_admin: tells whether there is an active admin.
        create: makes the account and the profile, from e-mail, name and password; raises Invalid and Conflict.
    """

    def __init__(self, *, has_admin: Callable[[], bool], create: Callable[[str, str, str], None]) -> None:
        self._has_admin = has_admin
        self._create = create
        self._token = secrets.token_urlsafe(24)
        self._creating = threading.Lock()

    @property
    def path(self) -> str:
        """The link, without the server's address."""
        return f"/setup?token={self._token}"

    def routes(self) -> list[BaseRoute]:
        """Return the page's routes."""
        return [
            Route("/setup", self._show, methods=["GET"]),
            Route("/setup", self._submit, methods=["POST"]),
            Route("/setup/setup.css", _stylesheet, methods=["GET"]),
        ]

    def is_done(self) -> bool:
        """Tell whether there is an admin, so that the link is of no use."""
        return self._has_admin()

    async def _show(self, request: Request) -> Response:
        if not await self._is_open(request.query_params.get("token", "")):
            return PlainTextResponse(_NO_LONGER, 404)
        return self._form({}, {})

    async def _submit(self, request: Request) -> Response:
        if int(request.headers.get("content-length") or _LONGEST_FORM + 1) > _LONGEST_FORM:
            return PlainTextResponse("This form is too large.\n", 413)
        form = dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))
        if not await self._is_open(form.get("token", "")):
            return PlainTextResponse(_NO_LONGER, 404)
        try:
            is_made = await run_in_threadpool(self._create_once, form)
        except Invalid as error:
            return self._form(form, error.fields)
        except Conflict as error:
            return self._form(form, {"email": str(error)})
        return RedirectResponse("/sign-in", 303) if is_made else PlainTextResponse(_NO_LONGER, 404)

    def _create_once(self, form: dict[str, str]) -> bool:
        """Make the account, unless somebody who sent the form at the same moment was faster."""
        with self._creating:
            if self._has_admin():
                return False
            self._create(form.get("email", ""), form.get("name", ""), form.get("password", ""))
            return True

    async def _is_open(self, token: str) -> bool:
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            return False
        return not await run_in_threadpool(self._has_admin)

    def _form(self, given: dict[str, str], problems: dict[str, str]) -> Response:
        lines = "".join(f"<div>{escape(f'{name}: {text}')}</div>" for name, text in problems.items())
        page = _FORM.format(
            token=self._token,
            name=escape(given.get("name", ""), quote=True),
            email=escape(given.get("email", ""), quote=True),
            problems=f'<div role="alert">{lines}</div>' if lines else "",
        )
        return HTMLResponse(page, 422 if problems else 200, {"cache-control": "no-store"})


async def _stylesheet(_: Request) -> Response:
    return Response(_CSS, media_type="text/css")
