"""The function of some of the API's operations, put together."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from relayboard.api.api import Api
from relayboard.api.cors import Cors
from relayboard.api.routes import ROUTES
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.rest_api import RestApi, routes_of
from relayboard.lambdas.settings import LambdaSettings

if TYPE_CHECKING:
    from relayboard.notify.site import Site


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together, with its connection open."""
    routes = routes_of(ROUTES, group=settings.group, operations=settings.operations)
    api = Api(_use_cases(settings))
    # Of a group, the first is what people begin with; the others are imported when somebody asks for them.
    _ = routes[0].endpoint
    return logged("api", RestApi(routes, api, Cors(settings.allowed_origins)), log_level=settings.log_level)


def _use_cases(settings: LambdaSettings) -> Mapping[str, Any]:
    """Return what endpoints take; `Any` as `Api` takes them."""
    if not settings.table:
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
        live_url=settings.live_url,
    )
    others: Mapping[str, Callable[[], Any]] = {
        "site": lambda: _site(settings),
        "receivers": lambda: settings.receivers,
    }
    return _MadeWhenAsked(lambda name: others[name]() if name in others else getattr(services, name))


def _site(settings: LambdaSettings) -> "Site":
    from relayboard.notify.site import Site  # 3 ms that few operations need

    return Site(settings.public_url, api=settings.api_url)


class _MadeWhenAsked(dict[str, Any]):
    """Makes each value when it is first asked for."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Any:
        self[name] = made = self._make(name)
        return made
