"""The doctor's look at the mail server."""

import socket
import ssl
from pathlib import Path
from smtplib import SMTPAuthenticationError, SMTPException, SMTPNotSupportedError, SMTPServerDisconnected

from relayboard.adapters.smtp_mailer import SmtpMailer
from relayboard.adapters.smtp_url import SmtpServer
from relayboard.local.doctor.findings import Finding, fine, wrong
from relayboard.ports.clock import Clock
from relayboard.ports.mailer import MailerBusy

PATIENCE_SECONDS = 3.0


def check_mail(
    smtp: str | None,
    data: Path,
    *,
    clock: Clock,
    mails_per_second: float = 0.0,
    timeout_seconds: float = PATIENCE_SECONDS,
    tls: ssl.SSLContext | None = None,
) -> Finding:
    """Look whether the mail server would take mail from us, up to the password; no mail is sent.

    Args:
        tls: how certificates are judged, instead of the mailer's own rules.
    """
    if not smtp:
        return fine(f"No mail server is named; mail goes to {data / 'mailbox'}.")
    try:
        server = SmtpServer.read(smtp)
        mailer = SmtpMailer(
            smtp, sender="relayboard@localhost", clock=clock, timeout_seconds=timeout_seconds, tls=tls
        )
    except ValueError as error:
        return wrong(f"The mail server's address cannot be used: {error}", "smtp://user:password@host:port")
    try:
        mailer.check()
    except MailerBusy as busy:
        where = f"The mail server {server.host}:{server.port}"
        cause = busy.__cause__
        return _refused(where, cause) if isinstance(cause, SMTPException) else _unreached(where, cause)
    finally:
        mailer.close()
    signed_in = " and knows us" if server.user else ""
    pace = f"; it gets {mails_per_second:g} mails a second at most" if mails_per_second else ""
    return fine(f"The mail server {server.host}:{server.port} answers{signed_in}{pace}.")


def _refused(where: str, cause: SMTPException) -> Finding:
    match cause:
        case SMTPAuthenticationError():
            return wrong(
                f"{where} refuses user or password.", "Check both; some providers want a password for apps."
            )
        case SMTPNotSupportedError():
            return wrong(
                f"{where} takes no user and password.", "Leave them out, or use the port for sending (587)."
            )
        case SMTPServerDisconnected() if isinstance(cause.__context__, TimeoutError):
            return wrong(f"{where} does not answer.", "Is it a mail server? Port 465 needs smtps://.")
        case SMTPServerDisconnected():
            return wrong(f"{where} hangs up: {cause}.", "Is it a mail server? Port 465 needs smtps://.")
    return wrong(f"{where} does not want us: {cause}", "Check the port; with a password it must offer TLS.")


def _unreached(where: str, cause: BaseException | None) -> Finding:
    match cause:
        case ssl.SSLCertVerificationError():
            return wrong(
                f"{where} has a certificate that is not valid here: {cause.verify_message}.",
                "Use the name that is in the certificate; check this computer's clock.",
            )
        case ssl.SSLError():
            return wrong(
                f"{where} does not speak TLS there.", "smtps:// is for port 465; for 25 and 587 use smtp://."
            )
        case socket.gaierror():
            return wrong(f"{where} has a name that nobody knows.", "Check the name, and this computer's DNS.")
        case ConnectionRefusedError():
            return wrong(f"{where} cannot be reached: nothing listens there.", "Check host and port.")
        case TimeoutError():
            return wrong(f"{where} does not answer.", "Check host and port; a firewall may be in between.")
    return wrong(f"{where} cannot be reached: {cause}.", "Check host, port and network.")
