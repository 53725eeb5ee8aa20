"""The settings of the one-machine home: read once, from flags and the environment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from relayboard.domain.errors import Invalid
from relayboard.domain.people import normal_email
from relayboard.store.status_shards import MAX_SHARDS

PREFIX = "RELAYBOARD_"
SLOWEST_MAIL = 0.1  # a mail waits for its turn while its attempt is claimed, which is for a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where events are posted to; an empty address is none, and every address may be a secret.

    Attributes:
        allow_private: post to private addresses as well, and take http.
    """

    webhook: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    slack: str = field(default="", repr=False)
    allow_private: bool = False

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of their channels."""
        return tuple(name for name in ("webhook", "slack") if getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How one server runs.

    Attributes:
        port: 0 takes any free one.
        data: the folder with everything that has to survive.
        store: `sqlite`, or `dynamodb://TABLE?region=…&endpoint=…`.
        smtp: `smtp://user:password@host:port`; without it mail goes to `DATA/mailbox`.
        mail_from: the sender of all mail.
        mails_per_second: how fast mail is sent at most; 0 is no limit.
        webhook: where every event is posted to, signed with the secret; empty: nowhere.
        slack: the secret address of a Slack-compatible incoming web hook; empty: none.
        allow_private_addresses: whether those two may be in a private network, and take http.
        public_url: how people reach this server, without a slash at the end; empty: host and port.
        page: the built page.
        allowed_domains: of addresses that may sign up; empty allows all.
        admin_emails: who becomes an admin when they confirm their sign-up.
        allowed_origins: pages elsewhere that may call the API.
        requests_per_second: of one person or source, on average; 0 is no limit.
        status_shards: over how many partitions each column is spread, at least; a table that has more keeps them.
        is_demo: with demo data, sign-ins and a readable mailbox.
        aws: the variables of the environment that AWS's own programs read, credentials among them.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = Path("relayboard-data")
    store: str = "sqlite"
    smtp: str = ""
    mail_from: str = "Relayboard <relayboard@localhost>"
    mails_per_second: float = 0.0
    webhook: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    slack: str = field(default="", repr=False)
    allow_private_addresses: bool = False
    public_url: str = ""
    page: Path = Path(__file__).parents[3] / "web" / "dist"
    allowed_domains: frozenset[str] = frozenset()
    admin_emails: frozenset[str] = frozenset()
    allowed_origins: frozenset[str] = frozenset()
    requests_per_second: float = 50.0
    status_shards: int = 1
    is_demo: bool = False
    log_level: str = "warning"
    aws: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, environ: Mapping[str, str], flags: Mapping[str, Any] | None = None) -> "Settings":
        """Read the environment (`RELAYBOARD_PORT` for `port` and so on); flags that are not `None` win.

        Raises:
            Invalid: naming every variable or flag that cannot be understood.
        """
        given = {flag: environ[PREFIX + flag.upper()] for flag in _FLAGS if environ.get(PREFIX + flag.upper())}
        given |= {flag: value for flag, value in (flags or {}).items() if value is not None}
        values: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for flag, value in given.items():
            name, reader, wanted = _FLAGS[flag]
            try:
                values[name] = reader(value)
            except (ValueError, Invalid):
                problems[flag] = f"Cannot be “{value}”. {wanted}"
        if problems:
            raise Invalid(problems)
        aws = {name: value for name, value in environ.items() if name.startswith("AWS_") or name == "HOME"}
        return replace(cls(aws=aws), **values)

    @property
    def mailbox(self) -> Path:
        """The folder of mail that is not sent anywhere."""
        return self.data / "mailbox"

    @property
    def endpoints(self) -> Endpoints:
        """The receivers on the web."""
        return Endpoints(
            webhook=self.webhook,
            webhook_secret=self.webhook_secret,
            slack=self.slack,
            allow_private=self.allow_private_addresses,
        )

    @property
    def origin(self) -> str:
        """The origin of the page: the public address without a path."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    def at_port(self, port: int) -> "Settings":
        """Return these settings with the port that was really taken, and the address that goes with it."""
        shown = "localhost" if self.host in ("127.0.0.1", "::1", "0.0.0.0", "::") else self.host  # noqa: S104
        return replace(self, port=port, public_url=self.public_url or f"http://{shown}:{port}")


