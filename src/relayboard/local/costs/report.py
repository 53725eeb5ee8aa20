"""A month's bill, idle and in use, as a table and as JSON."""

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from relayboard.local.costs.bill import Usage, idle_of, lines_of, total
from relayboard.local.costs.prices import Prices


def table_of(usage: Usage, prices: Prices, *, with_free: bool) -> Table:
    """Return every line with its quantity and price, and what it costs idle and in use; 80 columns wide."""
    table = Table(box=SIMPLE_HEAD, show_footer=True, pad_edge=False, padding=(0, 1))
    idle, used = lines_of(idle_of(usage)), lines_of(usage)
    table.add_column("service", footer="a month")
    table.add_column("quantity", justify="right", no_wrap=True)
    table.add_column("price", justify="right", no_wrap=True)
    for name, lines in (("idle $", idle), ("in use $", used)):
        footer = f"{total(lines, prices, with_free=with_free):,.2f}"
        table.add_column(name, justify="right", footer=footer, no_wrap=True)
    for resting, line in zip(idle, used, strict=True):
        price = prices[line.price]
        costs = (price.of(one.quantity, with_free=with_free) for one in (resting, line))
        amounts = (f"{cost:,.2f}" for cost in costs)
        what = f"{line.service}: {line.what}"
        table.add_row(what, _number(line.quantity), _price(price.dollars, price.per), *amounts)
    return table


def json_of(usage: Usage, prices: Prices, *, with_free: bool) -> dict[str, Any]:
    """Return the same for programs, with where each price comes from."""
    idle, used = lines_of(idle_of(usage)), lines_of(usage)
    return {
        "region": prices.region,
        "currency": "USD",
        "freeTier": with_free,
        "idle": round(total(idle, prices, with_free=with_free), 4),
        "inUse": round(total(used, prices, with_free=with_free), 4),
        "lines": [
            {
                "service": line.service,
                "what": line.what,
                "idleQuantity": resting.quantity,
                "quantity": line.quantity,
                "dollars": prices[line.price].dollars,
                "per": prices[line.price].per,
                "free": prices[line.price].free,
                "idle": round(prices[line.price].of(resting.quantity, with_free=with_free), 4),
                "inUse": round(prices[line.price].of(line.quantity, with_free=with_free), 4),
                "source": prices[line.price].source,
                "seen": None if (seen := prices[line.price].seen) is None else seen.isoformat(),
            }
            for resting, line in zip(idle, used, strict=True)
        ],
    }


def dates_of(prices: Prices) -> str:
    """Return a sentence on how old the prices are."""
    days = prices.days
    known = f"found in lists of {days[0]} to {days[-1]}" if days else "without dates"
    unseen = f"; not looked up: {', '.join(prices.unseen)}" if prices.unseen else ""
    return f"Prices of {prices.region}, {known}{unseen}. They change: docs/costs.md says how to bring your own."


def _price(dollars: float, per: float) -> str:
    """Return a price such as `0.2 / M`: so many dollars for a million."""
    unit = {1: "", 1_000: " / K", 1_000_000: " / M"}.get(int(per), f" / {per:,.0f}")
    return f"{dollars:g}{unit}"


def _number(quantity: float) -> str:
    return f"{quantity:,.0f}" if quantity >= 10 or quantity == int(quantity) else f"{quantity:.2f}"
