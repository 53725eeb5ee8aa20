"""A poster over HTTPS that goes to public addresses only, and that no receiver can keep for long.

The host's name is looked up once, all that it leads to is judged, and one of these very addresses is connected to:
a name that leads elsewhere at a second look (DNS rebinding) gains nothing. Redirects are not followed. TLS is for
the name, with the machine's own certificates.
"""

import socket
import ssl
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from relayboard.adapters.http_connections import seconds_left
from relayboard.adapters.http_messages import BadAnswer, read_answer, request_bytes
from relayboard.adapters.post_url import PostUrl
from relayboard.adapters.public_addresses import is_public
from relayboard.ports.poster import NoAnswer, PostAnswer, PostForbidden

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 10.0
ANSWER_MAX_BYTES = 256 * 1024
_AGENT = "Relayboard"
_ANOTHER_NAME = (
    62,
    64,
)  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: the message names the host


class PostLimits(NamedTuple):
    """How long a receiver may take, and how much it may answer.

    Attributes:
        connect_seconds: to connect, TLS included.
        whole_seconds: from the lookup to the end of the answer.
    """

    connect_seconds: float = CONNECT_SECONDS
    whole_seconds: float = WHOLE_SECONDS
    answer_bytes: int = ANSWER_MAX_BYTES


_LIMITS = PostLimits()


class HttpsPoster:
    """Posts to one address, with a connection for each post. Any number of threads may use one.

    The resolver has time limits of its own, which come on top of ours.

    Args:
        url: `https://host[:port]/path`.
        allow_private: go to private addresses as well, and take http.
        tls: how certificates are judged, instead of by the machine's own.
        look_up: finds the addresses of a host and port, as `socket.getaddrinfo` does.

    Raises:
        ValueError: the url is none; the text does not quote it.
    """

    def __init__(
        self,
        url: str,
        *,
        allow_private: bool = False,
        limits: PostLimits = _LIMITS,
        tls: ssl.SSLContext | None = None,
        look_up: Callable[[str, int], list[str]] | None = None,
    ) -> None:
        self._url = PostUrl.read(url, is_plain_allowed=allow_private)
        self._allow_private = allow_private
        self._limits = limits
        self._tls = tls or (ssl.create_default_context() if self._url.is_tls else None)
        self._look_up = look_up or addresses_of

    def post(self, headers: Mapping[str, str], body: bytes) -> PostAnswer:
        """Send a body once and return the answer.

        Raises:
            PostForbidden, NoAnswer.
        """
        deadline = time.monotonic() + self._limits.whole_seconds
        named = {"Host": self._url.named, "User-Agent": _AGENT, "Connection": "close", **headers}
        request = request_bytes(self._url.path, named, body)
        try:
            return self._asked(request, deadline)
        except (OSError, BadAnswer) as error:
            raise NoAnswer(_what_went_wrong(error)) from error

    def _asked(self, request: bytes, deadline: float) -> PostAnswer:
        with self._connected(self._judged(), deadline) as connection:
            connection.settimeout(seconds_left(deadline))
            connection.sendall(request)
            receive = _Receiving(connection, deadline, self._limits.answer_bytes)
            answer, _ = read_answer(receive, ends_with_connection=True)
            return PostAnswer(answer.status, answer.headers)

    def _judged(self) -> list[str]:
        addresses = self._look_up(self._url.host, self._url.port)
        if not self._allow_private and not all(map(is_public, addresses)):
            raise PostForbidden(
                "The receiver's name leads to a private address, which the operator has not allowed."
            )
        return addresses

    def _connected(self, addresses: list[str], deadline: float) -> socket.socket:
        until = min(deadline, time.monotonic() + self._limits.connect_seconds)
        trouble: OSError = OSError("the name leads nowhere")
        for address in addresses:
            try:
                return self._opened(address, until)
            except ssl.SSLError:
                raise
            except OSError as error:
                trouble = error
        raise trouble

    def _opened(self, address: str, until: float) -> socket.socket:
        plain = socket.create_connection((address, self._url.port), seconds_left(until))
        try:
            plain.settimeout(seconds_left(until))
            return self._tls.wrap_socket(plain, server_hostname=self._url.host) if self._tls else plain
        except BaseException:
            plain.close()
            raise


def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses of a host, those to try first in front.

    Raises:
        OSError: nobody knows the name.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class _Receiving:
    """Receives from a connection until the deadline, and at most so many bytes."""

    def __init__(self, connection: socket.socket, deadline: float, most: int) -> None:
        self._connection = connection
        self._deadline = deadline
        self._left = most

    def __call__(self, most: int) -> bytes:
        if self._left <= 0:
            raise BadAnswer("the answer does not end")
        self._connection.settimeout(seconds_left(self._deadline))
        piece = self._connection.recv(min(most, self._left))
        self._left -= len(piece)
        return piece


def _what_went_wrong(error: Exception) -> str:
    """Say it in our own words: those of the system may name addresses."""
    match error:
        case TimeoutError():
            return "The receiver did not answer in time."
        case ssl.SSLCertVerificationError():
            is_another = error.verify_code in _ANOTHER_NAME
            return f"The receiver's certificate is {'for another name' if is_another else error.verify_message}."
        case ssl.SSLError():
            return "The receiver does not speak TLS as it should."
        case socket.gaierror():
            return "Nobody knows the receiver's name."
        case ConnectionRefusedError():
            return "Nothing listens where the receiver should be."
        case BadAnswer():
            return f"The receiver gave no whole answer: {error}."
    return f"The connection to the receiver broke: {type(error).__name__}."
