"""Every key pattern of the table; nothing else knows them. `docs/data-model.md` lists the access patterns."""

from datetime import date, datetime
from hashlib import blake2b

from relayboard.domain.tasks import Status
from relayboard.ports.table import Key

NO_DUE_DATE = "~"  # sorts after every date
BOARDS = "BOARDS"
USERS = "USERS"
TRASH = "TRASH"
FAILED_DELIVERIES = "DELIVERY#failed"
GATHERED_DELIVERIES = "DELIVERY#digest"
ENDED_DIGESTS = "DELIVERY#digest#ended"
ADMIN_SOCKETS = "SOCKETS#ADMIN"
EVENT_PREFIX = "EVENT#"
OUTBOX_PREFIX = "OUTBOX#"
COMMENT_PREFIX = "COMMENT#"
NOTICE_PREFIX = "NOTICE#"
PERSONAL_PREFIX = "TASK#"
FEED_PREFIXES = (EVENT_PREFIX, OUTBOX_PREFIX)

_RANKS = {status: f"{rank}-{status}" for rank, status in enumerate(Status)}


def task(task_id: str) -> Key:
    """Key of a task itself."""
    return Key(f"TASK#{task_id}", "METADATA")


def assignment(task_id: str, user_id: str) -> Key:
    """Key of the card copy that a person's list reads."""
    return Key(f"TASK#{task_id}", f"ASSIGN#USER#{user_id}")


def comment(task_id: str, comment_id: str) -> Key:
    """Key of a comment."""
    return Key(f"TASK#{task_id}", f"{COMMENT_PREFIX}{comment_id}")


def event(subject_kind: str, subject_id: str, event_id: str) -> Key:
    """Key of an event, in the partition of what it is about."""
    return Key(f"{subject_kind.upper()}#{subject_id}", f"{EVENT_PREFIX}{event_id}")


def column(board_id: str, status: Status, shard: int = 0) -> str:
    """GSI1 partition of a board's tasks of one status."""
    return f"BOARD#{board_id}#STATUS#{status}#{shard}"


def column_shard(task_id: str, shards: int) -> int:
    """Pick the shard of a task: evenly spread, and of more shards the same one or one that is new.

    So tasks only ever move upwards, which reading relies on ("A Fast, Minimal Memory, Consistent Hash Algorithm",
    Lamping and Veach).
    """
    if shards == 1:
        return 0
    state = int.from_bytes(blake2b(task_id.encode(), digest_size=8).digest(), "big")
    shard, following = 0, 0
    while following < shards:
        shard = following
        state = (state * 2862933555777941757 + 1) % 2**64
        following = (shard + 1) * 2**31 // ((state >> 33) + 1)
    return shard


def in_shard(partition: str, shard: int) -> str:
    """Return another shard's partition of the same column."""
    return f"{partition.rpartition('#')[0]}#{shard}"


def shard_in(partition: str) -> int:
    """Return which shard of its column a partition is."""
    return int(partition.rpartition("#")[2])


def place(position: str, task_id: str) -> str:
    """GSI1 sort key of a task in its column."""
    return f"{position}#{task_id}"


def deleted_place(deleted_at: datetime, task_id: str) -> str:
    """GSI1 sort key of a task in the trash."""
    return f"{deleted_at.isoformat(timespec='microseconds')}#{task_id}"


def list_of(user_id: str) -> str:
    """GSI2 partition of the tasks that a person has been given."""
    return f"USER#{user_id}"


def list_status(status: Status) -> str:
    """Prefix of a person's tasks of one status; the number keeps the board's order."""
    return f"{_RANKS[status]}#"


def list_place(status: Status, due: date | None, task_id: str) -> str:
    """GSI2 sort key of a task in a person's list: by status, soonest due first."""
    return f"{list_status(status)}{due.isoformat() if due else NO_DUE_DATE}#{task_id}"


def due_day(due: date) -> str:
    """GSI2 partition of the open tasks that are due on a day."""
    return f"DUE#{due.isoformat()}"


def reminder(task_id: str, due: date, days: int, user_id: str) -> Key:
    """Key of what remembers that a person was reminded of a due date, so many days after it."""
    return Key(f"TASK#{task_id}", f"REMINDER#{due.isoformat()}#{days}#{user_id}")


def reminders() -> Key:
    """Key of how far reminders have come."""
    return Key("REMINDERS", "STATE")


def board(board_id: str) -> Key:
    """Key of a board."""
    return Key(BOARDS, f"BOARD#{board_id}")


