"""What a channel is: one way of telling one person of one event."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from relayboard.domain.errors import RelayboardError
from relayboard.domain.events import Event
from relayboard.domain.people import Person
from relayboard.domain.tasks import Task
from relayboard.notify.digests import DigestLine
from relayboard.notify.recipients import Recipient
from relayboard.ports.table import Write


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Everything that is needed to tell one person of one event.

    Attributes:
        person: the recipient's profile.
        task: the task as it is now, when there is one that the person may see.
        lines: of a digest, those that the person may see.
    """

    event: Event
    recipient: Recipient
    person: Person
    task: Task | None
    lines: tuple[DigestLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivered:
    """That a person was told.

    Attributes:
        receipt: what the receiving side answered.
        writes: what is written in one transaction with the ledger row.
    """

    receipt: str | None = None
    writes: tuple[Write, ...] = ()


class Refused(RelayboardError):
    """The receiving side will never take this."""


class TryAgain(RelayboardError):
    """The receiving side did not take this now.

    Attributes:
        after: what it asked to be left alone for.
    """

    def __init__(self, reason: str, *, after: timedelta = timedelta()) -> None:
        self.after = after
        super().__init__(reason)


class Away(TryAgain):
    """The receiving side takes nothing at all now: whatever comes next would fare no better."""


class Channel(Protocol):
    """One way of telling people."""

    @property
    def name(self) -> str:
        """Name the channel in the ledger; it never changes."""

    @property
    def acts_outside(self) -> bool:
        """Tell whether delivering does anything beside the writes it returns, so that it must be claimed first."""

    def is_wanted_by(self, person: Person) -> bool:
        """Tell whether the person has left this channel switched on."""

    def deliver(self, occasion: Occasion) -> Delivered:
        """Tell the person.

        Raises:
            Refused, TryAgain: the text says why, and names nobody.
        """
