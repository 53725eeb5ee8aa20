"""Events on their way to web hooks and chats, from the running program."""

import hashlib
import hmac
import json
import time

import httpx
import pytest

from tests.server.people import eventually, sign_in
from tests.support import server
from tests.support.http_listener import Hangup, Listener, answer

SECRET = "0123456789abcdef"
HIDDEN = "/services/very-secret"


def is_genuine(request) -> bool:
    stamp = request.headers["relayboard-timestamp"]
    digest = hmac.new(SECRET.encode(), f"{stamp}.".encode() + request.body, hashlib.sha256).hexdigest()
    is_signed = hmac.compare_digest(f"v1={digest}", request.headers["relayboard-signature"])
    return is_signed and abs(time.time() - int(stamp)) <= 300


def deliveries(person, task_id, channel):
    events = person.call("GET", f"/tasks/{task_id}/events").json()["items"]
    return [one for event in events for one in event["deliveries"] if one["channel"] == channel]


def telling(tmp_path, webhook, slack, *flags):
    environ = {"RELAYBOARD_WEBHOOK_SECRET": SECRET, "RELAYBOARD_SLACK": slack + HIDDEN}
    return server.running(
        tmp_path,
        *("--demo", "--requests-per-second", "0", "--webhook", webhook + HIDDEN, "--log-level", "debug"),
        *flags,
        environ=environ,
    )


def lead_of(running):
    return sign_in(running.url, "maya@example.com", "Relayboard1")


def test_both_receivers_are_told_and_their_addresses_are_told_nobody(tmp_path):
    reply = [answer(b"ok")]
    with Listener(lambda _: reply) as hook, Listener(lambda _: reply) as chat:
        with telling(tmp_path, hook.url, chat.url, "--allow-private-addresses") as running:
            lead = lead_of(running)
            task = lead.call("POST", "/tasks", {"title": "Ship <!channel>"}).json()

            def is_told(receiver):
                return [one for one in receiver.requests if b"Ship " in one.body]

            (posted,) = eventually(lambda: is_told(hook))
            (said,) = eventually(lambda: is_told(chat))
            for channel in ("webhook", "slack"):
                eventually(
                    lambda channel=channel: [
                        one for one in deliveries(lead, task["id"], channel) if one["state"] == "sent"
                    ]
                )
            answers = lead.call("GET", f"/tasks/{task['id']}/events").text + lead.call("GET", "/deliveries").text
        printed = running.text
    assert posted.path == said.path == HIDDEN
    assert is_genuine(posted)
    document = json.loads(posted.body)
    assert (document["type"], document["subject"]["id"]) == ("task.created", task["id"])
    assert document["id"] == posted.headers["relayboard-event-id"]
    assert json.loads(said.body)["text"].startswith("Maya Okafor created “Ship &lt;!channel&gt;” <http://")
    for secret in ("very-secret", SECRET):
        assert secret not in answers
        assert secret not in printed


def test_a_receiver_that_hangs_delays_neither_writes_nor_mails(tmp_path):
    def hang(_):
        time.sleep(60)
        yield b""

    with (
        Listener(hang) as receiver,
        telling(tmp_path, receiver.url, receiver.url, "--allow-private-addresses") as running,
    ):
        lead = lead_of(running)
        people = lead.call("GET", "/users").json()["items"]
        jonas = next(one["id"] for one in people if one["email"] == "jonas@example.com")
        tasks = [
            lead.call("POST", "/tasks", {"title": f"Task {number}", "assigneeIds": [jonas]}).json()
            for number in range(3)
        ]
        for task in tasks:
            eventually(
                lambda task=task: [one for one in deliveries(lead, task["id"], "email") if one["state"] == "sent"]
            )
        (waiting,) = deliveries(lead, tasks[0]["id"], "webhook")[:1] or [{"state": "not begun"}]
        assert waiting["state"] in ("pending", "not begun")


def by_title(request):
    """Misbehave as the title of the task says."""
    title = json.loads(request.body)["subject"]["title"]
    if title == "closes":
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of"
        raise Hangup
    if title == "hangs":
        time.sleep(60)
    yield answer(b"", status=int(title), location="http://169.254.169.254/") if title.isdecimal() else answer(b"")


def test_however_a_receiver_misbehaves_writes_and_mails_go_on_and_the_ledger_says_how_it_ended(tmp_path):
    ends = {
        "410": ("failed", "410: it is gone for good"),
        "307": ("failed", "redirects are not followed"),
        "500": ("pending", "The receiver answered 500."),
        "closes": ("pending", "no whole answer"),
        "fine": ("sent", None),
        "hangs": ("pending", "did not answer in time"),
    }
    with (
        Listener(by_title) as receiver,
        Listener(lambda _: [answer(b"ok")]) as chat,
        telling(tmp_path, receiver.url, chat.url, "--allow-private-addresses") as running,
    ):
        lead = lead_of(running)
        people = lead.call("GET", "/users").json()["items"]
        jonas = next(one["id"] for one in people if one["email"] == "jonas@example.com")
        made = {title: lead.call("POST", "/tasks", {"title": title, "assigneeIds": [jonas]}) for title in ends}
        assert {one.status_code for one in made.values()} == {201}
        for title, (state, reason) in ends.items():
            task_id = made[title].json()["id"]
            for channel in ("email", "slack"):
                eventually(lambda task_id=task_id, channel=channel: states(lead, task_id, channel) == {"sent"})

            def is_so(task_id=task_id, state=state, reason=reason):
                rows = deliveries(lead, task_id, "webhook")
                return [one for one in rows if one["state"] == state and (reason or "") in (one["reason"] or "")]

            assert eventually(is_so)


def states(person, task_id, channel):
    return {one["state"] for one in deliveries(person, task_id, channel)}


def test_private_addresses_are_for_operators_who_say_so(tmp_path):
    with Listener(lambda _: [answer(b"ok")]) as receiver:
        url = receiver.url.replace("http:", "https:")
        with telling(tmp_path, url, url) as running:
            lead = lead_of(running)
            task = lead.call("POST", "/tasks", {"title": "Ship"}).json()
            failed = eventually(
                lambda: [one for one in deliveries(lead, task["id"], "webhook") if one["state"] == "failed"]
            )
    assert "private address" in failed[0]["reason"]
    assert not receiver.connections


@pytest.mark.parametrize(
    ("flags", "environ", "why"),
    [
        (["--webhook", "http://hooks.example/very-secret"], {"RELAYBOARD_WEBHOOK_SECRET": SECRET}, "https://"),
        (["--webhook", "https://hooks.example/very-secret"], {}, "RELAYBOARD_WEBHOOK_SECRET"),
        (["--slack", "hooks.example/very-secret"], {}, "https://"),
    ],
)
def test_what_cannot_be_used_is_said_at_the_start_without_being_quoted(tmp_path, flags, environ, why):
    with pytest.raises(AssertionError) as raised:
        server.start(tmp_path, *flags, environ=environ)
    assert why in str(raised.value)
    assert "very-secret" not in str(raised.value)


def test_without_receivers_nothing_is_said_of_them(tmp_path):
    with server.running(tmp_path, "--demo") as running:
        lead = lead_of(running)
        task = lead.call("POST", "/tasks", {"title": "Ship"}).json()
        assert not deliveries(lead, task["id"], "webhook")
        assert httpx.get(f"{running.url}/api/v1/health").status_code == 200
