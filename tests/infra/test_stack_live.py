"""Live sockets as they were applied: which of them are known, and that those which are gone trouble nobody."""

import json
import time

import pytest

from tests.infra.test_stack_channels import made_for, member_of, waiting
from tests.parity.home import SOCKET_SECONDS, Person, eventually
from tests.support.aws_stack import ADMIN_EMAIL, Stack

pytestmark = pytest.mark.terraform


@pytest.fixture(scope="module")
def lead(aws_stack: Stack) -> Person:
    return member_of(aws_stack, ADMIN_EMAIL, "Lea Lead")


@pytest.fixture(scope="module")
def olga(aws_stack: Stack) -> Person:
    return member_of(aws_stack, "olga@example.com", "Olga Open")


def id_of(person: Person) -> str:
    return str(person.call("GET", "/users/me").json()["id"])


def known(stack: Stack, person: Person) -> set[str]:
    """Return the connections that the table knows of somebody."""
    found = stack.client("dynamodb").query(
        TableName=stack.outputs["table_name"],
        IndexName="GSI2",
        KeyConditionExpression="GSI2PK = :pk",
        ExpressionAttributeValues={":pk": {"S": f"SOCKETS#{id_of(person)}"}},
    )
    return {item["id"]["S"] for item in found["Items"]}


def note_as_open(stack: Stack, person: Person, connection_id: str) -> None:
    """Write a socket down that was opened long ago, and of whose end nobody has told."""
    texts = {
        "PK": f"SOCKET#{connection_id}",
        "SK": "CONNECTION",
        "GSI2PK": f"SOCKETS#{id_of(person)}",
        "GSI2SK": connection_id,
        "id": connection_id,
        "userId": id_of(person),
        "role": "MEMBER",
        "openedAt": "2020-01-01T00:00:00+00:00",
    }
    item = {name: {"S": text} for name, text in texts.items()}
    stack.client("dynamodb").put_item(
        TableName=stack.outputs["table_name"], Item={**item, "expires": {"N": str(int(time.time()) + 3600)}}
    )


def test_a_page_is_known_while_it_is_open(aws_stack: Stack, olga: Person) -> None:
    with olga.live(), olga.live():
        assert len(known(aws_stack, olga)) == 2
    eventually(lambda: known(aws_stack, olga) == set())


def test_a_page_that_is_gone_is_forgotten_and_makes_no_dead_letter(
    aws_stack: Stack, lead: Person, olga: Person
) -> None:
    with olga.live() as socket:
        [hers] = known(aws_stack, olga)
        # As AWS's ids are, with a letter that no path has.
        note_as_open(aws_stack, olga, "L0SM9cOFvHcCIhw=")
        task = made_for(lead, olga, "One page of two hears of this")
        assert json.loads(socket.recv(timeout=SOCKET_SECONDS))["taskId"] == task["id"]
        eventually(lambda: known(aws_stack, olga) == {hers})
    eventually(lambda: waiting(aws_stack, aws_stack.outputs["queues"]["live"]) == 0)
    assert waiting(aws_stack, aws_stack.outputs["dead_letter_queues"]["live"]) == 0


def test_only_the_channel_may_write_to_sockets(aws_stack: Stack) -> None:
    iam = aws_stack.client("iam")
    allowed = set()
    for name, function in aws_stack.outputs["functions"].items():
        [policy] = iam.list_role_policies(RoleName=function)["PolicyNames"]
        document = iam.get_role_policy(RoleName=function, PolicyName=policy)["PolicyDocument"]
        if "execute-api" in json.dumps(document):
            allowed.add(name)
    assert allowed == {"channel-live"}
