"""What waits for a digest, and digests whose end is to be told to the rows that they cover."""

from datetime import datetime

from relayboard.ports.table import Index, Query
from relayboard.store import keys


def gathered_until(moment: datetime, *, limit: int) -> Query:
    """Ask for the ledger rows whose digest is due before a moment, those of one digest together."""
    upper = keys.failed_before(moment)
    return Query(pk=keys.GATHERED_DELIVERIES, index=Index.GSI1, upper=upper, limit=limit)


def ended_digests(*, limit: int) -> Query:
    """Ask for the deliveries of digests that came to an end of which the rows they cover know nothing yet."""
    return Query(pk=keys.ENDED_DIGESTS, index=Index.GSI2, limit=limit)
