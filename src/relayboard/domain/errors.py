"""Everything that can go wrong, in the product's own words; only `api` knows status codes."""

from collections.abc import Mapping


class RelayboardError(Exception):
    """Base of every error that Relayboard raises on purpose."""


class Invalid(RelayboardError):
    """What was sent breaks a rule; `fields` maps each wrong field to a sentence about it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__("; ".join(f"{name}: {message}" for name, message in fields.items()))


class Unauthenticated(RelayboardError):
    """Nobody is signed in, or the token does not prove it."""


class Forbidden(RelayboardError):
    """The person may see the thing but not do this; the text names the rule."""


class NotFound(RelayboardError):
    """There is no such thing, or none that this person may see."""

    def __init__(self, thing: str) -> None:
        super().__init__(f"There is no such {thing}, or you may not see it.")


class Conflict(RelayboardError):
    """The change collides with the present state."""


class Stale(Conflict):
    """The caller named a version (`If-Match`) that is no longer the current one."""


class KeyReused(Conflict):
    """An idempotency key came back with a different request."""


class Unavailable(RelayboardError):
    """Something that we need is busy or away; nothing was changed.

    Args:
        message: what is away, in words.
        retry_after_seconds: when trying again makes sense.
    """

    def __init__(self, message: str, *, retry_after_seconds: int = 1) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__(message)
