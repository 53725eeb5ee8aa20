"""The settings of the one-machine home: read once, from flags and the environment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from relayboard.domain.errors import Invalid
from relayboard.domain.people import normal_email

PREFIX = "RELAYBOARD_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How one server runs.

    Attributes:
        port: 0 takes any free one.
        data: the folder with everything that has to survive.
        store: `sqlite`, or `dynamodb://TABLE?region=…&endpoint=…`.
        smtp: `smtp://user:password@host:port`; without it mail goes to `DATA/mailbox`.
        mail_from: the sender of all mail.
        public_url: how people reach this server, without a slash at the end; empty: host and port.
        page: the built page.
        allowed_domains: of addresses that may sign up; empty allows all.
        admin_emails: who becomes an admin when they confirm their sign-up.
        allowed_origins: pages elsewhere that may call the API.
        requests_per_second: of one person or source, on average; 0 is no limit.
        is_demo: with demo data, sign-ins and a readable mailbox.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = Path("relayboard-data")
    store: str = "sqlite"
    smtp: str = ""
    mail_from: str = "Relayboard <relayboard@localhost>"
    public_url: str = ""
    page: Path = Path(__file__).parents[3] / "web" / "dist"
    allowed_domains: frozenset[str] = frozenset()
    admin_emails: frozenset[str] = frozenset()
    allowed_origins: frozenset[str] = frozenset()
    requests_per_second: float = 50.0
    is_demo: bool = False
    log_level: str = "warning"

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
            name, reader = _FLAGS[flag]
            try:
                values[name] = reader(value)
            except ValueError:
                problems[flag] = f"cannot be “{value}”"
            except Invalid as error:
                problems[flag] = str(error)
        if problems:
            raise Invalid(problems)
        return replace(cls(), **values)

    @property
    def mailbox(self) -> Path:
        """The folder of mail that is not sent anywhere."""
        return self.data / "mailbox"

    def at_port(self, port: int) -> "Settings":
        """Return these settings with the port that was really taken, and the address that goes with it."""
        shown = "localhost" if self.host in ("127.0.0.1", "::1", "0.0.0.0", "::") else self.host  # noqa: S104
        return replace(self, port=port, public_url=self.public_url or f"http://{shown}:{port}")


def _words(value: str | Sequence[str]) -> frozenset[str]:
    text = value if isinstance(value, str) else ",".join(value)
    return frozenset(word.strip().lower() for word in text.split(",") if word.strip())


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("1", "true", "yes", "on"):
        return True
    if str(value).lower() in ("", "0", "false", "no", "off"):
        return False
    raise ValueError(value)


def _port(value: object) -> int:
    port = int(str(value))
    if not 0 <= port <= 65535:
        raise ValueError(value)
    return port


def _rate(value: object) -> float:
    rate = float(str(value))
    if not 0 <= rate < 1_000_000:
        raise ValueError(value)
    return rate


def _level(value: object) -> str:
    level = str(value).lower()
    if level not in ("debug", "info", "warning", "error"):
        raise ValueError(value)
    return level


_FLAGS: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "host": ("host", str),
    "port": ("port", _port),
    "data": ("data", lambda value: Path(str(value))),
    "store": ("store", str),
    "smtp": ("smtp", str),
    "mail_from": ("mail_from", str),
    "public_url": ("public_url", lambda value: str(value).rstrip("/")),
    "page": ("page", lambda value: Path(str(value))),
    "allowed_domains": ("allowed_domains", _words),
    "admin_email": ("admin_emails", lambda value: frozenset(map(normal_email, _words(value)))),
    "allowed_origins": ("allowed_origins", _words),
    "requests_per_second": ("requests_per_second", _rate),
    "demo": ("is_demo", _truth),
    "log_level": ("log_level", _level),
}
