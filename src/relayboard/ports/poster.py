"""The poster port: sends a body to one address on the web that the operator has set up."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from relayboard.domain.errors import RelayboardError


class PostAnswer(NamedTuple):
    """A whole answer.

    Attributes:
        headers: names in lower case.
    """

    status: int
    headers: Mapping[str, str]


class PostForbidden(RelayboardError):
    """The address leads to where we do not go; sending it again makes no sense until the operator allows it."""


class NoAnswer(RelayboardError):
    """No whole answer came in time; the request may have been carried out. The text names no address."""


class Poster(Protocol):
    """Sends bodies to one address, by POST."""

    def post(self, headers: Mapping[str, str], body: bytes) -> PostAnswer:
        """Send a body once and return the answer, whatever its status; redirects are answers, too.

        Raises:
            PostForbidden, NoAnswer.
        """
