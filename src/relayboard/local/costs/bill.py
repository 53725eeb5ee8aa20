"""What a month on AWS costs: how much of what an installation takes, times prices.

How much is asked of the table is not guessed: the request units are what the simulator counts for our own use
cases (`bench/dynamodb_model.py`; a test compares them). Everything else that is assumed has a name here.
"""

from dataclasses import dataclass

from relayboard.local.costs.prices import Prices

HOURS = 730  # of a month, as AWS's own calculator has it
_SECONDS = HOURS * 3600
_GB = 1e9

# Write and read units of a use case, with a description of 320 letters.
CREATE = {0: (7, 2), 1: (17, 3), 3: (26, 5)}
EDIT, MOVE = (14, 2), (17, 2)  # of a task with one assignee
READ_TASK, READ_PAGE = (0, 1), (0, 6)
TELL = (11, 6)  # one person, by mail and inbox
REPORT = (2, 2)  # what SES says, later, of one mail
OPEN_PAGE = (6, 2.5)  # a live socket, with its ticket and its end
PUSH = (0, 4)  # an event to two open pages
DIGEST_QUERIES = 2  # of a round without work, half a read unit each
ROUND = (1, 1.5)  # of reminders, in which nobody wakes; a morning is 30 more reads, and a write for each task told

FUNCTIONS = 20  # of the grouped layout, each with an alarm; without the channels that need an address
OTHER_ALARMS = 20  # seven queues of what was parked, six ways to throttle the table, and seven more
CHANNELS = 4
LEDGERS = 2  # of channels, in which lost deliveries are looked for
OTHER_QUEUES = 1  # of what SES says of mails
_MEMORY_GB = 0.5
_API_SECONDS, _WORKER_SECONDS, _MAIL_SECONDS = 0.025, 0.05, 0.2  # warm; cold starts are billed, too, and rare
_PAGE_SHARE = 0.5  # of reads that are a page of 50; the others read one task
_PREFLIGHTS = 0.25  # a request; browsers remember each address for two hours
_POLLERS, _POLL_SECONDS = 5, 20  # of Lambda on each queue, always
_LOOKS_AN_HOUR = 4  # for dead letters, and for whom to remind
_WAITS_AN_HOUR = 12  # looks for deliveries that have waited, and for digests that are due
_RUNS_AN_HOUR = 2 * _LOOKS_AN_HOUR + 2 * _WAITS_AN_HOUR
_PEOPLE_A_UNIT = 15  # profiles in a read unit, where reminders look who wakes
_DEAD_LETTER_QUEUES = 2  # that are looked into
_QUEUE_REQUESTS = 3  # a message: sent, received, deleted
_API_LOG_BYTES, _WORKER_LOG_BYTES = 1_300, 700
_ANSWER_BYTES, _PAGE_BYTES = 8_000, 1_000_000  # an answer of the API; the web page, once a user
_TASK_BYTES, _MONTHS_KEPT = 12_000, 24  # a task with its events and index entries
_TRACED_A_SECOND, _TRACED_SHARE = 1, 0.05  # X-Ray's default sampling
_BUILDS, _BUILD_MINUTES = 8, 3
_MAIL_BYTES = 20_000
_OPENINGS, _OPEN_MINUTES = 60, 4_800  # of a user's pages: three a day, for four hours in all, on twenty days
_PING_MINUTES = 4  # between what an open page says
_LISTENERS = 2  # open pages that hear of an event


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What people do in a month.

    Attributes:
        users: who sign in at least once.
        tasks: that are created, each with `assignees` people, `moves` from column to column and `comments`.
        reads: requests that read a task or a page of 50.
        own_key: whether the topics have a key of their own, as in environments/prod.
    """

    users: int
    tasks: int
    reads: int
    assignees: float = 1.0
    moves: float = 3.0
    comments: float = 1.0
    own_key: bool = False

    @property
    def is_idle(self) -> bool:
        """Whether nobody does anything."""
        return not (self.users or self.tasks or self.reads)

    @property
    def writes(self) -> float:
        """Requests that change something."""
        return self.tasks * (1 + self.moves + self.comments)

    @property
    def events(self) -> float:
        """What the stream carries: a created task with assignees is two."""
        return self.writes + self.tasks * min(1.0, self.assignees)

    @property
    def notices(self) -> float:
        """How often one person is told: each assignee of a new task, and one more person of each change."""
        return self.tasks * (self.assignees + self.moves + self.comments)

    @property
    def openings(self) -> int:
        """How often a page opens a live socket, with a ticket that it asks for."""
        return self.users * _OPENINGS

    @property
    def pings(self) -> float:
        """How often open pages say something, so that their sockets are kept."""
        return self.users * _OPEN_MINUTES / _PING_MINUTES

    @property
    def requests(self) -> float:
        """Requests of the API."""
        return self.reads + self.writes + self.openings

    @property
    def worked(self) -> float:
        """Calls of functions behind the API.

        For each event the stream and three channels, for each mail a report, what open pages do, and the clock.
        """
        pages = 2 * self.openings + self.pings
        return 4 * self.events + self.notices + pages + _RUNS_AN_HOUR * HOURS


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bill: so much of what, at which price."""

    service: str
    what: str
    price: str
    quantity: float


def lines_of(usage: Usage) -> list[Line]:
    """Return everything that is paid for in a month."""
    return [
        *_requests(usage),
        *_open_pages(usage),
        *_functions(usage),
        *_table(usage),
        *_notices(usage),
        *_watching(usage),
        *_page(usage),
    ]


