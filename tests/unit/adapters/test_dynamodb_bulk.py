import json
import zlib

import pytest

from relayboard.adapters.aws_endpoints import Service
from relayboard.adapters.dynamodb_bulk import DynamoDBBulk
from relayboard.adapters.dynamodb_schema import create_table
from relayboard.adapters.system_clock import SystemClock
from relayboard.ports.table import LimitExceeded, TableBroken, TableBusy
from tests.support.engines import DynamoDBEndpoint, dynamodb_client
from tests.support.fault_proxy import FaultProxy, cut_after, refusal, unavailable
from tests.support.http_listener import answer

pytestmark = pytest.mark.engine
TABLE = "bulk-writes"
ITEMS = [{"PK": f"T#{number}", "SK": "X", "text": "Zoë"} for number in range(25)]


def leaving(*items):
    """Answer that these were not written, and write none."""
    wire = [{"PutRequest": {"Item": {name: {"S": text} for name, text in item.items()}}} for item in items]
    body = json.dumps({"UnprocessedItems": {TABLE: wire}}).encode()
    return lambda _: [answer(body, content_type="application/x-amz-json-1.0", x_amz_crc32=zlib.crc32(body))]


@pytest.fixture(scope="module")
def proxy(dynamodb_endpoint):
    calls = dynamodb_client(Service.TABLES, dynamodb_endpoint)
    create_table(calls, TABLE)
    with FaultProxy(dynamodb_endpoint.url) as standing:
        yield standing
    calls.call("DeleteTable", {"TableName": TABLE})


@pytest.fixture
def bulk_with(proxy):
    def make(*faults, patience_seconds=30.0):
        proxy.forget()
        proxy.next(*faults)
        calls = dynamodb_client(Service.TABLES, DynamoDBEndpoint(proxy.url, "eu-west-1"))
        return DynamoDBBulk(calls, TABLE, SystemClock(), patience_seconds=patience_seconds)

    return make


@pytest.mark.parametrize(
    "faults",
    [
        [leaving(*ITEMS)],
        [leaving(*ITEMS), leaving(*ITEMS[3:]), leaving(*ITEMS[3:])],
        [refusal("ProvisionedThroughputExceededException")] * 3,
        [refusal("ThrottlingException"), unavailable, cut_after],
    ],
)
def test_what_dynamodb_does_not_take_at_once_is_sent_again(bulk_with, faults, proxy):
    bulk = bulk_with(*faults)
    bulk.put(ITEMS)
    assert len(proxy.requests) == len(faults) + 1


def test_in_the_end_everything_is_there(bulk_with):
    bulk_with(leaving(*ITEMS), leaving(*ITEMS[:5])).put(ITEMS)
    found = {str(item["PK"]): item for item in bulk_with().items()}
    assert found == {item["PK"]: item for item in ITEMS}


def test_reading_bears_a_busy_engine(bulk_with):
    bulk = bulk_with(refusal("ProvisionedThroughputExceededException"), cut_after)
    assert sum(1 for _ in bulk.items()) == len(ITEMS)


@pytest.mark.parametrize("fault", [leaving(*ITEMS), refusal("ThrottlingException")])
def test_patience_ends(bulk_with, fault):
    with pytest.raises(TableBusy):
        bulk_with(*[fault] * 200, patience_seconds=0.3).put(ITEMS)


def test_what_will_never_do_is_not_tried_again(bulk_with, proxy):
    with pytest.raises(TableBroken):
        bulk_with(refusal("AccessDeniedException")).put(ITEMS)
    with pytest.raises(LimitExceeded):
        bulk_with().put([{"PK": "T", "SK": "X", "text": "x" * 500_000}])
    assert proxy.requests == []
