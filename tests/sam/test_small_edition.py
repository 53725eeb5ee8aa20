import json
import re

import boto3
import httpx
import pytest
from msgspec import structs

from relayboard.api.views.personal_tasks import PersonalTaskView
from tests.sam.conftest import SIGN_UP_CODE, Shell, SmallEdition, documented
from tests.support.ministack import REGION

pytestmark = [pytest.mark.engine, pytest.mark.awscli]

ORIGIN = "https://tasks.example.com"
PASSWORD = "Correct-horse-9"

# The commands of "Build a Serverless REST API on AWS", step 5, to the letter.
SIGN_UP = """
aws cognito-idp sign-up \\
  --client-id YOUR_CLIENT_ID \\
  --username test@example.com \\
  --password "TestPass123!"
"""
SIGN_IN = """
TOKEN=$(aws cognito-idp initiate-auth \\
  --client-id YOUR_CLIENT_ID \\
  --auth-flow USER_PASSWORD_AUTH \\
  --auth-parameters USERNAME=test@example.com,PASSWORD="TestPass123!" \\
  --query 'AuthenticationResult.IdToken' --output text)
"""
CREATE = """
curl -X POST https://API_ID.execute-api.us-east-1.amazonaws.com/prod/tasks \\
  -H "Authorization: $TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{"title":"Ship feature X","status":"pending"}'
"""
LIST = """
curl https://API_ID.execute-api.us-east-1.amazonaws.com/prod/tasks \\
  -H "Authorization: $TOKEN"
"""


@pytest.fixture(scope="module")
def ann(small_edition: SmallEdition) -> httpx.Client:
    return signed_in(small_edition, "ann@example.com")


@pytest.fixture(scope="module")
def bob(small_edition: SmallEdition) -> httpx.Client:
    return signed_in(small_edition, "bob@example.com")


def signed_in(edition: SmallEdition, address: str) -> httpx.Client:
    endpoint = edition.shell.variables["AWS_ENDPOINT_URL"]
    identity = boto3.client("cognito-idp", endpoint_url=endpoint, region_name=REGION)
    who = {"ClientId": edition.client_id, "Username": address}
    identity.sign_up(**who, Password=PASSWORD)
    identity.confirm_sign_up(**who, ConfirmationCode=SIGN_UP_CODE)
    answer = identity.initiate_auth(
        ClientId=edition.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": address, "PASSWORD": PASSWORD},
    )
    token = answer["AuthenticationResult"]["IdToken"]
    return httpx.Client(base_url=edition.api, headers={"Authorization": token, "Origin": ORIGIN}, timeout=30)


def test_the_commands_of_the_article_work(small_edition: SmallEdition) -> None:
    article = SIGN_UP + "CONFIRM" + SIGN_IN + CREATE + "echo\n" + LIST
    script = article.replace("YOUR_CLIENT_ID", small_edition.client_id).replace(
        "https://API_ID.execute-api.us-east-1.amazonaws.com/prod", small_edition.api
    )
    # The article leaves out what its own step 2 asks for: whoever signs up confirms with a code before signing in.
    confirm = f"aws cognito-idp confirm-sign-up --client-id {small_edition.client_id} --username test@example.com"
    shown = small_edition.shell.run(
        script.replace("CONFIRM", f"{confirm} --confirmation-code {SIGN_UP_CODE}\n")
    ).splitlines()
    created, listed = json.loads(shown[-2]), json.loads(shown[-1])
    assert (created.get("title"), created.get("status")) == ("Ship feature X", "pending"), shown
    assert listed["items"] == [created]


def test_nobody_signs_in_before_the_code(small_edition: SmallEdition) -> None:
    script = (SIGN_UP + SIGN_IN).replace("YOUR_CLIENT_ID", small_edition.client_id)
    hasty = script.replace("test@example.com", "hasty@example.com")
    with pytest.raises(AssertionError, match="UserNotConfirmedException"):
        small_edition.shell.run(hasty)


