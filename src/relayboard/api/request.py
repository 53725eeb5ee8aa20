"""What an endpoint gets: who asks, for what, and under which conditions."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from relayboard.api.http import HttpRequest
from relayboard.domain.errors import Invalid, Unauthenticated
from relayboard.domain.people import Principal, Role
from relayboard.services.once import Once

T = TypeVar("T")

_ETAG = r'(?:W/)?"(\d{1,15})"'
_KEY_MAX = 255
_LIST_MARKS = str.maketrans("[],", "   ")


@dataclass(frozen=True, slots=True)
class Request:
    """A request to one endpoint.

    Attributes:
        path: the path parameters by name.
    """

    http: HttpRequest
    path: Mapping[str, str]

    @property
    def principal(self) -> Principal:
        """Who is asking.

        Raises:
            Unauthenticated: nobody that we know.
        """
        return principal_of(self.http.claims)

    @property
    def expected_version(self) -> int | None:
        """The version that `If-Match` names; `None` when any will do.

        Raises:
            Invalid: the header is not an entity tag of ours.
        """
        header = self.http.headers.get("if-match")
        if header is None or header.strip() == "*":
            return None
        if found := re.fullmatch(_ETAG, header.strip()):
            return int(found[1])
        raise Invalid({"If-Match": 'Must be an ETag that we gave out, such as "3".'})

    def once(self, present: Callable[[T], msgspec.Struct]) -> Once | None:
        """Return what makes this request take effect once, if it carries an idempotency key.

        Args:
            present: makes the view that the endpoint answers with.

        Raises:
            Invalid: the key is not 1 to 255 visible ASCII characters.
        """
        key = self.http.headers.get("idempotency-key")
        if key is None:
            return None
        if not (key.isascii() and key.isprintable() and " " not in key and 1 <= len(key) <= _KEY_MAX):
            raise Invalid({"Idempotency-Key": "Must be 1 to 255 visible ASCII characters."})
        asked = "\n".join((self.http.method, self.http.path, "")).encode() + self.http.body
        return Once(
            key,
            hashlib.sha256(asked).hexdigest(),
            lambda result: msgspec.json.encode(present(result)).decode(),
        )


def principal_of(claims: Mapping[str, Any] | None) -> Principal:
    """Read a token's verified claims.

    Raises:
        Unauthenticated: there are none.
    """
    if not claims or not claims.get("sub"):
        raise Unauthenticated("Sign in to do this.")
    groups = claims.get("cognito:groups") or ()
    # API Gateway's REST authorizer hands a list over as text: "ADMIN,MEMBER" or "[ADMIN MEMBER]".
    names = groups.translate(_LIST_MARKS).split() if isinstance(groups, str) else groups
    return Principal(str(claims["sub"]), Role.ADMIN if Role.ADMIN in names else Role.MEMBER)
