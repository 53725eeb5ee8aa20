"""An address from which mail comes back is sent no more, in any home, until an admin says otherwise.

On one machine nobody reports what became of a mail; there the profile says so when it came from the AWS home.
"""

from typing import Any

import pytest

from relayboard.adapters.ses_events import document_in, report_in
from relayboard.adapters.system_clock import SystemClock
from relayboard.domain.ids import Ulids
from relayboard.notify.mail_tags import tags_of
from relayboard.notify.receipts import Receipts
from relayboard.services.unit_of_work import UnitsOfWork
from tests.parity.home import Home, Person, eventually
from tests.support import ses_events as ses

ADDRESS = "sue@example.com"


@pytest.fixture(scope="module")
def sue(home: Home, lead: Person) -> Person:
    person = Person(home, ADDRESS, "Sue Silent")
    person.sign_up()
    person.sign_in()
    return person


def mail_about_a_new_task(lead: Person, sue: Person, title: str) -> dict[str, Any]:
    """Return the ledger row of a mail once it has come to its end."""
    user_id = sue.call("GET", "/users/me").json()["id"]
    task = lead.call("POST", "/tasks", {"title": title, "assigneeIds": [user_id]}).json()

    def ended() -> dict[str, Any] | None:
        events = lead.call("GET", f"/tasks/{task['id']}/events").json()["items"]
        rows = [row for event in events for row in event["deliveries"] if row["channel"] == "email"]
        return next((row for row in rows if row["state"] != "pending"), None)

    found: dict[str, Any] = eventually(ended)
    return {**found, "taskId": task["id"]}


def report_a_bounce(home: Home, row: dict[str, Any]) -> None:
    message = ses.published(ses.bounce(ADDRESS), ADDRESS, tags_of(row["eventId"], row["person"]["id"]))
    report = report_in(document_in(message))
    assert report is not None
    with home.store() as store:
        Receipts(store, UnitsOfWork(store, SystemClock(), Ulids())).take(report)


def test_mail_to_an_address_ends_with_a_bounce_and_begins_again_with_an_admins_word(
    home: Home, lead: Person, sue: Person
) -> None:
    first = mail_about_a_new_task(lead, sue, "This one comes back")
    assert first["state"] == "sent"
    report_a_bounce(home, first)
    (told,) = [
        row
        for event in lead.call("GET", f"/tasks/{first['taskId']}/events").json()["items"]
        for row in event["deliveries"]
        if row["channel"] == "email"
    ]
    assert (told["state"], told["outcome"]["kind"], told["outcome"]["isPermanent"]) == ("sent", "bounced", True)

    wish = {"taskId": first["taskId"], "change": {"comment": {"body": "Hello?"}}}
    shown = lead.call("POST", "/tasks/preview-notices", wish).json()["items"]
    whys = [one["why"] for item in shown for one in item["channels"] if one["channel"] == "email"]
    skipped = mail_about_a_new_task(lead, sue, "This one is not sent")
    assert (skipped["state"], [skipped["reason"]]) == ("skipped", whys)

    user_id = first["person"]["id"]
    assert lead.call("GET", f"/users/{user_id}").json()["suppression"]["cause"] == "bounce"
    assert sue.call("DELETE", f"/users/{user_id}/suppression").status_code == 403
    assert lead.call("DELETE", f"/users/{user_id}/suppression").status_code == 204
    assert sue.call("GET", "/users/me").json()["suppression"] is None
    assert mail_about_a_new_task(lead, sue, "This one is sent again")["state"] == "sent"
    log = lead.call("GET", "/audit?limit=100").json()["items"]
    theirs = [event["type"] for event in log if event["subject"]["id"] == user_id and "suppress" in event["type"]]
    assert theirs == ["user.suppression_lifted", "user.suppressed"]
