"""What happened, in one sentence for people whom it may not concern."""

from collections.abc import Callable
from typing import TypeAlias

from relayboard.domain.events import Event, EventType
from relayboard.notify.plain_text import plainly
from relayboard.notify.wording import NAME_SHOWN, TITLE_SHOWN, told_alike

_ALSO_NAMED = 5

Typed: TypeAlias = Callable[[str, int], str]
"""Returns what people typed as the reader is to see it, in at most so many characters."""


def sentence(event: Event, typed: Typed = plainly) -> str:
    """Say what happened."""
    who, what = typed(event.actor.name, NAME_SHOWN), f"“{typed(event.subject.title, TITLE_SHOWN)}”"
    match event.type:
        case EventType.TASK_CREATED:
            return f"{who} created {what}"
        case EventType.TASK_ASSIGNED:
            return f"{who} assigned {what} to {_names(event, typed)}"
        case EventType.TASK_UNASSIGNED:
            return f"{who} took {_names(event, typed)} off {what}"
        case EventType.TASK_UPDATED:
            return f"{who} changed {what}"
        case EventType.TASK_DUE_SOON | EventType.TASK_OVERDUE:
            return f"{told_alike(event, who, what)}, and waits for {_names(event, typed)}"
    told = told_alike(event, who, what)
    return told or f"{event.type.value.replace('.', ' ').replace('_', ' ').capitalize()}: {what}"


def _names(event: Event, typed: Typed) -> str:
    names = [typed(one.name, NAME_SHOWN) for one in event.people[:_ALSO_NAMED]]
    if len(event.people) > _ALSO_NAMED:
        names.append(f"{len(event.people) - _ALSO_NAMED} more")
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
