"""A month's bill, idle and in use, as a table and as JSON."""

from typing import Any

from rich.table import Table

from relayboard.local.cost import Usage, idle_of, lines_of, total
from relayboard.local.cost_prices import Prices


def table_of(usage: Usage, prices: Prices, *, with_free: bool) -> Table:
    """Return every line with its quantity and price, and what it costs idle and in use."""
    table = Table(show_footer=True)
    idle, used = lines_of(idle_of(usage)), lines_of(usage)
    table.add_column("service", footer="a month")
    table.add_column("what")
    for name in ("quantity", "dollars", "for", "free"):
        table.add_column(name, justify="right")
    for name, lines in (("idle $", idle), ("in use $", used)):
        table.add_column(name, justify="right", footer=f"{total(lines, prices, with_free=with_free):,.2f}")
    for resting, line in zip(idle, used, strict=True):
        price = prices[line.price]
        costs = (price.of(one.quantity, with_free=with_free) for one in (resting, line))
        table.add_row(
            line.service,
            line.what,
            _number(line.quantity),
            f"{price.dollars:g}",
            _number(price.per),
            _number(price.free if with_free else 0),
            *(f"{cost:,.2f}" for cost in costs),
        )
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


def _number(quantity: float) -> str:
    return f"{quantity:,.0f}" if quantity >= 10 or quantity == int(quantity) else f"{quantity:.2f}"
