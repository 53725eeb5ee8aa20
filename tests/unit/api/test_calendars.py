"""The feed of one's due dates, as a calendar program reads it."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from relayboard.domain.calendars import digest_of
from relayboard.domain.people import Standing
from relayboard.domain.personal_tasks import PersonalContent, PersonalStatus
from relayboard.domain.tasks import Priority, Status
from relayboard.ports.table import RaceLost
from tests.support.world import ANN, BOB, BOSS, LEAD, SITE, World

SOON = date(2100, 1, 8)


@pytest.fixture
def world():
    return World()


def make(world, who=ANN):
    reply = world.call("POST", "/users/me/calendar", as_=who)
    assert reply.status == 201
    return reply.json["url"].removeprefix(SITE.api)


def read(world, path, **headers):
    return world.call("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def events(world, who=ANN):
    reply = read(world, make(world, who))
    assert reply.status == 200, reply.json
    return Calendar.from_ical(reply.json).walk("VEVENT")


def summaries(world, who=ANN):
    return sorted(str(event["SUMMARY"]) for event in events(world, who))


def own(world, title, *, status=PersonalStatus.PENDING, due=SOON, who=ANN):
    content = PersonalContent(title=title, status=status, due_date=due)
    return world.personal_tasks.create(content, by=who)


def days_ago(world, days):
    return (world.clock.now() - timedelta(days=days)).date()


def test_the_address_is_absolute_and_ends_as_calendars_do(world):
    url = world.call("POST", "/users/me/calendar", as_=ANN).json["url"]
    secret = url.removeprefix("https://board.example/api/v1/calendar/").removesuffix(".ics")
    assert len(secret) == 43


def test_a_task_is_a_day_with_all_that_its_card_says(world):
    task = world.task(
        assignees=[ANN], title="Oil; the, gate", due_date=SOON, labels=("a,b", "c"), priority=Priority.URGENT
    )
    (event,) = events(world)
    assert event["SUMMARY"] == "Oil; the, gate"
    assert event["DTSTART"].dt == SOON
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["UID"] == f"task-{task.id}@board.example"
    assert event["URL"] == f"https://board.example/tasks/{task.id}"
    assert "Status: Open" in event["DESCRIPTION"]
    assert event["URL"] in event["DESCRIPTION"]
    assert [str(label) for label in event["CATEGORIES"].cats] == ["a,b", "c"]
    assert (event["PRIORITY"], event["STATUS"], event["TRANSP"]) == (1, "CONFIRMED", "TRANSPARENT")
    assert event["DTSTAMP"].dt == task.updated_at.replace(microsecond=0)


def test_a_task_keeps_its_name_when_it_changes(world):
    task = world.task(assignees=[ANN], due_date=SOON)
    before = events(world)[0]
    world.tasks.move(task.id, Status.IN_PROGRESS, by=ANN)
    after = events(world)[0]
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_there_are_no_alarms(world):
    world.task(assignees=[ANN], due_date=SOON)
    assert not events(world)[0].walk("VALARM")


def test_ones_own_tasks_stand_beside_the_teams_and_say_so(world):
    world.task(assignees=[ANN], title="Paint", due_date=SOON)
    own(world, "Milk")
    own(world, "Done already", status=PersonalStatus.DONE)
    assert summaries(world) == ["Milk (personal)", "Paint", "✓ Done already (personal)"]
    private = [event for event in events(world) if event.get("CLASS") == "PRIVATE"]
    assert len(private) == 2
    assert all(event["URL"] == "https://board.example/my-tasks" for event in private)


def test_others_tasks_deleted_ones_and_those_without_a_day_are_not_in_it(world):
    world.task(assignees=[BOB], title="Bob's", due_date=SOON)
    world.task(assignees=[ANN], title="Gone", due_date=SOON, deleted=True)
    world.task(assignees=[ANN], title="Some day")
    own(world, "Some day too", due=None)
    own(world, "Bob's milk", who=BOB)
    assert summaries(world) == []


def test_an_admin_gets_their_own_dates_not_the_teams(world):
    world.task(assignees=[ANN], title="Ann's", due_date=SOON)
    world.task(assignees=[LEAD], title="Lead's", due_date=SOON)
    assert summaries(world, LEAD) == ["Lead's"]


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.CLOSED])
def test_what_is_done_is_ticked_off_and_leaves_after_a_month(world, status):
    for days in (29, 30, 31):
        world.task(assignees=[ANN], title=f"Due {days}", due_date=days_ago(world, days), status=status)
        own(world, f"Own {days}", due=days_ago(world, days), status=PersonalStatus.DONE)
    expected = ["✓ Due 29", "✓ Due 30", "✓ Own 29 (personal)", "✓ Own 30 (personal)"]
    assert summaries(world) == expected


def test_what_is_overdue_stays_until_it_is_done(world):
    world.task(assignees=[ANN], title="Long ago", due_date=date(2001, 1, 1))
    own(world, "Own long ago", due=date(2001, 1, 1))
    assert summaries(world) == ["Long ago", "Own long ago (personal)"]


def test_the_day_of_completion_is_told(world):
    task = world.task(assignees=[ANN], due_date=SOON, status=Status.COMPLETED)
    assert f"Done on {task.completed_at:%Y-%m-%d}" in events(world)[0]["DESCRIPTION"]


def test_marks_that_turn_lines_around_stay_out(world):
    world.task(assignees=[ANN], title="invoice\u202efdp.exe\u2066", due_date=SOON)
    assert summaries(world) == ["invoicefdp.exe"]


def test_programs_are_told_what_it_is_and_when_to_ask_again(world):
    path = make(world)
    reply = read(world, path)
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    assert reply.headers["cache-control"].startswith("private")
    calendar = Calendar.from_ical(reply.json)
    assert calendar["VERSION"] == "2.0"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in reply.json.decode()
    assert str(calendar["NAME"]) == "Relayboard: due dates"


def test_a_program_that_has_the_newest_file_is_told_so(world):
    task = world.task(assignees=[ANN], due_date=SOON)
    path = make(world)
    tag = read(world, path).headers["etag"]
    for known in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        reply = read(world, path, If_None_Match=known)
        assert (reply.status, reply.json, reply.headers["etag"]) == (304, None, tag)
    world.tasks.move(task.id, Status.COMPLETED, by=ANN)
    assert read(world, path, If_None_Match=tag).status == 200


def test_an_unchanged_calendar_is_the_same_file_at_another_time(world):
    world.task(assignees=[ANN], due_date=SOON)
    path = make(world)
    first = read(world, path).json
    world.clock.now()
    assert read(world, path).json == first


def test_only_a_digest_of_the_secret_is_in_the_table(world):
    path = make(world)
    secret = path.rpartition("/")[2].removesuffix(".ics")
    kept = repr(world.dump())
    assert secret not in kept
    assert digest_of(secret) in kept


def test_a_key_against_repetition_does_not_put_the_secret_into_the_table(world):
    headers = {"Idempotency-Key": "k"}
    urls = [world.call("POST", "/users/me/calendar", as_=ANN, headers=headers).json["url"] for _ in "ab"]
    assert urls[0] != urls[1]
    secrets = [url.rpartition("/")[2].removesuffix(".ics") for url in urls]
    assert not any(secret in repr(world.dump()) for secret in secrets)


def test_a_new_address_ends_the_old_one(world):
    old, new = make(world), make(world)
    assert read(world, old).status == 404
    assert read(world, new).status == 200


def test_a_new_address_that_cannot_be_written_leaves_the_old_one(world):
    old = make(world)
    for _ in range(6):
        world.table.fail("write", RaceLost("busy"))
    assert world.call("POST", "/users/me/calendar", as_=ANN).status == 409
    assert read(world, old).status == 200


def test_an_ended_feed_is_gone_and_ending_it_again_does_no_harm(world):
    path = make(world)
    others = make(world, BOB)
    for _ in "ab":
        assert world.call("DELETE", "/users/me/calendar", as_=ANN).status == 204
        assert read(world, path).status == 404
    assert read(world, others).status == 200
    assert world.call("GET", "/users/me/calendar", as_=ANN).json == {"exists": False, "createdAt": None}


def test_one_is_told_since_when_there_is_a_feed_but_not_its_address(world):
    path = make(world)
    secret = path.rpartition("/")[2].removesuffix(".ics")
    reply = world.call("GET", "/users/me/calendar", as_=ANN)
    assert reply.json["exists"] is True
    assert reply.json["createdAt"]
    assert secret not in repr(reply)
    assert digest_of(secret) not in repr(reply)


def test_the_feed_of_somebody_deactivated_is_as_if_it_had_never_been(world):
    path = make(world)
    world.people.set_standing(ANN.user_id, Standing.INACTIVE, by=BOSS)
    gone, never = read(world, path), read(world, "/calendar/never-was.ics")
    assert gone.status == never.status == 404
    assert gone.json == never.json
    world.people.set_standing(ANN.user_id, Standing.ACTIVE, by=BOSS)
    assert read(world, path).status == 200


@pytest.mark.parametrize("file", ["x", "x.ics", ".ics", "%00", "%ff.ics", "a" * 64, "\ud800"])
def test_a_guessed_address_is_not_found(world, file):
    make(world)
    assert read(world, f"/calendar/{file}").status == 404


def test_the_digest_does_not_open_the_feed(world):
    secret = make(world).rpartition("/")[2].removesuffix(".ics")
    assert read(world, f"/calendar/{digest_of(secret)}").status == 404


def test_every_secret_is_another(world):
    assert len({make(world) for _ in range(20)}) == 20


def test_no_log_has_the_secret(world, caplog):
    caplog.set_level("DEBUG")
    path = make(world)
    tag = read(world, path).headers["etag"]
    read(world, path, If_None_Match=tag)
    world.table.fail("query", RuntimeError("broken"))
    assert read(world, path).status == 500
    assert world.call("DELETE", "/users/me/calendar", as_=ANN).status == 204
    assert read(world, path).status == 404
    secret = path.rpartition("/")[2].removesuffix(".ics")
    kept = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "readCalendar" in kept
    assert secret not in kept
    assert secret not in caplog.text