def test_the_documented_steps_work_one_after_the_other(small_edition: SmallEdition) -> None:
    _, _, _, *steps, _ = documented("small-edition.md")
    script = "".join(f"{step}\necho\n" for step in steps).replace("CODE_FROM_THE_MAIL", SIGN_UP_CODE)
    shown = small_edition.shell.run(script, API=small_edition.api, CLIENT_ID=small_edition.client_id)
    assert re.findall(r'"status":"(\w+)"', shown) == ["pending", "pending", "done"]


def test_a_task_is_made_found_changed_and_removed(ann: httpx.Client) -> None:
    made = ann.post("/tasks", json={"title": "Water the plants", "status": "pending"})
    assert made.status_code == 201
    task = made.json()
    assert set(task) == {field.encode_name for field in structs.fields(PersonalTaskView)}
    ann.post("/tasks", json={"title": "Already done", "status": "done"})

    pending = ann.get("/tasks", params={"status": "pending"}).json()
    assert pending == {"items": [task], "nextCursor": None}

    changed = ann.put(f"/tasks/{task['id']}", json={"status": "in_progress"})
    assert changed.status_code == 200
    assert (changed.json()["title"], changed.json()["status"]) == ("Water the plants", "in_progress")

    assert ann.delete(f"/tasks/{task['id']}").status_code == 204
    assert [one["title"] for one in ann.get("/tasks").json()["items"]] == ["Already done"]
    assert ann.put(f"/tasks/{task['id']}", json={"title": "Back"}).status_code == 404


def test_what_is_repeated_with_a_key_takes_effect_once(bob: httpx.Client) -> None:
    key = {"Idempotency-Key": "small-1"}
    first = bob.post("/tasks", json={"title": "Only once"}, headers=key)
    second = bob.post("/tasks", json={"title": "Only once"}, headers=key)
    assert (second.status_code, second.json()) == (201, first.json())
    assert [one["title"] for one in bob.get("/tasks").json()["items"]].count("Only once") == 1


def test_nobody_reaches_the_tasks_of_others(ann: httpx.Client, bob: httpx.Client) -> None:
    task = ann.post("/tasks", json={"title": "Mine alone"}).json()
    path = f"/tasks/{task['id']}"
    assert bob.put(path, json={"title": "Yours"}).status_code == 404
    assert bob.delete(path).status_code == 404
    assert task["id"] not in [one["id"] for one in bob.get("/tasks").json()["items"]]


def test_every_wrong_field_is_named(ann: httpx.Client) -> None:
    answer = ann.post("/tasks", json={"title": " ", "status": "open", "colour": "red"})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"title", "status", "colour"}


@pytest.mark.parametrize("token", ["", "not.a.token"])
def test_without_a_good_token_nothing_is_shown(small_edition: SmallEdition, token: str) -> None:
    headers = {"Authorization": token} if token else {}
    assert httpx.get(f"{small_edition.api}/tasks", headers=headers).status_code == 401


def test_the_page_may_read_the_answers(ann: httpx.Client) -> None:
    assert ann.get("/tasks").headers["access-control-allow-origin"] == ORIGIN


def test_tasks_lie_under_the_keys_of_the_full_edition(small_edition: SmallEdition, bob: httpx.Client) -> None:
    task = bob.post("/tasks", json={"title": "Find me"}).json()
    item = _item_titled(small_edition.shell, "Find me")
    assert re.fullmatch(r"USER#[0-9a-f-]{36}", item["PK"]["S"])
    assert item["SK"]["S"] == f"TASK#{task['id']}"


def _item_titled(shell: Shell, title: str) -> dict:
    values = json.dumps({":title": {"S": title}})
    table = (
        "aws cloudformation describe-stacks --stack-name relayboard-small --output text "
        "--query \"Stacks[0].Outputs[?OutputKey=='TableName'].OutputValue\""
    )
    found = shell.json(
        f'aws dynamodb scan --table-name "$({table})" --filter-expression "title = :title" '
        f"--expression-attribute-values '{values}'"
    )
    return found["Items"][0]
