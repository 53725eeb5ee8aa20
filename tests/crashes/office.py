"""People, tasks, and comments of which everybody has to hear through every channel."""

from collections.abc import Iterator
from dataclasses import replace

from relayboard.domain.events import Event
from relayboard.notify.channels import Channel
from relayboard.notify.email import EmailChannel
from relayboard.notify.endpoint import EndpointChannel
from relayboard.notify.inbox import InboxChannel
from relayboard.notify.mails import Mails
from relayboard.notify.slack import SlackLetters
from relayboard.notify.webhook import WebhookLetters
from relayboard.ports.clock import Clock
from relayboard.ports.mailer import Mailer
from relayboard.ports.poster import Poster
from relayboard.store.tasks import save_task
from tests.unit.notify.world import ANN, BOB, LEAD, SITE, World, commented, task

HEARERS = (ANN, BOB)
TASKS = tuple(f"01ARZ3NDEKTSV4RRFFQ69G6F{number:02d}" for number in range(2))
SECRET = "0123456789abcdef"
CHANNELS = ("email", "inbox", "webhook", "slack")
ACTING_OUTSIDE = frozenset({"email", "webhook", "slack"})
NOTICES_OF_AN_EVENT = {"email": len(HEARERS), "inbox": len(HEARERS), "webhook": 1, "slack": 1}


def open_office(world: World) -> World:
    """Give everybody the same tasks."""
    for task_id in TASKS:
        made = replace(task(*HEARERS), id=task_id)
        world.store.commit(save_task(None, made, shards=1))
    return world


def comments(first: int, count: int) -> Iterator[Event]:
    """Return what is said, on one task after the other; numbers go up to 9999."""
    for number in range(first, first + count):
        said = commented(f"Comment {number}", actor=LEAD, watchers=HEARERS, number=number)
        subject = replace(said.subject, id=TASKS[number % len(TASKS)], title=f"Number {number}")
        yield replace(said, subject=subject)


def channel(name: str, mailer: Mailer, poster: Poster, clock: Clock) -> Channel | EndpointChannel:
    """Return a channel as the homes compose it."""
    match name:
        case "email":
            return EmailChannel(mailer, Mails(SITE, lambda: b"key"))
        case "inbox":
            return InboxChannel()
        case "webhook":
            return EndpointChannel(name, "Webhook", poster, WebhookLetters(SECRET, clock))
    return EndpointChannel(name, "Slack", poster, SlackLetters(SITE))
