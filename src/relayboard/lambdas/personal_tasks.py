"""The functions of the small edition: personal tasks alone, one function for each operation, nobody has a profile.

`infra/sam/template.yaml` says where API Gateway puts each operation.
"""

import os

from relayboard.adapters.system_clock import SystemClock
from relayboard.api.api import Api
from relayboard.api.cors import Cors
from relayboard.api.routes import ROUTES
from relayboard.domain.ids import Ulids
from relayboard.lambdas.aws import open_table
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.rest_api import RestApi, routes_of
from relayboard.lambdas.settings import LambdaSettings
from relayboard.services.personal_tasks import PersonalTasks
from relayboard.services.profileless_units import ProfilelessUnits
from relayboard.store.store import Store


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together, with its connection open."""
    clock = SystemClock()
    store = Store(open_table(settings, clock))
    personal_tasks = PersonalTasks(store, ProfilelessUnits(store, clock, Ulids()))
    routes = routes_of(ROUTES, group="", operations=settings.operations)
    api = Api({"personal_tasks": personal_tasks})
    return logged("api", RestApi(routes, api, Cors(settings.allowed_origins)), log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ, "RELAYBOARD_TABLE", "RELAYBOARD_OPERATIONS"))  # noqa: TID251
