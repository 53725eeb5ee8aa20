"""Mails about events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from relayboard.domain.events import EventType, SubjectKind
from relayboard.domain.preferences import Kind
from relayboard.domain.reminders import REMINDERS
from relayboard.domain.tasks import TITLE_MAX
from relayboard.domain.unsubscribing import Mailing, Unsubscription
from relayboard.notify.channels import Occasion
from relayboard.notify.digests import DigestLine
from relayboard.notify.kinds import KINDS, called
from relayboard.notify.mail_tags import tags_of
from relayboard.notify.plain_text import excerpt, one_line
from relayboard.notify.rendering import rendered
from relayboard.notify.site import Site
from relayboard.notify.wording import EXCERPT_SHOWN, NAME_SHOWN, card, changes, headline, quoted
from relayboard.ports.mailer import Mail

_AS_IT_IS = REMINDERS | {EventType.TASK_ASSIGNED}
_OUT_OF_REACH = frozenset({EventType.TASK_UNASSIGNED, EventType.TASK_DELETED})


@dataclass(frozen=True, slots=True)
class _Letter:
    """What one mail has for itself; `mailing` is what the link in it switches off."""

    template: str
    mailing: Mailing
    subject: str
    values: Mapping[str, object]
    headers: Mapping[str, str] = field(default_factory=dict)


class Mails:
    """Writes mails for one installation.

    Args:
        unsubscribe_key: returns what links for switching off mail are signed with.
    """

    def __init__(self, site: Site, unsubscribe_key: Callable[[], bytes]) -> None:
        self._site = site
        self._unsubscribe_key = unsubscribe_key

    def about(self, occasion: Occasion, *, channel: str) -> Mail:
        """Return the mail that tells a person of an event."""
        event, person, site = occasion.event, occasion.person, self._site
        letter = self._digest(occasion) if event.type is EventType.DIGEST_DUE else self._notice(occasion)
        token = Unsubscription(person.id, letter.mailing).token(self._unsubscribe_key())
        text, html = rendered(
            letter.template,
            product=site.product,
            home=site.home,
            settings=site.settings,
            reason=occasion.recipient.reason,
            switch_off=site.unsubscribe_page(token),
            **letter.values,
        )
        return Mail(
            message_id=site.delivery_id(event.id, channel, person.id),
            to=person.email,
            to_name=one_line(person.name, longest=NAME_SHOWN),
            subject=letter.subject,
            text=text,
            html=html,
            headers={
                "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
                "List-Unsubscribe": f"<{site.unsubscribe_call(token)}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                **letter.headers,
            },
            tags=tags_of(event.id, person.id),
        )

    def _notice(self, occasion: Occasion) -> _Letter:
        event = occasion.event
        kind = KINDS.get(event.type, Kind.CHANGE)
        thread = f"<{self._site.thread_id(event.subject.id)}>"
        values = {
            "headline": headline(event, title_shown=TITLE_MAX),
            "lines": _lines(occasion),
            "quote": _quote(occasion),
            "link": self._link(occasion),
            "link_text": "Open Relayboard" if event.type in _OUT_OF_REACH else "Open the task",
            "switch_off_text": f"Switch off mail about {called(kind)}",
        }
        headers = {"In-Reply-To": thread, "References": thread}
        return _Letter("event", Mailing(kind.value), headline(event), values, headers)

    def _digest(self, occasion: Occasion) -> _Letter:
        lines = occasion.lines
        subject = f"News of “{lines[0].title}”" if len(lines) == 1 else f"News of {len(lines)} tasks"
        values = {
            "headline": subject,
            "lines": [(line, self._line_link(line)) for line in lines],
            "link": self._site.own_tasks,
            "link_text": "Open my tasks",
            "switch_off_text": "Switch off these digests",
        }
        return _Letter("digest", Mailing.DIGEST, subject, values)

    def _link(self, occasion: Occasion) -> str:
        event = occasion.event
        if event.subject.kind is not SubjectKind.TASK or event.type in _OUT_OF_REACH:
            return self._site.home
        return self._site.task(event.subject.id)

    def _line_link(self, line: DigestLine) -> str:
        return self._site.task(line.task_id) if line.is_within_reach else ""


def _lines(occasion: Occasion) -> tuple[object, ...]:
    if occasion.event.type in _AS_IT_IS:
        return card(occasion.task) if occasion.task else ()
    return changes(occasion.event)


def _quote(occasion: Occasion) -> str:
    if occasion.event.type in _AS_IT_IS:
        return excerpt(occasion.task.content.description, longest=EXCERPT_SHOWN) if occasion.task else ""
    return quoted(occasion.event)
