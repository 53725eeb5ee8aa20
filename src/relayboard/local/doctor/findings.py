"""What the doctor is told, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from relayboard.local.settings import Endpoints

_PAGE = Path(__file__).parents[4] / "web" / "dist"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorInput:
    """The settings of the installation that is examined; they mean what they mean to the server.

    Attributes:
        store: `sqlite` or `dynamodb://…`.
        smtp: `smtp://…`, or `None` for the mailbox in the data folder.
        mails_per_second: the most that is sent; 0 is no limit.
        endpoints: the receivers of events.
        page: the built page.
        aws: the variables of the environment that AWS's own programs read.
    """

    data: Path
    store: str
    smtp: str | None
    host: str
    port: int
    mails_per_second: float = 0.0
    endpoints: Endpoints = field(default_factory=Endpoints)
    page: Path = _PAGE
    aws: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: how it is, in a sentence.
        advice: what to do about it; empty when nothing is to be done.
    """

    ok: bool
    what: str
    advice: str = ""


def fine(what: str) -> Finding:
    """Return a finding that needs nothing done."""
    return Finding(ok=True, what=what)


def wrong(what: str, advice: str) -> Finding:
    """Return a finding that keeps the server from working well."""
    return Finding(ok=False, what=what, advice=advice)
