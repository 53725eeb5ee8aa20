"""The server, put together: engine, user pool, use cases, channels and pages."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from relayboard.adapters.local_pool.directory import LocalDirectory
from relayboard.adapters.local_pool.pool import LocalPool
from relayboard.adapters.local_pool.settings import NO_LIMITS, PoolSettings
from relayboard.adapters.local_pool.signing_key import load_or_create
from relayboard.adapters.system_clock import SystemClock
from relayboard.api.api import Api
from relayboard.api.cors import Cors
from relayboard.api.openapi import ROOT
from relayboard.api.router import Router
from relayboard.api.routes import ROUTES
from relayboard.domain.errors import Unavailable
from relayboard.domain.ids import Ulids
from relayboard.domain.joining import JoiningRules
from relayboard.domain.people import Role
from relayboard.local.channels import dispatcher_over, site_of
from relayboard.local.dispatcher import Dispatcher
from relayboard.local.engine import Engine, open_engine
from relayboard.local.gateway import Gateway
from relayboard.local.live.endpoint import PATH as LIVE_PATH
from relayboard.local.live.endpoint import LiveEndpoint
from relayboard.local.live.follower import NAME as LIVE
from relayboard.local.live.follower import LiveFollower
from relayboard.local.live.hub import LiveHub
from relayboard.local.open_files import most_open_files
from relayboard.local.pages import DOCUMENTS, page_routes
from relayboard.local.rate_limits import RateLimits
from relayboard.local.rounds import Rounds
from relayboard.local.security_headers import with_security_headers
from relayboard.local.settings import Settings
from relayboard.local.setup_page import FirstAdmin
from relayboard.local.spreader import Spreader
from relayboard.local.sweeper import Sweeper
from relayboard.notify.digest_round import DigestRound
from relayboard.services.joining import Joining
from relayboard.services.respreading import Respreading
from relayboard.services.use_cases import Services
from relayboard.store.outbox import TableOutbox
from relayboard.store.people import admins_ref
from relayboard.store.status_shards import StatusShards
from relayboard.store.store import Store

OPERATIONS_AT_ONCE = 32
REMINDING_EVERY_SECONDS = 10.0  # a round between two quarters of an hour is one read
DIGESTING_EVERY_SECONDS = 15.0  # a round without work is two questions
SIGNING_KEY = "signing-key.pem"
POOL_ID = "local_relayboard"
App = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything that one server consists of."""

    settings: Settings
    engine: Engine
    pool: LocalPool
    joining: Joining
    services: Services
    dispatcher: Dispatcher
    hub: LiveHub
    follower: LiveFollower
    sweeper: Sweeper
    spreader: Spreader
    reminding: Rounds
    digesting: Rounds
    first_admin: FirstAdmin
    executor: ThreadPoolExecutor

    def start(self) -> None:
        """Begin what runs beside the answering of requests."""
        self.dispatcher.start()
        self.follower.start()
        self.sweeper.start()
        self.spreader.start()
        self.reminding.start()
        self.digesting.start()

    def stop(self) -> None:
        """End it and close the engine; nothing is lost that was answered."""
        self.executor.shutdown()
        self.sweeper.stop()
        self.spreader.stop()
        self.reminding.stop()
        self.digesting.stop()
        self.follower.stop()
        self.dispatcher.stop()
        self.engine.close()

    def _endpoint_arguments(self) -> dict[str, Any]:
        """Return what endpoints take; `Any` as `Api` takes them."""
        receivers = self.settings.endpoints.channels
        return {**self.services.by_name(), "site": site_of(self.settings), "receivers": receivers}

    def app(self) -> App:
        """Return the ASGI application; its lifespan starts and stops the rest."""
        _ = [route.endpoint for route in ROUTES]  # imported now, not while the first person waits
        routes = page_routes(self.settings, self.pool, self.first_admin)
        pages = with_security_headers(Starlette(routes=routes, lifespan=self._lifespan))
        gateway = Gateway(
            Api(self._endpoint_arguments()),
            Router(ROUTES),
            self.pool.verifier,
            root=ROOT,
            cors=Cors(self.settings.allowed_origins),
            allow=RateLimits(self.settings.requests_per_second).allow,
            executor=self.executor,
            reads_inline=self.engine.is_local,
        )

        live = LiveEndpoint(
            self.hub,
            self.services.live_tickets,
            origins=self.settings.allowed_origins | {self.settings.origin},
            executor=self.executor,
        )

        async def app(scope: Any, receive: Any, send: Any) -> None:
            is_api = scope["type"] == "http" and scope["path"].startswith(ROOT) and scope["path"] not in DOCUMENTS
            is_live = scope["type"] == "websocket" and scope["path"] == LIVE_PATH
            await (gateway if is_api else live if is_live else pages)(scope, receive, send)

        return app

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self.start()
        try:
            yield
        finally:
            self.stop()


