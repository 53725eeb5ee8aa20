"""Everything that this server answers beside the API: the page, its settings, the user pool, docs, mailbox."""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from relayboard.adapters.local_pool.pool import LocalPool
from relayboard.api.docs_page import docs_html
from relayboard.api.docs_style import DOCS_CSS
from relayboard.api.openapi import ROOT, document
from relayboard.local.cognito import cognito_app
from relayboard.local.mailbox_page import mailbox_app
from relayboard.local.settings import Settings
from relayboard.local.setup_page import FirstAdmin
from relayboard.local.static import StaticPage

DOCUMENTS = frozenset({f"{ROOT}/openapi.json", f"{ROOT}/docs"})
MAILBOX = "/mailbox"


def page_routes(settings: Settings, pool: LocalPool, first_admin: FirstAdmin) -> list[BaseRoute]:
    """Return the routes, most particular first."""
    cognito = cognito_app(pool, origins=sorted(settings.allowed_origins))
    has_mailbox = settings.is_demo and not settings.smtp
    return [
        Route("/config.json", _config(settings, pool, has_mailbox=has_mailbox)),
        Route(f"{ROOT}/openapi.json", _openapi),
        Route(f"{ROOT}/docs", _to_docs),
        Route("/docs", _docs),
        Route("/docs/docs.css", _docs_style),
        *first_admin.routes(),
        Route("/cognito", cognito),
        Mount("/cognito", cognito),
        *([Mount(MAILBOX, mailbox_app(settings.mailbox))] if has_mailbox else []),
        Mount("/", StaticPage(settings.page)),
    ]


def _config(settings: Settings, pool: LocalPool, *, has_mailbox: bool) -> Callable[[Request], Awaitable[Response]]:
    content = {
        "apiBase": ROOT,
        "userPool": {"endpoint": "/cognito/", "clientId": pool.client_id, "signIn": "USER_PASSWORD_AUTH"},
        "demo": settings.is_demo,
        "mailbox": MAILBOX if has_mailbox else None,
        "selfSignUp": True,
    }

    async def config(_: Request) -> Response:
        return JSONResponse(content, headers={"cache-control": "no-cache"})

    return config


@cache
def _document() -> dict[str, Any]:
    return document()


async def _openapi(_: Request) -> Response:
    return JSONResponse(_document(), headers={"cache-control": "no-cache", "access-control-allow-origin": "*"})


async def _docs(_: Request) -> Response:
    return HTMLResponse(docs_html(_document()), headers={"cache-control": "no-cache"})


async def _docs_style(_: Request) -> Response:
    return Response(DOCS_CSS, media_type="text/css")


async def _to_docs(_: Request) -> Response:
    return RedirectResponse("/docs")
