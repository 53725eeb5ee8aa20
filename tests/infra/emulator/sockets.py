"""WebSocket APIs: known by AWS's host names, as their callers are documented to name them."""

import importlib
import re

_PATTERN = r"^([a-f0-9]{8})\.execute-api\.localhost(?::\d+)?$"


def patch() -> None:
    app = importlib.import_module("ministack.app")
    found = app._EXECUTE_API_RE.pattern.replace("\\", "")
    if found != _PATTERN.replace("\\", ""):
        raise SystemExit(
            f"ministack.app._EXECUTE_API_RE is not what it was ({found}): mend the patch in tests/infra/emulator."
        )
    app._EXECUTE_API_RE = re.compile(
        r"^([a-f0-9]{8})\.execute-api\.(?:localhost|[a-z0-9-]+\.amazonaws\.com)(?::\d+)?$"
    )
