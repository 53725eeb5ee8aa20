"""The in-app channel: a line in a person's inbox."""

from relayboard.domain.events import SubjectKind
from relayboard.domain.notices import Notice
from relayboard.domain.people import Person
from relayboard.notify.channels import Delivered, Occasion
from relayboard.notify.wishes import WISHES
from relayboard.notify.wording import headline
from relayboard.store.notices import put_notice


class InboxChannel:
    """Tells people on the page itself."""

    name = "inbox"
    acts_outside = False

    def is_wanted_by(self, person: Person) -> bool:
        return WISHES[self.name](person)

    def deliver(self, occasion: Occasion) -> Delivered:
        event = occasion.event
        notice = Notice(
            id=event.id,
            user_id=occasion.person.id,
            event_type=event.type,
            text=headline(event),
            task_id=event.subject.id if event.subject.kind is SubjectKind.TASK else None,
            at=event.at,
        )
        return Delivered(writes=(put_notice(notice),))