def _words(value: str) -> frozenset[str]:
    return frozenset(word.strip().lower() for word in value.split(",") if word.strip())


def _domains(value: str) -> frozenset[str]:
    return frozenset(normal_email(f"anybody@{word.removeprefix('@')}").partition("@")[2] for word in _words(value))


def _emails(value: str) -> frozenset[str]:
    return frozenset(map(normal_email, _words(value)))


def _origins(value: str) -> frozenset[str]:
    return frozenset(map(_origin, _words(value)))


def _origin(value: str) -> str:
    """Read `scheme://host[:port]` (RFC 6454): no path, and nothing that stands for all."""
    parts = _web_address(value)
    if parts.path not in ("", "/") or parts.query or "*" in value:
        raise ValueError(value)
    return f"{parts.scheme}://{parts.netloc}"


def _public_url(value: str) -> str:
    parts = _web_address(value)
    if parts.query or parts.fragment:
        raise ValueError(value)
    return value.rstrip("/")


def _web_address(value: str) -> SplitResult:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or " " in value:
        raise ValueError(value)
    if parts.port == 0:  # reading it also raises ValueError for one that is no number
        raise ValueError(value)
    return parts


def _sender(value: str) -> str:
    normal_email(parseaddr(value)[1])
    if any(letter < " " for letter in value):
        raise ValueError(value)
    return value


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("1", "true", "yes", "on"):
        return True
    if str(value).lower() in ("0", "false", "no", "off"):
        return False
    raise ValueError(value)


def _port(value: object) -> int:
    port = int(str(value))
    if not 0 <= port <= 65535:
        raise ValueError(value)
    return port


def _shards(value: object) -> int:
    shards = int(str(value))
    if not 1 <= shards <= MAX_SHARDS:
        raise ValueError(value)
    return shards


def _rate(value: object) -> float:
    rate = float(str(value))
    if not 0 <= rate < 1_000_000:
        raise ValueError(value)
    return rate


def _mail_rate(value: object) -> float:
    rate = _rate(value)
    if 0 < rate < SLOWEST_MAIL:
        raise ValueError(value)
    return rate


def _level(value: str) -> str:
    if value.lower() not in ("debug", "info", "warning", "error"):
        raise ValueError(value)
    return value.lower()


def _path(value: object) -> Path:
    return Path(str(value))


# Flag: attribute, reader, and what to say when the reader refuses a value.
_FLAGS: Mapping[str, tuple[str, Callable[[Any], object], str]] = {
    "host": ("host", str, ""),
    "port": ("port", _port, "Give a number from 0 to 65535."),
    "data": ("data", _path, ""),
    "store": ("store", str, ""),
    "smtp": ("smtp", str, ""),
    "mail_from": ("mail_from", _sender, "Give an address, such as “Relayboard <board@a.example>”."),
    "mails_per_second": (
        "mails_per_second",
        _mail_rate,
        f"Give a number from {SLOWEST_MAIL}, or 0 for no limit.",
    ),
    "webhook": ("webhook", str, ""),
    "webhook_secret": ("webhook_secret", str, ""),
    "slack": ("slack", str, ""),
    "allow_private_addresses": ("allow_private_addresses", _truth, "Give true or false."),
    "public_url": ("public_url", _public_url, "Give an address such as https://board.a.example."),
    "page": ("page", _path, ""),
    "allowed_domains": ("allowed_domains", _domains, "Give domains, with commas between: a.example,b.example."),
    "admin_email": ("admin_emails", _emails, "Give e-mail addresses, with commas between."),
    "allowed_origins": (
        "allowed_origins",
        _origins,
        "Give origins, with commas between, such as https://a.example; “*” is none.",
    ),
    "requests_per_second": ("requests_per_second", _rate, "Give a number, 0 for no limit."),
    "status_shards": ("status_shards", _shards, f"Give a number from 1 to {MAX_SHARDS}."),
    "demo": ("is_demo", _truth, "Give true or false."),
    "log_level": ("log_level", _level, "Give debug, info, warning or error."),
}
