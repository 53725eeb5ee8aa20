"""The main job from end to end, over HTTP, in any home."""

import httpx
import pytest
from icalendar import Calendar

from tests.parity.home import Home, Person, eventually, told_people

# One machine ends a token together with its session (401) unless both are of the same second; elsewhere the token
# lives on, and writing is refused to the person (403).
SHUT_OUT = (401, 403)


@pytest.fixture(scope="module")
def ann(home: Home, lead: Person) -> Person:
    return _member(home, "ann@example.com", "Ann Arbor")


@pytest.fixture(scope="module")
def bob(home: Home, lead: Person) -> Person:
    return _member(home, "bob@example.com", "Bob Berg")


def _member(home: Home, address: str, name: str) -> Person:
    person = Person(home, address, name)
    person.sign_up()
    person.sign_in()
    return person


def _id(person: Person) -> str:
    return person.call("GET", "/users/me").json()["id"]


def _new_task(lead: Person, **fields: object) -> dict:
    answer = lead.call("POST", "/tasks", {"title": "Fix the login", **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_the_api_says_that_it_is_there(home: Home) -> None:
    answer = httpx.get(f"{home.api}/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_without_a_token_nothing_is_shown(home: Home) -> None:
    answer = httpx.get(f"{home.api}/tasks")
    assert answer.status_code == 401


def test_signing_up_makes_a_profile_and_the_configured_address_an_admin(lead: Person, ann: Person) -> None:
    assert lead.call("GET", "/users/me").json()["role"] == "ADMIN"
    profile = ann.call("GET", "/users/me").json()
    assert (profile["role"], profile["status"], profile["name"]) == ("MEMBER", "ACTIVE", "Ann Arbor")


def test_a_task_is_assigned_done_and_proved(lead: Person, ann: Person) -> None:
    task = _new_task(lead, title="Write the release notes", priority="HIGH", dueDate="2030-01-31")
    assigned = lead.call("POST", f"/tasks/{task['id']}/assignments", {"userIds": [_id(ann)]})
    assert [person["name"] for person in assigned.json()["assignees"]] == ["Ann Arbor"]

    letter = ann.mail("Write the release notes", "assigned")
    assert f"/tasks/{task['id']}" in letter.text

    mine = ann.call("GET", "/tasks").json()["items"]
    assert task["id"] in [one["id"] for one in mine]

    moved = ann.call("PATCH", f"/tasks/{task['id']}/status", {"status": "IN_PROGRESS"})
    assert moved.json()["status"] == "IN_PROGRESS"
    assert lead.mail("Write the release notes", "Ann Arbor")

    def whole_history() -> list[dict] | None:
        events = lead.call("GET", f"/tasks/{task['id']}/events").json()["items"]
        told = [delivery for event in events for delivery in told_people(event)]
        is_settled = len(told) >= 4 and all(delivery["state"] == "sent" for delivery in told)
        return events if is_settled else None

    events = eventually(whole_history)
    assert [event["type"] for event in events] == ["task.status_changed", "task.assigned", "task.created"]
    change, assignment, _ = events
    assert (change["before"], change["after"]) == ({"status": "OPEN"}, {"status": "IN_PROGRESS"})
    assert {(one["channel"], one["person"]["name"]) for one in told_people(assignment)} == {
        ("email", "Ann Arbor"),
        ("inbox", "Ann Arbor"),
    }
    assert {one["person"]["name"] for one in told_people(change)} == {"Lea Lead"}


def test_who_would_hear_of_a_change_is_who_then_hears_of_it(lead: Person, ann: Person, bob: Person) -> None:
    task = _new_task(lead, title="Asked beforehand", assigneeIds=[_id(ann), _id(bob)])
    wish = {"taskId": task["id"], "change": {"comment": {"body": "Nearly."}}}
    shown = ann.call("POST", "/tasks/preview-notices", wish)
    assert shown.status_code == 200, shown.text
    expected = {
        (one["channel"], item["user"]["name"]) for item in shown.json()["items"] for one in item["channels"]
    }
    assert len(expected) == 6  # two people and two receivers
    assert ann.call("GET", f"/tasks/{task['id']}/comments").json()["items"] == []
    ann.call("POST", f"/tasks/{task['id']}/comments", {"body": "Nearly."})

    def told() -> set[tuple[str, str]] | None:
        newest = lead.call("GET", f"/tasks/{task['id']}/events").json()["items"][0]
        rows = [one for one in newest["deliveries"] if one["state"] == "sent"]
        return {(one["channel"], one["person"]["name"]) for one in rows} if len(rows) >= len(expected) else None

    assert eventually(told) == expected


def test_notices_are_in_the_inbox_and_can_be_marked_as_read(lead: Person, ann: Person) -> None:
    task = _new_task(lead, title="Read this", assigneeIds=[_id(ann)])

    def notice() -> dict | None:
        notices = ann.call("GET", "/users/me/notices").json()["items"]
        return next((one for one in notices if one["taskId"] == task["id"]), None)

    unread = eventually(notice)
    assert not unread["isRead"]
    assert ann.call("POST", "/users/me/notices/read", {"ids": [unread["id"]]}).status_code == 204
    assert notice()["isRead"]


def test_a_member_does_not_see_what_is_not_theirs(lead: Person, ann: Person, bob: Person) -> None:
    task = _new_task(lead, assigneeIds=[_id(ann)])
    assert ann.call("GET", f"/tasks/{task['id']}").status_code == 200
    assert bob.call("GET", f"/tasks/{task['id']}").status_code == 404
    assert bob.call("PATCH", f"/tasks/{task['id']}/status", {"status": "COMPLETED"}).status_code == 404


def test_a_member_is_refused_by_rule(lead: Person, ann: Person) -> None:
    task = _new_task(lead, assigneeIds=[_id(ann)])
    refused = ann.call("PATCH", f"/tasks/{task['id']}", {"title": "Mine"})
    assert refused.status_code == 403
    assert refused.json()["detail"] == "Only admins edit tasks."
    assert ann.call("PATCH", f"/tasks/{task['id']}/status", {"status": "CLOSED"}).status_code == 403


def test_a_change_of_an_old_version_is_refused(lead: Person) -> None:
    task = _new_task(lead)
    path = f"/tasks/{task['id']}"
    etag = lead.call("GET", path).headers["etag"]
    assert lead.call("PATCH", path, {"title": "First"}, If_Match=etag).status_code == 200
    assert lead.call("PATCH", path, {"title": "Second"}, If_Match=etag).status_code == 412
    assert lead.call("GET", path).json()["title"] == "First"


def test_a_repeated_creation_takes_effect_once(lead: Person) -> None:
    body = {"title": "Only once", "labels": ["once"]}
    first = lead.call("POST", "/tasks", body, Idempotency_Key="journey-1")
    second = lead.call("POST", "/tasks", body, Idempotency_Key="journey-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(lead.call("GET", "/tasks?label=once").json()["items"]) == 1
    other = lead.call("POST", "/tasks", {"title": "Another"}, Idempotency_Key="journey-1")
    assert other.status_code == 422


def test_every_wrong_field_is_named(lead: Person) -> None:
    answer = lead.call("POST", "/tasks", {"title": " ", "priority": "NOW", "dueDate": "soon", "colour": "red"})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert set(answer.json()["errors"]) == {"title", "priority", "dueDate", "colour"}


def test_a_deleted_task_is_gone_and_can_be_restored(lead: Person, ann: Person) -> None:
    task = _new_task(lead, title="Throw me away", assigneeIds=[_id(ann)])
    path = f"/tasks/{task['id']}"
    assert lead.call("DELETE", path).status_code == 204
    assert lead.call("GET", path).status_code == 404
    assert task["id"] not in [one["id"] for one in ann.call("GET", "/tasks").json()["items"]]
    assert task["id"] in [one["id"] for one in lead.call("GET", "/tasks?deleted=true").json()["items"]]
    assert lead.call("POST", f"{path}/restore").status_code == 200
    assert ann.call("GET", path).json()["title"] == "Throw me away"


def test_people_talk_about_a_task(lead: Person, ann: Person) -> None:
    task = _new_task(lead, title="Talk about it", assigneeIds=[_id(ann)])
    path = f"/tasks/{task['id']}/comments"
    said = ann.call("POST", path, {"body": "Where is the **draft**?"}).json()
    assert lead.mail("Talk about it", "Where is the")
    assert ann.call("PATCH", f"{path}/{said['id']}", {"body": "Found it."}).json()["body"] == "Found it."
    assert lead.call("PATCH", f"{path}/{said['id']}", {"body": "No."}).status_code == 403
    assert [one["body"] for one in lead.call("GET", path).json()["items"]] == ["Found it."]
    assert lead.call("DELETE", f"{path}/{said['id']}").status_code == 204


def test_boards_are_made_renamed_and_archived(lead: Person, ann: Person) -> None:
    board = lead.call("POST", "/boards", {"name": "Website"}).json()
    task = _new_task(lead, boardId=board["id"])
    assert [one["id"] for one in lead.call("GET", f"/tasks?board={board['id']}").json()["items"]] == [task["id"]]
    changed = lead.call("PATCH", f"/boards/{board['id']}", {"name": "Web", "archived": True}).json()
    assert (changed["name"], changed["archived"]) == ("Web", True)
    assert lead.call("POST", "/tasks", {"title": "Late", "boardId": board["id"]}).status_code == 422
    names = [one["name"] for one in ann.call("GET", "/boards").json()["items"]]
    assert names == ["Main", "Web"]


def test_a_task_can_be_replaced_and_taken_from_somebody(lead: Person, ann: Person) -> None:
    task = _new_task(lead, description="Old", labels=["a"], assigneeIds=[_id(ann)])
    path = f"/tasks/{task['id']}"
    replaced = lead.call("PUT", path, {"title": "New"}).json()
    assert (replaced["description"], replaced["labels"], len(replaced["assignees"])) == ("", [], 1)
    assert [one["name"] for one in lead.call("GET", f"{path}/assignments").json()["items"]] == ["Ann Arbor"]
    assert lead.call("DELETE", f"{path}/assignments/{_id(ann)}").json()["assignees"] == []
    assert ann.call("GET", path).status_code == 404


def test_personal_tasks_are_seen_by_nobody_else(lead: Person, ann: Person) -> None:
    task = ann.call("POST", "/me/tasks", {"title": "Buy milk", "status": "pending"}).json()
    path = f"/me/tasks/{task['id']}"
    assert lead.call("GET", path).status_code == 404
    assert ann.call("PATCH", path, {"status": "done"}).json()["status"] == "done"
    assert [one["title"] for one in ann.call("GET", "/me/tasks?status=done").json()["items"]] == ["Buy milk"]
    assert ann.call("DELETE", path).status_code == 204
    assert ann.call("GET", path).status_code == 404


def test_due_dates_stand_in_a_calendar_until_its_address_is_ended(lead: Person, ann: Person) -> None:
    task = _new_task(lead, title="Mow; the, lawn", dueDate="2099-05-01", assigneeIds=[_id(ann)])
    ann.call("POST", "/me/tasks", {"title": "Buy seeds", "dueDate": "2099-05-02"})
    old = ann.call("POST", "/users/me/calendar").json()["url"]
    url = ann.call("POST", "/users/me/calendar").json()["url"]
    assert ann.call("GET", "/users/me/calendar").json()["exists"]

    def due() -> dict[str, str] | None:
        answer = _fetch(ann.home, url)
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        found = {str(event["SUMMARY"]): f"{event['DTSTART'].dt}" for event in events}
        new = {title: day for title, day in found.items() if day.startswith("2099")}
        return new if "Mow; the, lawn" in new else None

    assert eventually(due) == {"Mow; the, lawn": "2099-05-01", "Buy seeds (personal)": "2099-05-02"}
    tag = _fetch(ann.home, url).headers["etag"]
    unchanged = _fetch(ann.home, url, If_None_Match=tag)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert _fetch(ann.home, old).status_code == 404
    assert ann.call("DELETE", "/users/me/calendar").status_code == 204
    assert _fetch(ann.home, url).status_code == 404
    lead.call("DELETE", f"/tasks/{task['id']}")


def _fetch(home: Home, url: str, **headers: str) -> httpx.Response:
    """Get what stands at an address of the API, as a program without an account does."""
    path = url[url.rindex("/calendar/") :]
    assert url.startswith("http")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.get(home.api + path, headers=named, timeout=30)


def test_a_person_is_invited(lead: Person) -> None:
    invited = lead.call("POST", "/users", {"email": "cy@example.com", "name": "Cy Coe"})
    assert invited.status_code == 201
    again = lead.call("POST", "/users", {"email": "cy@example.com", "name": "Cy Coe"})
    assert again.status_code == 409
    guest = Person(lead.home, "cy@example.com", "Cy Coe")
    assert guest.mail("invited")


def test_a_demoted_admin_cannot_write_with_the_old_token_and_cannot_renew_it(lead: Person, bob: Person) -> None:
    bob_path = f"/users/{_id(bob)}"
    assert lead.call("PUT", f"{bob_path}/role", {"role": "ADMIN"}).json()["role"] == "ADMIN"
    bob.sign_in()
    assert bob.call("POST", "/tasks", {"title": "As an admin"}).status_code == 201
    assert lead.call("PUT", f"{bob_path}/role", {"role": "MEMBER"}).status_code == 200
    assert bob.call("POST", "/tasks", {"title": "With an old token"}).status_code in SHUT_OUT
    with pytest.raises(lead.home.identity.exceptions.NotAuthorizedException):
        lead.home.identity.get_tokens_from_refresh_token(
            ClientId=lead.home.client_id, RefreshToken=bob.tokens["RefreshToken"]
        )
    bob.sign_in()


def test_a_deactivated_person_can_do_nothing_until_they_are_let_in_again(lead: Person, bob: Person) -> None:
    bob_path = f"/users/{_id(bob)}"
    assert lead.call("PUT", f"{bob_path}/status", {"status": "INACTIVE"}).json()["status"] == "INACTIVE"
    assert bob.call("POST", "/me/tasks", {"title": "Locked out"}).status_code in SHUT_OUT
    with pytest.raises(lead.home.identity.exceptions.ClientError):
        bob.sign_in()
    assert lead.call("PUT", f"{bob_path}/status", {"status": "ACTIVE"}).status_code == 200
    bob.sign_in()
    assert bob.call("POST", "/me/tasks", {"title": "Back again"}).status_code == 201


def test_the_last_admin_stays(lead: Person) -> None:
    path = f"/users/{_id(lead)}"
    assert lead.call("PUT", f"{path}/role", {"role": "MEMBER"}).status_code == 409
    assert lead.call("PUT", f"{path}/status", {"status": "INACTIVE"}).status_code == 409
    assert lead.call("GET", path).json()["role"] == "ADMIN"


def test_people_are_listed_by_role_and_name(lead: Person, ann: Person) -> None:
    names = [one["name"] for one in lead.call("GET", "/users?role=MEMBER").json()["items"]]
    assert names == sorted(names)
    assert "Ann Arbor" in names
    assert ann.call("GET", "/users").status_code == 403


def test_a_new_name_reaches_the_tasks(lead: Person, bob: Person) -> None:
    task = _new_task(lead, assigneeIds=[_id(bob)])
    renamed = bob.call("PUT", "/users/me", {"name": "Robert Berg", "preferences": {"email": True}})
    assert renamed.json()["name"] == "Robert Berg"
    eventually(lambda: lead.call("GET", f"/tasks/{task['id']}").json()["assignees"][0]["name"] == "Robert Berg")


def test_the_log_of_the_day_is_for_admins(lead: Person, ann: Person) -> None:
    kinds = {event["type"] for event in lead.call("GET", "/audit?limit=100").json()["items"]}
    assert {"task.created", "task.assigned", "user.joined"} <= kinds
    assert ann.call("GET", "/audit").status_code == 403
    assert lead.call("GET", "/deliveries").json()["items"] == []
    assert ann.call("POST", "/deliveries/redrive", {"all": True}).status_code == 403
    redriven = lead.call("POST", "/deliveries/redrive", {"all": True})
    assert redriven.json() == {"taken": [], "notFailed": [], "more": False}


def test_a_list_is_read_in_pages(lead: Person) -> None:
    made = {_new_task(lead, labels=["paged"])["id"] for _ in range(5)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = lead.call("GET", f"/tasks?label=paged&limit=2{cursor}").json()
        seen += [one["id"] for one in page["items"]]
        if page["nextCursor"] is None:
            break
        cursor = f"&cursor={page['nextCursor']}"
    assert len(seen) == 5
    assert set(seen) == made
