"""What a Slack-compatible incoming web hook is sent: one line about an event, with a link to the task."""

import json

from relayboard.domain.events import Event, EventType, SubjectKind
from relayboard.notify.endpoint import Letter
from relayboard.notify.plain_text import isolated, one_line
from relayboard.notify.sentences import sentence
from relayboard.notify.site import Site

# Slack's own rule ("Formatting text for app surfaces"): these three, and nothing else, are written as entities.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Servers like Slack may look for names and Markdown's links in any text; with this in between they find none.
_UNSEEN = "\u200b"


class SlackLetters:
    """Writes events for one channel of a chat."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def about(self, event: Event) -> Letter:
        text = f"{sentence(event, _typed)} {self._link(event)}".strip()
        body = json.dumps({"text": text, "link_names": False, "unfurl_links": False}, ensure_ascii=False)
        return Letter({"Content-Type": "application/json"}, body.encode())

    def _link(self, event: Event) -> str:
        if event.subject.kind is not SubjectKind.TASK or event.type is EventType.TASK_DELETED:
            return ""
        return f"<{self._site.task(event.subject.id)}|Open the task>"


def _typed(text: str, longest: int) -> str:
    """Return what people typed as text that means nothing to the chat but itself."""
    line = one_line(text, longest=longest).translate(_ENTITIES)
    return isolated(line.replace("@", f"@{_UNSEEN}").replace("](", f"]{_UNSEEN}("))
