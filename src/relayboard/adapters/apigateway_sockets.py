"""The sockets port over a WebSocket API (Amazon API Gateway Developer Guide, "Use @connections commands")."""

from contextlib import suppress
from urllib.parse import quote

from relayboard.adapters.aws_calls import CallFailed, Pause
from relayboard.adapters.aws_http import SignedHttp
from relayboard.adapters.http_connections import Answer
from relayboard.domain.errors import Unavailable
from relayboard.ports.sockets import Gone

_LONGEST_SECONDS = 2.0
_GONE = 410
_TOO_MANY = 429  # of our calls, or of frames that this one page has not read yet


class ApiGatewaySockets:
    """The connections of one stage of an API; used from any number of threads.

    Args:
        url: of the stage, such as `https://API.execute-api.REGION.amazonaws.com/STAGE`. An endpoint that the
            environment names is only where `http` connects to: which API is meant, the host says.
    """

    def __init__(self, http: SignedHttp, url: str) -> None:
        self._http = http
        self._host, _, stage = url.partition("://")[2].partition("/")
        self._root = f"/{stage}/@connections/"

    def send(self, connection_id: str, text: str) -> None:
        self._ask("POST", connection_id, text.encode())

    def close(self, connection_id: str) -> None:
        with suppress(Gone):
            self._ask("DELETE", connection_id, b"")

    def _ask(self, method: str, connection_id: str, body: bytes) -> None:
        """Ask; again after a pause where that makes sense.

        Raises:
            Gone, Unavailable.
        """
        pause = Pause(longest_seconds=_LONGEST_SECONDS)
        while True:
            try:
                return _check(self._sent(method, connection_id, body))
            except CallFailed as failure:
                is_worth_it = failure.status == _TOO_MANY or failure.is_unsure
                if pause.is_over or not is_worth_it:
                    raise Unavailable("The socket cannot be reached.") from failure
            pause.wait()

    def _sent(self, method: str, connection_id: str, body: bytes) -> Answer:
        headers = {"Host": self._host, "Content-Type": self._http.service.content_type}
        # Ids end in "=", which is no letter of a path.
        return self._http.send(method, headers, body, path=self._root + quote(connection_id, safe=""))


def _check(answer: Answer) -> None:
    if answer.status == _GONE:
        raise Gone
    if answer.status // 100 != 2:
        code = answer.headers.get("x-amzn-errortype") or f"HTTP {answer.status}"
        raise CallFailed(code, answer.body.decode(errors="replace"), status=answer.status)
