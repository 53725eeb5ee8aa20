"""A mailer that lays every mail into a folder, one file each, for machines without a mail server."""

import os
import re
from pathlib import Path

from relayboard.adapters.mime import mime_of
from relayboard.ports.clock import Clock
from relayboard.ports.mailer import Mail, MailerAway

_NOT_IN_FILE_NAMES = re.compile(r"[^A-Za-z0-9.-]+")
_ID_SHOWN = 60


class MailboxMailer:
    """Writes `<time>-<id>.eml`; names sort by time. Files can be read by their owner only: they carry codes."""

    def __init__(self, folder: Path, *, sender: str, clock: Clock) -> None:
        self._folder = folder
        self._sender = sender
        self._clock = clock

    def send(self, mail: Mail) -> str:
        """Write the mail, safe from power cuts, and return the file's name."""
        now = self._clock.now()
        content = mime_of(mail, sender=self._sender, at=now).as_bytes()
        mail_id = _NOT_IN_FILE_NAMES.sub("-", mail.message_id)[:_ID_SHOWN]
        name = f"{now:%Y%m%dT%H%M%S%fZ}-{mail_id}.eml"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(name, content, unfinished=f".{mail_id}.part")
        except OSError as error:
            raise MailerAway(f"The mailbox folder cannot be written: {error.strerror}.") from error
        return name

    def _write(self, name: str, content: bytes, *, unfinished: str) -> None:
        # Under another name until it is complete, so that no reader ever sees half a mail. What a crash leaves
        # behind is overwritten by the next attempt at the same mail.
        path = self._folder / unfinished
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.rename(self._folder / name)
        _sync_folder(self._folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
