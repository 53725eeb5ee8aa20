"""Over how many partitions a Lambda function takes the columns to be spread."""

import time

from relayboard.lambdas.settings import LambdaSettings
from relayboard.store.status_shards import ONE_SHARD, Shards, StatusShards
from relayboard.store.store import Store


def shards_of(settings: LambdaSettings, store: Store) -> Shards:
    """Return one, where there never were more and so a list stays one query; else what the table says."""
    if settings.status_shards == 1:
        return ONE_SHARD
    # A monotonic clock may stand still while the function is frozen.
    return StatusShards(store, elapsed=time.time)
