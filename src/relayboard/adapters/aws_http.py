"""Signed requests to one service of AWS, over kept connections: boto3 takes far longer to import and to call."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from relayboard.adapters.aws_calls import NO_CREDENTIALS, UNREACHABLE, CallFailed
from relayboard.adapters.aws_credentials import Credentials, CredentialsUnreachable, NoCredentials
from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.http_connections import Answer, ConnectionBroken, Connections
from relayboard.adapters.sigv4 import Signer
from relayboard.ports.clock import Clock

_MAY_BE_THE_CLOCK = (
    b"InvalidSignatureException",
    b"RequestExpired",
    b"RequestTimeTooSkewed",
    b"SignatureDoesNotMatch",
)
_REFUSED = (400, 401, 403)
_SKEW_THAT_MATTERS = timedelta(minutes=4)  # AWS takes signatures of five


class SignedHttp:
    """Sends signed requests to one service; used from any number of threads.

    Args:
        url: `http://HOST:PORT` or `https://HOST:PORT`.
        credentials: asked for each request.
        deadline_seconds: for one request in all.
        roots: a file of the certificates that TLS trusts; without one, those of the machine.

    Raises:
        ValueError: the URL is something else.
    """

    def __init__(
        self,
        service: Service,
        url: str,
        *,
        region: str,
        credentials: Callable[[], Credentials],
        clock: Clock,
        deadline_seconds: float = 5.0,
        roots: str | None = None,
    ) -> None:
        self.service = service
        self._connections = Connections(url, deadline_seconds=deadline_seconds, roots=roots)
        self._signer = Signer(service.signing_name, region)
        self._credentials = credentials
        self._clock = clock
        self._skew = timedelta()

    def connect(self) -> None:
        """Open a connection ahead of the first request; where that fails, the first request will say why."""
        with suppress(ConnectionBroken):
            self._connections.connect()

    def post(self, headers: Mapping[str, str], body: bytes, *, path: str = "/") -> Answer:
        """Send a request once, and once more where AWS's clock turns out to be another than ours.

        Args:
            headers: beside Host and those that sign.

        Raises:
            CallFailed: there is no answer, or there are no credentials.
        """
        return self.send("POST", headers, body, path=path)

    def send(self, method: str, headers: Mapping[str, str], body: bytes, *, path: str) -> Answer:
        """Send a request of any method as `post` does.

        Args:
            headers: Host among them where the service is known by another name than the one that is connected to.
            path: escaped as it is to be sent.

        Raises:
            CallFailed.
        """
        sent = {"Host": self._connections.host, **headers}
        answer = self._send(method, sent, body, path)
        if answer.status in _REFUSED and self._has_set_clock_by(answer):
            return self._send(method, sent, body, path)  # nothing was done, for nobody knew who asked
        return answer

    def _send(self, method: str, headers: Mapping[str, str], body: bytes, path: str) -> Answer:
        try:
            credentials = self._credentials()
            at = self._clock.now() + self._skew
            signed = self._signer.sign(method, headers, body, credentials=credentials, at=at, path=path)
            return self._connections.send(method, signed, body, path=path)
        except NoCredentials as error:
            raise CallFailed(NO_CREDENTIALS, str(error)) from error
        except (CredentialsUnreachable, ConnectionBroken) as error:
            raise CallFailed(UNREACHABLE, str(error)) from error

    def _has_set_clock_by(self, answer: Answer) -> bool:
        """Take over AWS's time from a refusal that may be for ours; tell whether that makes a difference."""
        named = f"{answer.headers.get('x-amzn-errortype', '')}".encode()
        theirs = _date(answer.headers.get("date"))
        if theirs is None or not any(code in answer.body or code in named for code in _MAY_BE_THE_CLOCK):
            return False
        skew = theirs - self._clock.now()
        if abs(skew - self._skew) < _SKEW_THAT_MATTERS:
            return False
        self._skew = skew
        return True


def _date(header: str | None) -> datetime | None:
    from email.utils import parsedate_to_datetime  # 5 ms that only a refusal is worth

    try:
        moment = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
