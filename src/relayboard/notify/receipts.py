"""What a mail service reports of mails that it took: it goes into the ledger, and a dead address into the profile.

Reports come late, again and in any order; of several about one mail the heaviest holds, so all orders end alike.
Whoever is suppressed becomes so in the transaction that writes the ledger row, so a repeated report cannot
suppress anew what an admin has lifted.
"""

import logging
from dataclasses import replace

from relayboard.domain.deliveries import Delivery, Outcome, OutcomeKind
from relayboard.domain.errors import Unavailable
from relayboard.domain.events import RELAYBOARD, Event, EventType, Subject, SubjectKind
from relayboard.domain.people import Person
from relayboard.domain.suppressions import Suppression, SuppressionCause
from relayboard.notify.mail_tags import Tagged, tagged
from relayboard.notify.plain_text import without_addresses
from relayboard.ports.mailer import MailReport
from relayboard.ports.table import Write
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.deliveries import delivery_ref, save_delivery
from relayboard.store.events import record_event
from relayboard.store.people import person_ref, save_person
from relayboard.store.store import Store

CHANNEL = "email"

log = logging.getLogger(__name__)


class Receipts:
    """Takes reports on mails."""

    def __init__(self, store: Store, units: UnitsOfWork) -> None:
        self._store = store
        self._units = units

    def take(self, report: MailReport) -> None:
        """Write down what a report says; one on a mail that the ledger does not know is dropped.

        Raises:
            Unavailable: the mail is only just being sent; the report has to come again.
            Conflict: others keep writing the same row; likewise.
        """
        name = tagged(report.tags)
        if name is None:
            _note("receipt_untagged", report.outcome)
        else:
            outcome = _without_addresses(report.outcome)
            self._units.attempt(lambda: self._record(name, replace(report, outcome=outcome)))

    def _record(self, name: Tagged, report: MailReport) -> None:
        row_ref, profile_ref = delivery_ref(name.event_id, CHANNEL, name.user_id), person_ref(name.user_id)
        found = self._store.fetch(row_ref, profile_ref)
        row, person = found[row_ref], found[profile_ref]
        if row is None:
            _note("receipt_unknown", report.outcome)
            return
        if not row.is_settled:
            raise Unavailable("This mail is only just being sent.")
        told = row.resulting_in(report.outcome)
        if told is not row:
            self._store.commit([save_delivery(row, told), *self._suppressing(person, report)])
            _note(f"delivery_{report.outcome.kind.value}", report.outcome, told)

    def _suppressing(self, person: Person | None, report: MailReport) -> list[Write]:
        suppression = None if person is None else _suppression(person, report)
        if person is None or suppression is None or not suppression.outweighs(person.suppression):
            return []
        event = Event(
            id=self._units.new_id(),
            type=EventType.USER_SUPPRESSED,
            at=self._units.now(),
            actor=RELAYBOARD,
            subject=Subject(SubjectKind.USER, person.id, person.name),
            after=suppression.facts,
            people=(person.ref,),
        )
        return [save_person(person, person.with_suppression(suppression, at=event.at)), record_event(event)]


def _suppression(person: Person, report: MailReport) -> Suppression | None:
    """Return what follows for a person; an address that is theirs no longer does not matter."""
    outcome = report.outcome
    if not outcome.ends_mail or _on_the_wire(person.email) not in map(_on_the_wire, report.recipients):
        return None
    is_complaint = outcome.kind is OutcomeKind.COMPLAINED
    return Suppression(
        address=person.email,
        cause=SuppressionCause.COMPLAINT if is_complaint else SuppressionCause.BOUNCE,
        reason=outcome.reason,
        at=outcome.at,
    )


def _without_addresses(outcome: Outcome) -> Outcome:
    return replace(outcome, reason=without_addresses(outcome.reason) or None) if outcome.reason else outcome


def _on_the_wire(address: str) -> str:
    """Return an address as mail servers exchange it, in lower case."""
    local_part, _, domain = address.lower().rpartition("@")
    return f"{local_part}@{domain}" if domain.isascii() else f"{local_part}@{domain.encode('idna').decode()}"


def _note(what: str, outcome: Outcome, row: Delivery | None = None) -> None:
    facts = {} if row is None else {"event_id": row.event_id, "channel": row.channel, "user_id": row.person.id}
    log.info(what, extra={"outcome": outcome.kind.value, **facts})