def idle_of(usage: Usage) -> Usage:
    """Return the same installation in a month in which nobody does anything."""
    return Usage(users=0, tasks=0, reads=0, own_key=usage.own_key)


def total(lines: list[Line], prices: Prices, *, with_free: bool) -> float:
    """Return a month's dollars."""
    return sum(prices[line.price].of(line.quantity, with_free=with_free) for line in lines)


def _requests(usage: Usage) -> list[Line]:
    requests = usage.requests
    sent = requests * _ANSWER_BYTES + usage.notices * _MAIL_BYTES
    return [
        Line("API Gateway", "requests, with browsers' preflights", "api_requests", requests * (1 + _PREFLIGHTS)),
        Line("API Gateway", "GB sent", "data_out_gb", sent / _GB),
        Line("Cognito", "users who sign in", "pool_users", usage.users),
    ]


def _open_pages(usage: Usage) -> list[Line]:
    messages = usage.events * _LISTENERS + 2 * usage.pings  # each ping has an answer
    return [
        Line("API Gateway", "minutes of open pages", "socket_minutes", usage.users * _OPEN_MINUTES),
        Line("API Gateway", "messages to and from open pages", "socket_messages", messages),
    ]


def _functions(usage: Usage) -> list[Line]:
    runs = _RUNS_AN_HOUR * HOURS
    working = usage.worked * _WORKER_SECONDS
    seconds = usage.requests * _API_SECONDS + working + usage.notices * _MAIL_SECONDS
    return [
        Line("Lambda", "calls", "lambda_requests", usage.requests + usage.worked),
        Line("Lambda", "GB-seconds", "lambda_gb_seconds", seconds * _MEMORY_GB),
        Line("EventBridge Scheduler", "runs", "schedule_runs", runs),
    ]


def _table(usage: Usage) -> list[Line]:
    writes, reads = _units(usage)
    stored = usage.tasks * _MONTHS_KEPT * _TASK_BYTES / _GB
    return [
        Line("DynamoDB", "write units", "table_write_units", writes),
        Line("DynamoDB", "read units", "table_read_units", reads),
        Line("DynamoDB", f"GB stored, after {_MONTHS_KEPT} such months", "table_storage_gb", stored),
        Line("DynamoDB", "GB kept for point-in-time recovery", "table_recovery_gb", stored),
    ]


def _units(usage: Usage) -> tuple[float, float]:
    pages = usage.reads * _PAGE_SHARE
    counts = (
        (usage.tasks, _create(usage.assignees)),
        (usage.tasks * usage.moves, MOVE),
        (usage.tasks * usage.comments, EDIT),
        (pages, READ_PAGE),
        (usage.reads - pages, READ_TASK),
        (usage.notices, TELL),
        (usage.notices, REPORT),
        (usage.openings, OPEN_PAGE),
        (usage.events, PUSH),
        (_WAITS_AN_HOUR * HOURS, (0, LEDGERS)),
        (_WAITS_AN_HOUR * HOURS, (0, DIGEST_QUERIES / 2)),
        (_LOOKS_AN_HOUR * HOURS, (ROUND[0], ROUND[1] + usage.users / _PEOPLE_A_UNIT)),
    )
    return sum(count * units[0] for count, units in counts), sum(count * units[1] for count, units in counts)


def _create(assignees: float) -> tuple[float, float]:
    """Return the units of a new task, between and beyond those that were counted."""
    low, high = (0, 1) if assignees < 1 else (1, 3)
    share = (assignees - low) / (high - low)
    first, last = CREATE[low], CREATE[high]
    return first[0] + share * (last[0] - first[0]), first[1] + share * (last[1] - first[1])


def _notices(usage: Usage) -> list[Line]:
    queues = CHANNELS + OTHER_QUEUES
    polls = queues * _POLLERS * _SECONDS / _POLL_SECONDS + _DEAD_LETTER_QUEUES * _LOOKS_AN_HOUR * HOURS
    return [
        Line("DynamoDB Streams", "reads other than Lambda's", "stream_reads", 0),
        Line("SNS", "published events and reports on mail", "topic_publishes", usage.events + usage.notices),
        Line("SQS", "requests, Lambda's asking among them", "queue_requests", polls + _queued(usage)),
        Line("SES", "mails", "mails", usage.notices),
    ]


def _queued(usage: Usage) -> float:
    # Mail, inbox and open pages, and a report on each mail; new names of people are rare.
    return _QUEUE_REQUESTS * (usage.events * 3 + usage.notices)


def _watching(usage: Usage) -> list[Line]:
    logs = usage.requests * _API_LOG_BYTES + usage.worked * _WORKER_LOG_BYTES
    calls = usage.requests + usage.worked
    traces = min(calls, _TRACED_A_SECOND * _SECONDS + _TRACED_SHARE * calls)
    return [
        Line("CloudWatch", "GB of logs", "log_gb", logs / _GB),
        Line("CloudWatch", "alarms", "alarms", FUNCTIONS + OTHER_ALARMS),
        Line("CloudWatch", "dashboards", "dashboards", 1),
        Line("X-Ray", "traces", "traces", traces),
        Line("KMS", "key of the topics (prod)", "keys", 1 if usage.own_key else 0),
    ]


def _page(usage: Usage) -> list[Line]:
    builds = 0 if usage.is_idle else _BUILDS * _BUILD_MINUTES
    return [
        Line("Amplify", "GB of the page", "page_gb_served", usage.users * _PAGE_BYTES / _GB),
        Line("Amplify", "minutes of building", "page_build_minutes", builds),
    ]
