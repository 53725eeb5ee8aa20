"""The API's functions: one module for all, of which each imports only what its operations need.

Composed when it is imported, for Lambda does that before the first request, with more processor than a request
gets, and keeps what was made. The modules of the other functions do the same.
"""

import gc
import os

from relayboard.lambdas.invocations import Handler
from relayboard.lambdas.settings import LambdaSettings


def _composed() -> Handler:
    gc.disable()  # all that is made now stays: looking for garbage in it takes a twentieth of a cold start
    try:
        from relayboard.lambdas.rest_composition import compose

        return compose(LambdaSettings.read(os.environ))  # noqa: TID251 - the one place that reads the environment
    finally:
        gc.freeze()
        gc.enable()


handler = _composed()
