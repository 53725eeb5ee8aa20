"""A web hook and a chat hear of what happens, in each home."""

import hashlib
import hmac
import json
import time

from tests.parity.home import Home, Person, eventually
from tests.support.aws_stack import SLACK_PATH, WEBHOOK_PATH, WEBHOOK_SECRET
from tests.support.http_listener import Request


def is_genuine(request: Request) -> bool:
    stamp = request.headers["relayboard-timestamp"]
    digest = hmac.new(WEBHOOK_SECRET.encode(), f"{stamp}.".encode() + request.body, hashlib.sha256).hexdigest()
    is_signed = hmac.compare_digest(f"v1={digest}", request.headers["relayboard-signature"])
    return is_signed and abs(time.time() - int(stamp)) <= 300


def posted(home: Home, path: str, words: str) -> list[Request]:
    return [one for one in home.receiver.requests if one.path == path and words in one.body.decode()]


def test_receivers_are_told_once_and_the_history_says_so(home: Home, lead: Person) -> None:
    words = "Tell the world <!channel>"
    task = lead.call("POST", "/tasks", {"title": words}).json()

    def states() -> dict[str, str] | None:
        (event,) = lead.call("GET", f"/tasks/{task['id']}/events").json()["items"]
        told = {one["channel"]: one["state"] for one in event["deliveries"]}
        return told if set(told.values()) == {"sent"} and len(told) == 2 else None

    assert eventually(states, seconds=60) == {"webhook": "sent", "slack": "sent"}
    (hook,), (chat,) = posted(home, WEBHOOK_PATH, words), posted(home, SLACK_PATH, "Tell the world")
    assert is_genuine(hook)
    document = json.loads(hook.body)
    assert (document["type"], document["subject"]["id"]) == ("task.created", task["id"])
    assert document["id"] == hook.headers["relayboard-event-id"]
    text = json.loads(chat.body)["text"]
    assert text.startswith("Lea Lead created “Tell the world &lt;!channel&gt;” <http")
    assert text.endswith(f"/tasks/{task['id']}|Open the task>")
