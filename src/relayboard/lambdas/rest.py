"""The API's functions: one module for all, of which each imports only what its operations need.

Composed when it is imported, for Lambda does that before the first request, with more processor than a request
gets, and keeps what was made. The modules of the other functions do the same.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from relayboard.api.api import Api
from relayboard.api.cors import Cors
from relayboard.api.route import Route
from relayboard.api.routes import ROUTES
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.rest_api import RestApi, routes_of
from relayboard.lambdas.settings import LambdaSettings


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together, with its connection open."""
    routes = routes_of(ROUTES, group=settings.group, operations=settings.operations)
    api = Api(_use_cases(settings, routes))
    return logged("api", RestApi(routes, api, Cors(settings.allowed_origins)), log_level=settings.log_level)


def _use_cases(settings: LambdaSettings, routes: Sequence[Route]) -> Mapping[str, Any]:
    """Return what the routes' endpoints take; `Any` as `Api` takes them."""
    names = {name for route in routes for name in route.services}
    if not names:
        return {}
    # Imported here, for the function that only says that it lives needs no table.
    from relayboard.adapters.system_clock import SystemClock
    from relayboard.domain.ids import Ulids
    from relayboard.lambdas.aws import open_table, user_pool
    from relayboard.lambdas.shards import shards_of
    from relayboard.services.use_cases import Services
    from relayboard.store.store import Store

    clock = SystemClock()
    store = Store(open_table(settings, clock))
    services = Services(
        store,
        clock=clock,
        ulids=Ulids(),
        directory=lambda: user_pool(settings, clock, settings.user_pool_id),
        shards=shards_of(settings, store),
    )
    return services.by_name(names)


handler = compose(LambdaSettings.read(os.environ))  # noqa: TID251 - the one place that reads the environment
