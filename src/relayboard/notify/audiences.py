"""Whom a channel tells: people, each of whom may have reasons of their own not to be told, or one endpoint."""

from datetime import datetime
from typing import Any, Protocol

from relayboard.domain.events import Event, EventType, SubjectKind
from relayboard.domain.people import Person, PersonRef
from relayboard.domain.permissions import may_see
from relayboard.domain.reminders import is_overtaken
from relayboard.domain.tasks import Task
from relayboard.notify.channels import Channel, Delivered, Occasion
from relayboard.notify.digests import DigestLine, lines_in
from relayboard.notify.endpoint import EndpointChannel
from relayboard.notify.reach import why_out_of_reach
from relayboard.notify.recipients import Recipient, is_for_eyes_only, is_news, recipients
from relayboard.notify.timing import MAIL, Later, later, why_unwanted
from relayboard.store.people import person_ref
from relayboard.store.store import Found, Ref
from relayboard.store.tasks import task_ref


class Audience(Protocol):
    """Those whom a channel tells."""

    @property
    def name(self) -> str:
        """Name the channel in the ledger; it never changes."""

    @property
    def acts_outside(self) -> bool:
        """Tell whether an attempt must be claimed before it begins."""

    def hearers(self, event: Event) -> tuple[Recipient, ...]:
        """Return who hears of an event."""

    def facts(self, event: Event, hearers: tuple[Recipient, ...]) -> tuple[Ref[Any], ...]:
        """Say what has to be read before they are told."""

    def why_not(self, event: Event, hearer: Recipient, found: Found) -> str | None:
        """Say why somebody is not told after all."""

    def later(
        self, event: Event, hearer: Recipient, found: Found, *, now: datetime, is_begun: bool = False
    ) -> Later | None:
        """Say until when somebody is not told yet; `None` when they are told now."""

    def deliver(self, event: Event, hearer: Recipient, found: Found) -> Delivered:
        """Tell somebody.

        Raises:
            Refused, TryAgain.
        """


def audience_of(channel: Channel | EndpointChannel) -> Audience:
    """Return those whom a channel tells."""
    return _Endpoint(channel) if isinstance(channel, EndpointChannel) else _People(channel)


class _People:
    """Everybody who is to hear of an event."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.name = channel.name
        self.acts_outside = channel.acts_outside

    def hearers(self, event: Event) -> tuple[Recipient, ...]:
        return recipients(event) if event.type is not EventType.DIGEST_DUE or self.name == MAIL else ()

    def facts(self, event: Event, hearers: tuple[Recipient, ...]) -> tuple[Ref[Any], ...]:
        people = (person_ref(one.person.id) for one in hearers)
        if event.type is EventType.DIGEST_DUE:
            return (*people, *(task_ref(line.task_id) for line in lines_in(event)))
        return (*people, task_ref(event.subject.id))

    def why_not(self, event: Event, hearer: Recipient, found: Found) -> str | None:
        person = found[person_ref(hearer.person.id)]
        if person is None:
            return "This person has no profile."
        if not person.is_active:
            return "This person is deactivated."
        if not self._channel.is_wanted_by(person):
            return "This person has switched this channel off."
        if out_of_reach := why_out_of_reach(person, self.name):
            return out_of_reach
        if is_for_eyes_only(event.type) and not may_see(_task(event, found), person.role, person.id):
            return "This person may not see the task any more."
        if is_overtaken(event, _task(event, found)):
            return "The task has been done meanwhile, or is due on another day."
        if unwanted := why_unwanted(person, event, channel=self.name):
            return unwanted
        if event.type is EventType.DIGEST_DUE and not _visible_lines(event, person, found):
            return "There is nothing to tell any more."
        return None

    def later(
        self, event: Event, hearer: Recipient, found: Found, *, now: datetime, is_begun: bool = False
    ) -> Later | None:
        person = found[person_ref(hearer.person.id)]
        return later(person, event, channel=self.name, now=now, is_begun=is_begun) if person else None

    def deliver(self, event: Event, hearer: Recipient, found: Found) -> Delivered:
        person, task = found[person_ref(hearer.person.id)], _task(event, found)
        if person is None:
            raise LookupError(hearer.person.id)  # why_not has said so before
        seen = task if may_see(task, person.role, person.id) else None
        lines = _visible_lines(event, person, found)
        return self._channel.deliver(
            Occasion(event=event, recipient=hearer, person=person, task=seen, lines=lines)
        )


class _Endpoint:
    """The one place that an endpoint's channel leads to; in the ledger it stands where people stand."""

    def __init__(self, channel: EndpointChannel) -> None:
        self._channel = channel
        self._hearer = Recipient(
            PersonRef(channel.name, channel.title), "it hears of everything that people hear of"
        )
        self.name = channel.name
        self.acts_outside = True

    def hearers(self, event: Event) -> tuple[Recipient, ...]:
        return (self._hearer,) if is_news(event) else ()

    def facts(self, event: Event, hearers: tuple[Recipient, ...]) -> tuple[Ref[Any], ...]:  # noqa: ARG002
        return ()

    def why_not(self, event: Event, hearer: Recipient, found: Found) -> str | None:  # noqa: ARG002
        return None

    def later(self, *_: object, **__: object) -> None:
        return None

    def deliver(self, event: Event, hearer: Recipient, found: Found) -> Delivered:  # noqa: ARG002
        return self._channel.deliver(event)


def _visible_lines(event: Event, person: Person, found: Found) -> tuple[DigestLine, ...]:
    if event.type is not EventType.DIGEST_DUE:
        return ()
    return tuple(
        line
        for line in lines_in(event)
        if not line.needs_sight or may_see(found[task_ref(line.task_id)], person.role, person.id)
    )


def _task(event: Event, found: Found) -> Task | None:
    return found[task_ref(event.subject.id)] if event.subject.kind is SubjectKind.TASK else None
