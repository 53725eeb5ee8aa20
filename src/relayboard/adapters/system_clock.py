"""The computer's own clock."""

from datetime import UTC, datetime


class SystemClock:
    """Tells the time of the computer that we run on."""

    def now(self) -> datetime:
        return datetime.now(UTC)
