"""Mails about events."""

from relayboard.domain.events import EventType, SubjectKind
from relayboard.domain.reminders import REMINDERS
from relayboard.domain.tasks import TITLE_MAX
from relayboard.notify.channels import Occasion
from relayboard.notify.mail_tags import tags_of
from relayboard.notify.plain_text import excerpt, one_line
from relayboard.notify.rendering import rendered
from relayboard.notify.site import Site
from relayboard.notify.wording import EXCERPT_SHOWN, NAME_SHOWN, card, changes, headline, quoted
from relayboard.ports.mailer import Mail

_AS_IT_IS = REMINDERS | {EventType.TASK_ASSIGNED}
_OUT_OF_REACH = frozenset({EventType.TASK_UNASSIGNED, EventType.TASK_DELETED})


class Mails:
    """Writes mails for one installation."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def about(self, occasion: Occasion, *, channel: str) -> Mail:
        """Return the mail that tells a person of an event."""
        event, person = occasion.event, occasion.person
        subject = headline(event)
        text, html = rendered(
            "event",
            product=self._site.product,
            home=self._site.home,
            settings=self._site.settings,
            headline=headline(event, title_shown=TITLE_MAX),
            lines=_lines(occasion),
            quote=_quote(occasion),
            link=self._link(occasion),
            link_text="Open Relayboard" if event.type in _OUT_OF_REACH else "Open the task",
            reason=occasion.recipient.reason,
        )
        return Mail(
            message_id=self._site.delivery_id(event.id, channel, person.id),
            to=person.email,
            to_name=one_line(person.name, longest=NAME_SHOWN),
            subject=subject,
            text=text,
            html=html,
            headers=self._headers(occasion),
            tags=tags_of(event.id, person.id),
        )

    def _link(self, occasion: Occasion) -> str:
        event = occasion.event
        if event.subject.kind is not SubjectKind.TASK or event.type in _OUT_OF_REACH:
            return self._site.home
        return self._site.task(event.subject.id)

    def _headers(self, occasion: Occasion) -> dict[str, str]:
        thread = f"<{self._site.thread_id(occasion.event.subject.id)}>"
        return {
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
            "List-Unsubscribe": f"<{self._site.settings}>",
            "In-Reply-To": thread,
            "References": thread,
        }


def _lines(occasion: Occasion) -> tuple[object, ...]:
    if occasion.event.type in _AS_IT_IS:
        return card(occasion.task) if occasion.task else ()
    return changes(occasion.event)


def _quote(occasion: Occasion) -> str:
    if occasion.event.type in _AS_IT_IS:
        return excerpt(occasion.task.content.description, longest=EXCERPT_SHOWN) if occasion.task else ""
    return quoted(occasion.event)
