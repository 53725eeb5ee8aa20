"""Takes a function of MiniStack out to put another in its place, but only if it is the one that was read."""

import hashlib
import importlib
import inspect
from collections.abc import Callable
from typing import Any


def service(name: str) -> Any:
    """Return the module of one of MiniStack's services."""
    return importlib.import_module(f"ministack.services.{name}")


def replace(module: Any, name: str, digest: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put `make(original)` in the place of a function.

    Args:
        digest: of the original's source, so that a version of MiniStack that changed it is noticed.

    Raises:
        SystemExit: the function is another one, or gone.
    """
    original = getattr(module, name, None)
    found = hashlib.sha256(inspect.getsource(original).encode()).hexdigest()[:12] if original else "nothing"
    if found != digest:
        raise SystemExit(
            f"{module.__name__}.{name} is not what it was ({found}, not {digest}). Read what has changed, "
            "then mend or drop the patch in tests/infra/emulator and its line in docs/emulator.md."
        )
    setattr(module, name, make(original))


def need(module: Any, *names: str) -> None:
    """Make sure that a module still has what a patch uses of it.

    Raises:
        SystemExit: it has not.
    """
    missing = [name for name in names if not hasattr(module, name)]
    if missing:
        raise SystemExit(
            f"{module.__name__} has no {', '.join(missing)} any more: mend the patch in tests/infra/emulator."
        )
