"""A mail that the mail server refused is sent again, once: over the API, and from the command line."""

import json

import pytest

from relayboard.local.engine import DATABASE
from tests.contract.mailer.smtp_server import smtp_server
from tests.server.command import relayboard
from tests.server.people import eventually
from tests.server.test_smtp import ANN, LEAD, join, wait_for_mail
from tests.support import server

NO_SUCH_USER = "550 5.1.1 no such user"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A server, its mail server, and two people."""
    data = tmp_path_factory.mktemp("office")
    with smtp_server() as mail_server:
        flags = ["--smtp", mail_server.url, "--admin-email", LEAD, "--requests-per-second", "0"]
        with server.running(data, *flags) as running:
            lead = join(running, mail_server.script, LEAD)
            ann = join(running, mail_server.script, ANN)
            yield data, mail_server.script, lead, ann


def refused_task(office, title):
    """Give Ann a task while the mail server refuses her mail; return how the ledger names that mail."""
    _, script, lead, ann = office
    script.recipient_answer = NO_SUCH_USER
    lead.call("POST", "/tasks", {"title": title, "assigneeIds": [ann.id]})
    (failed,) = eventually(lambda: about(lead, title))
    script.recipient_answer = None
    assert failed["reason"] == NO_SUCH_USER
    return failed


def about(lead, title):
    items = lead.call("GET", "/deliveries").json()["items"]
    return [one for one in items if one["news"]["subject"]["title"] == title]


def id_of(failed):
    return f"{failed['eventId']}/{failed['channel']}/{failed['person']['id']}"


def mails_about(script, title):
    return [mail for mail in script.mails if title in mail["Subject"]]


def settled(lead, failed):
    events = lead.call("GET", f"/tasks/{failed['news']['subject']['id']}/events").json()["items"]
    rows = [row for event in events for row in event["deliveries"] if row["channel"] == "email"]
    return rows if rows and all(row["state"] == "sent" for row in rows) else None


def test_a_refused_mail_is_sent_again_once_however_often_that_is_asked_for(office):
    _, script, lead, ann = office
    failed = refused_task(office, "Paint the fence")
    wish = {"deliveries": [{"eventId": failed["eventId"], "channel": "email", "userId": failed["person"]["id"]}]}
    taken = [lead.call("POST", "/deliveries/redrive", wish).json()["taken"] for _ in range(3)]
    assert [len(one) for one in taken] == [1, 0, 0]
    wait_for_mail(script, ANN, "Paint the fence")
    (row,) = eventually(lambda: settled(lead, failed))
    assert (row["attempts"], row["attemptsInAll"]) == (1, 2)
    assert len(mails_about(script, "Paint the fence")) == 1
    assert ann.call("POST", "/deliveries/redrive", wish).status_code == 403


def test_whoever_runs_the_server_sees_what_failed_and_sends_it_again(office):
    data, script, lead, _ = office
    one, other = (refused_task(office, f"Oil gate {number}") for number in range(2))
    listed = relayboard("deliveries", "list", "--data", str(data), "--json")
    assert [row["id"] for row in json.loads(listed.text)] == [id_of(other), id_of(one)]
    shown = relayboard("deliveries", "list", "--data", str(data), environ={"COLUMNS": "250"}).text
    assert "assigned you “Oil gate 0”" in shown
    assert NO_SUCH_USER in shown

    named = relayboard("deliveries", "redrive", id_of(one), "--data", str(data))
    assert (named.code, named.text.strip()) == (0, "1 are sent again.")
    wait_for_mail(script, ANN, "Oil gate 0")
    assert len(about(lead, "Oil gate 1")) == 1
    again = json.loads(
        relayboard("deliveries", "redrive", "--all", "--data", str(data), "--json").text,
    )
    assert again == {"taken": [id_of(other)], "notFailed": []}
    wait_for_mail(script, ANN, "Oil gate 1")
    for failed in (one, other):
        assert eventually(lambda failed=failed: settled(lead, failed))
    assert "No delivery has failed." in relayboard("deliveries", "list", "--data", str(data)).text
    assert [len(mails_about(script, f"Oil gate {number}")) for number in range(2)] == [1, 1]
    late = relayboard("deliveries", "redrive", id_of(one), "--data", str(data)).text
    assert f"Not failed, or not any more: {id_of(one)}" in late
    log = lead.call("GET", "/audit?limit=100").json()["items"]
    assert [event["actor"]["name"] for event in log if event["type"] == "delivery.redriven"][:2] == [
        "The operator"
    ] * 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["list"], "There is no database in"),
        (["redrive", "--all"], "There is no database in"),
        (["redrive"], "Name some deliveries, or say --all."),
        (["redrive", "a/b/c", "--all"], "Name some deliveries, or say --all."),
    ],
)
def test_mistakes_are_told_in_one_sentence(tmp_path, words, sentence):
    done = relayboard("deliveries", *words, "--data", str(tmp_path / "none"))
    assert (done.code, sentence in done.text) == (1, True)
    assert len(done.text.strip().splitlines()) == 1
    assert not (tmp_path / "none" / DATABASE).exists()


def test_what_is_no_id_is_refused(office):
    data = office[0]
    done = relayboard("deliveries", "redrive", "a/b", "--data", str(data))
    assert (done.code, "is not EVENT/CHANNEL/PERSON" in done.text) == (1, True)
