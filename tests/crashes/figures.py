"""What crashes cost: how many notices were lost, and how many came twice, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.table import Table

from tests.crashes.fuse import REPEATING
from tests.crashes.office import ACTING_OUTSIDE


@dataclass
class Count:
    """What crashes at one step of one channel led to.

    Attributes:
        notices: that had to arrive.
        lost: that never did.
        repeated: that came once more than they should.
        late: that came behind one that was later, about the same task to the same person.
    """

    crashes: int = 0
    notices: int = 0
    lost: int = 0
    repeated: int = 0
    late: int = 0


@dataclass
class Figures:
    """The counts of one home, by channel and step.

    Attributes:
        keeps_order: whether it promises that what is about one task comes in order.
    """

    home: str
    keeps_order: bool
    counts: dict[tuple[str, str], Count] = field(default_factory=dict)

    def at(self, channel: str, step: str) -> Count:
        return self.counts.setdefault((channel, step), Count())

    @property
    def crashes(self) -> int:
        return sum(count.crashes for count in self.counts.values())

    def too_many(self) -> Iterator[tuple[str, str, Count]]:
        """Return where more came twice than the documents allow."""
        for (channel, step), count in self.counts.items():
            is_window = channel in ACTING_OUTSIDE and step in REPEATING
            if count.repeated > (count.crashes if is_window else 0):
                yield channel, step, count

    def table(self) -> Table:
        table = Table("home", "channel", "killed", "crashes", "notices", "lost", "came twice", "out of order")
        for (channel, step), count in self.counts.items():
            figures = (count.crashes, count.notices, count.lost, count.repeated)
            late = f"{count.late:,}" if self.keeps_order else "—"
            table.add_row(self.home, channel, step, *(f"{one:,}" for one in figures), late)
        return table
