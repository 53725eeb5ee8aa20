"""Mail through a mail server, there or not."""

import httpx
import pytest

from tests.contract.mailer.smtp_server import free_port, smtp_server
from tests.server.people import PASSWORD, code_in, eventually, sign_in, text_of
from tests.support import server
from tests.support.signing_in import CLIENT_ID, identity_client

LEAD, ANN = "lead@example.com", "ann@example.com"


def wait_for_mail(script, to, words):
    """Return the first mail to an address whose subject or text has these words."""

    def found():
        wanted = (mail for mail in script.mails if to in mail["To"] and words in mail["Subject"] + text_of(mail))
        return next(wanted, None)

    return eventually(found, seconds=60)


def join(running, script, address):
    identity = identity_client(running.url)
    identity.sign_up(
        ClientId=CLIENT_ID,
        Username=address,
        Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": address}],
    )
    code = code_in(wait_for_mail(script, address, "code"))
    identity.confirm_sign_up(ClientId=CLIENT_ID, Username=address, ConfirmationCode=code)
    return sign_in(running.url, address)


def test_mail_arrives_and_what_could_not_be_sent_arrives_when_the_mail_server_is_back(tmp_path):
    port = free_port()
    flags = ["--smtp", f"smtp://127.0.0.1:{port}", "--mail-from", "Board <board@a.example>", "--admin-email", LEAD]
    with server.running(tmp_path, *flags, "--requests-per-second", "0", "--demo") as running:
        with smtp_server(port=port) as mail_server:
            lead = join(running, mail_server.script, LEAD)
            ann = join(running, mail_server.script, ANN)
            lead.call("POST", "/tasks", {"title": "While it is there", "assigneeIds": [ann.id]})
            letter = wait_for_mail(mail_server.script, ANN, "While it is there")
        assert letter["From"] == "Board <board@a.example>"
        assert not (tmp_path / "mailbox").exists()
        assert httpx.get(f"{running.url}/config.json").json()["mailbox"] is None

        answers = [
            lead.call("POST", "/tasks", {"title": f"While it is away {number}", "assigneeIds": [ann.id]})
            for number in range(3)
        ]
        assert [answer.status_code for answer in answers] == [201] * 3
        path = f"/tasks/{answers[0].json()['id']}/events"

        def put_off():
            return [one for one in deliveries(lead, path) if one["state"] == "pending" and one["reason"]]

        assert eventually(put_off)[0]["attempts"] >= 1

        with smtp_server(port=port) as mail_server:
            for number in range(3):
                wait_for_mail(mail_server.script, ANN, f"While it is away {number}")
        settled = eventually(lambda: [one for one in deliveries(lead, path) if one["state"] == "sent"])
        assert settled[0]["attempts"] > 1


def deliveries(person, path):
    """Return the e-mails among a task's deliveries."""
    events = person.call("GET", path).json()["items"]
    return [one for event in events for one in event["deliveries"] if one["channel"] == "email"]


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:1", "smtp://no.such.host.invalid:25"])
def test_a_mail_server_that_is_not_there_keeps_nobody_from_starting(tmp_path, url):
    with server.running(tmp_path, "--smtp", url) as running:
        assert httpx.get(f"{running.url}/api/v1/health").status_code == 200
