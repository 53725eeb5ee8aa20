"""What a Slack-compatible incoming web hook is sent: one line about an event, with a link to the task."""

import json

from relayboard.domain.events import Event, EventType, SubjectKind
from relayboard.notify.endpoint import Letter
from relayboard.notify.plain_text import isolated, one_line
from relayboard.notify.site import Site
from relayboard.notify.wording import NAME_SHOWN, TITLE_SHOWN, told_alike

_ALSO_NAMED = 5
# Slack's own rule ("Formatting text for app surfaces"): these three, and nothing else, are written as entities.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Servers like Slack may look for names and Markdown's links in any text; with this in between they find none.
_UNSEEN = "\u200b"


class SlackLetters:
    """Writes events for one channel of a chat."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def about(self, event: Event) -> Letter:
        text = f"{sentence(event)} {self._link(event)}".strip()
        body = json.dumps({"text": text, "link_names": False, "unfurl_links": False}, ensure_ascii=False)
        return Letter({"Content-Type": "application/json"}, body.encode())

    def _link(self, event: Event) -> str:
        if event.subject.kind is not SubjectKind.TASK or event.type is EventType.TASK_DELETED:
            return ""
        return f"<{self._site.task(event.subject.id)}|Open the task>"


def sentence(event: Event) -> str:
    """Say what happened in one sentence, to people whom it may not concern."""
    who, what = _typed(event.actor.name, NAME_SHOWN), f"“{_typed(event.subject.title, TITLE_SHOWN)}”"
    match event.type:
        case EventType.TASK_CREATED:
            return f"{who} created {what}"
        case EventType.TASK_ASSIGNED:
            return f"{who} assigned {what} to {_names(event)}"
        case EventType.TASK_UNASSIGNED:
            return f"{who} took {_names(event)} off {what}"
        case EventType.TASK_UPDATED:
            return f"{who} changed {what}"
        case EventType.TASK_DUE_SOON | EventType.TASK_OVERDUE:
            return f"{told_alike(event, who, what)}, and waits for {_names(event)}"
    told = told_alike(event, who, what)
    return told or f"{event.type.value.replace('.', ' ').replace('_', ' ').capitalize()}: {what}"


def _names(event: Event) -> str:
    names = [_typed(one.name, NAME_SHOWN) for one in event.people[:_ALSO_NAMED]]
    if len(event.people) > _ALSO_NAMED:
        names.append(f"{len(event.people) - _ALSO_NAMED} more")
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _typed(text: str, longest: int) -> str:
    """Return what people typed as text that means nothing to the chat but itself."""
    line = one_line(text, longest=longest).translate(_ENTITIES)
    return isolated(line.replace("@", f"@{_UNSEEN}").replace("](", f"]{_UNSEEN}("))