def person(user_id: str) -> Key:
    """Key of a profile."""
    return Key(f"USER#{user_id}", "PROFILE")


def person_place(role: str, name: str, user_id: str) -> str:
    """GSI1 sort key of a person among all people: by role and name."""
    return f"{role}#{name.casefold()}#{user_id}"


def address(email: str) -> str:
    """GSI2 partition of the person with an e-mail address."""
    return f"EMAIL#{email}"


def admins() -> Key:
    """Key of the item that names all active admins, so that the last one can be guarded."""
    return Key(USERS, "ADMINS")


def personal_task(user_id: str, task_id: str) -> Key:
    """Key of a personal task."""
    return Key(f"USER#{user_id}", f"{PERSONAL_PREFIX}{task_id}")


def notice(user_id: str, notice_id: str) -> Key:
    """Key of an in-app notice."""
    return Key(f"USER#{user_id}", f"{NOTICE_PREFIX}{notice_id}")


def delivery(event_id: str, channel: str, user_id: str) -> Key:
    """Key of a ledger row: derived from event, channel and person, so that there is only ever one."""
    return Key(f"EVENT#{event_id}", f"DELIVERY#{channel}#{user_id}")


def delivery_place(event_id: str, channel: str, user_id: str) -> str:
    """GSI2 sort key of a ledger row under what its event is about."""
    return f"{event_id}#{channel}#{user_id}"


def deliveries_of(subject_kind: str, subject_id: str) -> str:
    """GSI2 partition of the ledger rows of everything that happened to a thing."""
    return f"DELIVERIES#{subject_kind}#{subject_id}"


def failed_place(at: datetime, event_id: str, channel: str, user_id: str) -> str:
    """GSI1 sort key of a ledger row among those that failed: by time."""
    return f"{at.isoformat(timespec='microseconds')}#{delivery_place(event_id, channel, user_id)}"


def failed_before(moment: datetime) -> str:
    """GSI1 sort key that comes after every ledger row that failed before a moment, and before the others."""
    return moment.isoformat(timespec="microseconds")


def retries_of(channel: str) -> str:
    """GSI1 partition of what a channel has begun and not finished."""
    return f"DELIVERY#retry#{channel}"


def retry_place(due: datetime, thing: str = "") -> str:
    """GSI1 sort key of something that is to be tried again: by the time from when on it may be."""
    return f"{due.isoformat(timespec='microseconds')}#{thing}"


def digest_place(due: datetime, user_id: str, event_id: str = "") -> str:
    """GSI1 sort key of a ledger row that waits for a digest: by the time of the digest and by person."""
    return f"{due.isoformat(timespec='microseconds')}#{user_id}#{event_id}"


def log_day(day: date) -> str:
    """GSI1 partition of a day's events."""
    return f"LOG#{day.isoformat()}#0"


def remembered(user_id: str, idempotency_key: str) -> Key:
    """Key of a remembered answer."""
    return Key(f"IDEMPOTENCY#{user_id}#{idempotency_key}", "ANSWER")


def outbox(mail_id: str) -> Key:
    """Key of a mail of the user pool that waits to be sent."""
    return Key(f"OUTBOX#{mail_id}", f"{OUTBOX_PREFIX}{mail_id}")


def live_ticket(digest: str) -> Key:
    """Key of a ticket for a live socket, by the digest of its value."""
    return Key(f"LIVE_TICKET#{digest}", "TICKET")


def calendar_of(user_id: str) -> Key:
    """Key of a person's calendar feed."""
    return Key(f"USER#{user_id}", "CALENDAR")


def calendar_feed(digest: str) -> Key:
    """Key of the calendar feed whose secret has this digest."""
    return Key(f"CALENDAR#{digest}", "FEED")


def socket(connection_id: str) -> Key:
    """Key of a live socket."""
    return Key(f"SOCKET#{connection_id}", "CONNECTION")


def sockets_of(user_id: str) -> str:
    """GSI2 partition of a person's live sockets."""
    return f"SOCKETS#{user_id}"


def status_shards() -> Key:
    """Key of how many shards columns have, and how far tasks have been spread over them."""
    return Key("STATUS_SHARDS", "STATE")


def unsubscribe_key() -> Key:
    """Key of what links for switching off mail are signed with."""
    return Key("UNSUBSCRIBE", "KEY")


def channel_position(channel: str) -> Key:
    """Key of how far a channel has read the change feed."""
    return Key(f"CHANNEL#{channel}", "POSITION")