def install(settings: Settings) -> Installation:
    """Put a server together; nothing runs yet.

    Raises:
        Invalid: the store's or the mail server's address cannot be understood.
        TableBusy, TableBroken, SigningKeyBroken, Unavailable, OSError: the text says what is wrong.
    """
    _make_folder(settings.data)
    clock, ulids = SystemClock(), Ulids()
    engine = open_engine(settings.store, settings.data, clock=clock, environ=settings.aws)
    store = Store(engine.table)
    shards = StatusShards(store)
    rules = JoiningRules(settings.allowed_domains, settings.admin_emails)
    joining = Joining(store, clock, lambda: ulids.next(clock.now()), rules=rules, directory=lambda: directory)
    pool = LocalPool(
        engine.table,
        clock=clock,
        signing_key=load_or_create(settings.data / SIGNING_KEY),
        issuer=f"{settings.public_url}/cognito/{POOL_ID}",
        pool_id=POOL_ID,
        outbox=TableOutbox(clock, ulids),
        triggers=joining,
        settings=PoolSettings() if settings.requests_per_second else PoolSettings(limits=NO_LIMITS),
    )
    directory = LocalDirectory(pool)
    services = Services(
        store,
        clock=clock,
        ulids=ulids,
        directory=lambda: directory,
        shards=shards,
        live_url=f"ws{settings.origin.removeprefix('http')}{LIVE_PATH}",
    )
    dispatcher = dispatcher_over(store, engine.changes, clock, settings, shards=shards)
    hub = LiveHub(open_files=most_open_files())
    return Installation(
        settings=settings,
        engine=engine,
        pool=pool,
        joining=joining,
        services=services,
        dispatcher=dispatcher,
        hub=hub,
        follower=LiveFollower(store, engine.changes(), hub, passed=partial(dispatcher.note_passed, LIVE)),
        sweeper=Sweeper(engine.sweep),
        spreader=Spreader(
            Respreading(store, clock, shards=settings.status_shards, holder=ulids.next(clock.now()))
        ),
        reminding=Rounds(
            "reminding",
            services.reminders.round,
            every_seconds=REMINDING_EVERY_SECONDS,
            trouble="reminders_have_to_wait",
        ),
        digesting=Rounds(
            "digesting",
            DigestRound(store, clock).run,
            every_seconds=DIGESTING_EVERY_SECONDS,
            trouble="digests_have_to_wait",
        ),
        first_admin=FirstAdmin(has_admin=partial(_has_admin, store), create=partial(_make_admin, pool, joining)),
        executor=ThreadPoolExecutor(OPERATIONS_AT_ONCE, thread_name_prefix="operation"),
    )


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise Unavailable(f"The data folder cannot be {data}: there is a file in its place.") from error
    except OSError as error:
        raise Unavailable(f"The data folder {data} cannot be made: {error.strerror}.") from error
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        raise Unavailable(f"The data folder {data} cannot be written. Give it to the user who runs the server.")


def _has_admin(store: Store) -> bool:
    admins = store.get(admins_ref())
    return admins is not None and bool(admins.ids)


def _make_admin(pool: LocalPool, joining: Joining, email: str, name: str, password: str) -> None:
    user_id = pool.create_account(email, name, password, Role.ADMIN)
    joining.join(user_id, email.strip().lower(), name, Role.ADMIN)
