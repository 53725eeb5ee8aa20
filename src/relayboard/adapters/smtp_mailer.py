"""A mailer that hands mail to a mail server by SMTP (RFC 5321), over one kept connection."""

import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from smtplib import SMTP, SMTP_SSL, SMTPException, SMTPResponseException
from threading import Lock

from relayboard.adapters.mime import mime_of
from relayboard.adapters.smtp_url import SmtpServer
from relayboard.ports.clock import Clock
from relayboard.ports.mailer import Mail, MailerAway, MailerBusy, MailRefused

TIMEOUT_SECONDS = 10.0
_OK = 250
_NOT_AVAILABLE = 421


class SmtpMailer:
    """Sends mail through one server; threads take turns.

    With a user and a password the connection must be encrypted and the server's certificate must be good.
    Without them STARTTLS is used where it is offered, whatever the certificate: encrypted to somebody is still
    better than readable by everybody, and nothing secret is shown to prove who we are.

    Args:
        url: `smtp://user:password@host:port`, `smtps://…`.
        sender: the From header; its address is also the envelope's.
        tls: how certificates are judged, instead of the rules above.

    Raises:
        ValueError: the url is none.
    """

    def __init__(
        self,
        url: str,
        *,
        sender: str,
        clock: Clock,
        timeout_seconds: float = TIMEOUT_SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._server = SmtpServer.read(url)
        self._sender = sender
        self._sender_address = parseaddr(sender)[1]
        self._clock = clock
        self._timeout_seconds = timeout_seconds
        self._tls = tls or _tls(is_verified=self._server.user is not None or self._server.is_tls)
        self._lock = Lock()
        self._kept: SMTP | None = None

    def send(self, mail: Mail) -> str:
        """Hand a mail over and return the server's answer."""
        message = mime_of(mail, sender=self._sender, at=self._clock.now())
        with self._lock:
            try:
                return self._hand_over(message, mail.to)
            except SMTPResponseException as error:
                is_away = self._kept is None or error.smtp_code == _NOT_AVAILABLE
                self._drop()
                raise (MailerAway if is_away else MailerBusy)(_said(error.smtp_code, error.smtp_error)) from error
            except (SMTPException, OSError) as error:
                self._drop()
                raise MailerAway(f"The mail server is out of reach: {type(error).__name__}.") from error

    def check(self) -> None:
        """Find out whether the server would take mail from us now.

        Raises:
            MailerBusy: it would not, or cannot be reached.
        """
        with self._lock:
            try:
                self._connection()
            except (SMTPException, OSError) as error:
                self._drop()
                raise MailerBusy(f"The mail server is out of reach: {error}") from error

    def close(self) -> None:
        """Say goodbye to the server; the next mail connects anew."""
        with self._lock:
            self._drop()

    def _hand_over(self, message: EmailMessage, to: str) -> str:
        connection = self._connection()
        try:
            return self._converse(connection, message, to)
        except MailRefused:
            with suppress(SMTPException, OSError):
                connection.rset()
            raise

    def _converse(self, connection: SMTP, message: EmailMessage, to: str) -> str:
        options = [] if to.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
        if options and not connection.has_extn("smtputf8"):
            raise MailRefused("The mail server does not take addresses with letters beyond ASCII.")
        if options:
            connection.command_encoding = "utf-8"
        _expect(*connection.mail(self._sender_address, options))
        _expect(*connection.rcpt(to))
        code, answer = connection.data(message.as_bytes())
        _expect(code, answer)
        return _said(code, answer)

    def _connection(self) -> SMTP:
        if self._kept is not None and _is_healthy(self._kept):
            return self._kept
        self._drop()
        self._kept = self._opened()
        return self._kept

    def _opened(self) -> SMTP:
        server, greeting = self._server, self._sender_address.rpartition("@")[2] or "localhost"
        # The name for the greeting is given, because smtplib would look up our own: seconds, where DNS is slow.
        if server.is_tls:
            connection: SMTP = SMTP_SSL(
                server.host, server.port, greeting, timeout=self._timeout_seconds, context=self._tls
            )
        else:
            connection = SMTP(server.host, server.port, greeting, timeout=self._timeout_seconds)
        try:
            self._introduce(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _introduce(self, connection: SMTP) -> None:
        server = self._server
        connection.ehlo_or_helo_if_needed()
        if not server.is_tls and connection.has_extn("starttls"):
            connection.starttls(context=self._tls)
            connection.ehlo()
        elif not server.is_tls and server.user is not None:
            raise SMTPException("The server offers no STARTTLS, and a password is never sent in the clear.")
        if server.user is not None and server.password is not None:
            connection.login(server.user, server.password)

    def _drop(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            with suppress(SMTPException, OSError):
                kept.close()


def _tls(*, is_verified: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not is_verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _is_healthy(connection: SMTP) -> bool:
    try:
        return connection.noop()[0] == _OK
    except (SMTPException, OSError):
        return False


def _expect(code: int, answer: bytes) -> None:
    if 200 <= code < 300:
        return
    if 500 <= code < 600:
        raise MailRefused(_said(code, answer))
    raise SMTPResponseException(code, answer)


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"
