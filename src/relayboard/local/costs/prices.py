"""The dated prices that costs are computed with."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from relayboard.domain.errors import RelayboardError

PACKAGED = Path(__file__).with_name("prices.toml")


class PricesUnreadable(RelayboardError):
    """A file of prices cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Price:
    """What one thing costs.

    Attributes:
        dollars: for `per` units.
        free: units a month that cost nothing, for ever.
        source: the page of AWS's that says so.
        seen: the day of the list in which it was found; `None` when nobody has looked.
    """

    dollars: float
    per: int
    free: float
    source: str
    seen: date | None

    def of(self, quantity: float, *, with_free: bool) -> float:
        """Return the dollars for a month's units."""
        return max(0.0, quantity - (self.free if with_free else 0)) / self.per * self.dollars


@dataclass(frozen=True, slots=True)
class Prices:
    """One region's prices, by the names that `prices.toml` has."""

    region: str
    by_name: Mapping[str, Price]

    def __getitem__(self, name: str) -> Price:
        return self.by_name[name]

    @property
    def days(self) -> list[date]:
        """The days on which prices were found, the oldest first."""
        return sorted({price.seen for price in self.by_name.values() if price.seen is not None})

    @property
    def unseen(self) -> list[str]:
        """The names of the prices that nobody has looked up."""
        return [name for name, price in self.by_name.items() if price.seen is None]


def read_prices(file: Path = PACKAGED) -> Prices:
    """Read a file of prices.

    Raises:
        PricesUnreadable: it is none, or one is missing that the package's own has.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        found = Prices(
            content["region"], {name: _price(part) for name, part in content.items() if name != "region"}
        )
    except OSError as error:
        raise PricesUnreadable(f"The prices cannot be read: {error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise PricesUnreadable(
            f"{file} is no file of prices ({error}). Begin with a copy of {PACKAGED}."
        ) from error
    missing = set() if file == PACKAGED else read_prices().by_name.keys() - found.by_name.keys()
    if missing:
        raise PricesUnreadable(f"{file} lacks {', '.join(sorted(missing))}.")
    return found


def _price(part: Any) -> Price:  # whatever a file holds
    seen = part.get("seen")
    if not isinstance(seen, date | None):
        raise TypeError("a date is none")
    price = Price(float(part["dollars"]), int(part["per"]), float(part["free"]), str(part["source"]), seen)
    if price.dollars < 0 or price.per < 1 or price.free < 0:
        raise ValueError("a price cannot be negative")
    return price
