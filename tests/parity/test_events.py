"""Who was away asks what happened since, in each home."""

from typing import Any

from tests.parity.home import Home, Person, eventually


def since(person: Person, cursor: str, *, limit: int = 100) -> list[dict[str, Any]]:
    """Return all that is told behind a cursor."""
    told: list[dict[str, Any]] = []
    while True:
        answer = person.call("GET", f"/events?after={cursor}&limit={limit}")
        assert answer.status_code == 200, answer.text
        told += answer.json()["items"]
        cursor = answer.json()["nextCursor"]
        if not answer.json()["hasMore"]:
            return told


def test_who_was_away_is_told_of_all_that_is_theirs_in_order_and_of_nothing_else(home: Home, lead: Person) -> None:
    olga = Person(home, "olga@example.com", "Olga Onlooker")
    olga.sign_up()
    olga.sign_in()
    cursor = olga.call("GET", "/events").json()["nextCursor"]
    olga_id = olga.call("GET", "/users/me").json()["id"]
    task = {"title": "Hers", "assigneeIds": [olga_id]}
    hers = lead.call("POST", "/tasks", task).json()["id"]
    foreign = lead.call("POST", "/tasks", {"title": "Not hers"}).json()["id"]
    lead.call("PATCH", f"/tasks/{hers}/status", {"status": "IN_PROGRESS"})
    wanted = ["task.created", "task.assigned", "task.status_changed"]

    def told(limit: int) -> list[str]:
        events = [one for one in since(olga, cursor, limit=limit) if one["subject"]["id"] == hers]
        return [one["type"] for one in events]

    # An index of DynamoDB lags behind the table for a moment.
    assert eventually(lambda: told(100) == wanted)
    assert told(1) == told(2) == wanted
    assert not any(one["subject"]["id"] == foreign for one in since(olga, cursor))
    assert {hers, foreign} <= {one["subject"]["id"] for one in since(lead, cursor)}
    lead.call("DELETE", f"/tasks/{hers}/assignments/{olga_id}")
    assert eventually(lambda: told(100) == ["task.unassigned"])


def test_what_is_no_cursor_is_refused(home: Home, lead: Person) -> None:
    for cursor in ("x", "01ARZ3NDEKTSV4RRFFQ69G5FAV"):  # no ULID; one of 2016
        answer = lead.call("GET", f"/events?after={cursor}")
        assert (answer.status_code, set(answer.json()["errors"])) == (422, {"after"})
