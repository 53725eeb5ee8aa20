"""How often somebody may ask: one token bucket for each person or source address."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

MOST_KEYS = 10_000
LEAST_BURST = 10


class RateLimits:
    """Token buckets, each as the moment at which it will be full again (GCRA, ITU-T I.371, annex A).

    `allow` takes constant time and never waits. It needs no lock because it runs in the event loop, one call after
    the other; other threads must not call it.

    Memory is bounded: when there are more than `most_keys`, the key that was asked about longest ago is forgotten,
    and the newcomer takes over what was left of its debt. So a flood of keys gains nothing from pushing out a
    limited one: that one comes back with a debt, not with a full bucket. In return strangers may find their first
    bucket less than full while a flood lasts, at most `burst / requests_per_second` seconds' worth.

    Args:
        requests_per_second: at which a bucket fills; 0 is no limit.
        burst: requests that may come at once; without it two seconds' worth, but a page's start (10) at least.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        requests_per_second: float,
        *,
        burst: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        most_keys: int = MOST_KEYS,
    ) -> None:
        self._seconds_each = 1 / requests_per_second if requests_per_second > 0 else 0.0
        at_once = max(burst, 1) if burst is not None else max(LEAST_BURST, 2 * requests_per_second)
        self._most_debt = (at_once - 1) * self._seconds_each
        self._clock = clock
        self._most_keys = most_keys
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def allow(self, key: str) -> int:
        """Count a request; return 0 to let it pass, else the whole seconds to wait (for `Retry-After`).

        A request that must wait costs nothing, so that waiting as told is always enough.
        """
        if not self._seconds_each:
            return 0
        now = self._clock()
        full_at = max(self._recalled(key), now)
        too_early = full_at - now - self._most_debt
        # Sums of fractions are not exact: without a tolerance, the last of a burst would be refused.
        if too_early > self._seconds_each * 1e-6:
            return max(1, math.ceil(too_early))
        self._full_at[key] = full_at + self._seconds_each
        return 0

    def _recalled(self, key: str) -> float:
        if key in self._full_at:
            self._full_at.move_to_end(key)
            return self._full_at[key]
        inherited = 0.0
        if len(self._full_at) >= self._most_keys:
            _, inherited = self._full_at.popitem(last=False)
        self._full_at[key] = inherited
        return inherited


def source_key(address: str) -> str:
    """Return the key of a network address; an IPv6 network of 64 bits is one source, as one home has all of it."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
