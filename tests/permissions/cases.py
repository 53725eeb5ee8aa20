"""One scenario for every way in which somebody can come to a route: who they are to the thing, and what it is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from relayboard.api.routes import ROUTES
from relayboard.domain.ids import first_ulid
from relayboard.domain.people import Principal, Role
from relayboard.domain.permissions import MATRIX, Action, Relation, is_allowed
from relayboard.domain.personal_tasks import PersonalContent
from relayboard.domain.tasks import Status
from tests.support.builders import NOW
from tests.support.suppressing import suppress
from tests.support.world import BOB, BOSS, LEAD, NOWHERE, PATH_OF

ROUTE_OF = {route.operation: route for route in ROUTES}


class Thing(StrEnum):
    """What is asked for, as seen by who asks."""

    OWN = "own"
    ASSIGNED = "assigned"
    FOREIGN = "foreign"
    DELETED = "deleted"
    DELETED_FOREIGN = "deleted-foreign"
    ABSENT = "absent"


@dataclass(frozen=True)
class Case:
    """A way to come to a route.

    Attributes:
        acts_as: how the person stands to what they act on.
        seen_as: how they stand to what they must be able to see first; `None` when nobody sees it.
        sees: the action that decides whether they see it; `None` when everybody does.
        path: makes the thing and returns the path's parameters.
        body: or what makes it of the path's parameters.
        answer: the status when it is allowed, where it is not the route's own.
    """

    operation: str
    thing: Thing
    action: Action
    acts_as: Relation
    path: Callable[[Any, Any], dict[str, str]]
    seen_as: Relation | None = Relation.OTHER
    sees: Action | None = None
    body: dict[str, Any] | Callable[[dict[str, str]], dict[str, Any]] | None = None
    query: str = ""
    answer: int | None = None
    note: str = ""

    def __str__(self):
        return "-".join(filter(None, (self.operation, self.thing.value, self.note)))

    def expected(self, role):
        """Return the status, and the rule's sentence for a refusal."""
        if self.seen_as is None or (self.sees and not is_allowed(role, self.seen_as, self.sees)):
            return 404, None
        if not is_allowed(role, self.acts_as, self.action):
            return 403, MATRIX[self.action].sentence
        return self.answer or ROUTE_OF[self.operation].status, None

    def ask(self, world, who):
        route = ROUTE_OF[self.operation]
        parameters = self.path(world, who)
        path = PATH_OF[self.operation].format(**parameters) + self.query
        body = self.body(parameters) if callable(self.body) else self.body
        return lambda as_: world.call(route.method, path, as_=as_, body=body)


def a_task(thing, **made):
    """Return what makes a task that stands to somebody as `thing` says."""

    def path(world, who):
        if thing is Thing.ABSENT:
            return {"taskId": NOWHERE, "userId": BOB.user_id}
        is_theirs = thing in (Thing.ASSIGNED, Thing.DELETED)
        is_deleted = thing in (Thing.DELETED, Thing.DELETED_FOREIGN)
        people = [BOB, who] if is_theirs else [BOB]
        return {"taskId": world.task(assignees=people, deleted=is_deleted, **made).id, "userId": BOB.user_id}

    return path


def relation_of(thing):
    return Relation.ASSIGNEE if thing in (Thing.ASSIGNED, Thing.DELETED) else Relation.OTHER


def task_cases(operation, *, action=None, body=None, note="", answers=None, visible_deleted=False, **made):
    """Return a case for every way in which somebody can stand to a task."""
    for thing in (Thing.ASSIGNED, Thing.FOREIGN, Thing.DELETED, Thing.DELETED_FOREIGN, Thing.ABSENT):
        is_gone = thing in (Thing.DELETED, Thing.DELETED_FOREIGN)
        seen = None if thing is Thing.ABSENT or (is_gone and not visible_deleted) else relation_of(thing)
        yield Case(
            operation,
            thing,
            action or ROUTE_OF[operation].action,
            relation_of(thing),
            a_task(thing, **made),
            seen_as=seen,
            sees=Action.TRASH_READ if is_gone else Action.TASK_READ,
            body=body,
            answer=(answers or {}).get(thing),
            note=note,
        )


def a_comment(*, on, is_own):
    """Return what makes a comment, somebody's own or another's, under a task of theirs or not."""

    def path(world, who):
        author = who if is_own else BOB
        task = world.task(assignees=[BOB, who])
        comment = world.comments.add(task.id, "Nearly dry.", by=author)
        if on is Thing.FOREIGN:
            world.assignments.unassign(task.id, who.user_id, by=LEAD)
        if on is Thing.DELETED:
            world.tasks.delete(task.id, by=LEAD)
        return {"taskId": task.id, "commentId": comment.id}

    return path


def comment_cases(operation, *, body=None):
    action = ROUTE_OF[operation].action
    for on in (Thing.ASSIGNED, Thing.FOREIGN, Thing.DELETED):
        for is_own in (True, False):
            yield Case(
                operation,
                on,
                action,
                Relation.SELF if is_own else Relation.OTHER,
                a_comment(on=on, is_own=is_own),
                seen_as=None if on is Thing.DELETED else relation_of(on),
                sees=Action.TASK_READ,
                body=body,
                note="own comment" if is_own else "other's comment",
            )
    for on in (Thing.ASSIGNED, Thing.ABSENT):
        path = a_task(on)
        yield Case(
            operation,
            on,
            action,
            Relation.OTHER,
            lambda world, who, path=path: {**path(world, who), "commentId": NOWHERE},
            seen_as=None,
            body=body,
            note="absent comment",
        )


def personal_cases(operation, *, body=None):
    action = ROUTE_OF[operation].action
    for thing in (Thing.OWN, Thing.FOREIGN, Thing.DELETED, Thing.ABSENT):
        yield Case(
            operation,
            thing,
            action,
            Relation.SELF,
            a_personal_task(thing),
            seen_as=Relation.SELF if thing is Thing.OWN else None,
            body=body,
        )


def a_personal_task(thing):
    def path(world, who):
        if thing is Thing.ABSENT:
            return {"taskId": NOWHERE}
        owner = BOB if thing is Thing.FOREIGN else who
        task = world.personal_tasks.create(PersonalContent(title="Buy milk"), by=owner)
        if thing is Thing.DELETED:
            world.personal_tasks.delete(task.id, by=owner)
        return {"taskId": task.id}

    return path


def person_cases(operation, *, body=None):
    """People's things are all the same to the matrix; that somebody is absent shows only to who may look."""
    action = ROUTE_OF[operation].action
    ids = {Thing.OWN: None, Thing.FOREIGN: BOSS.user_id, Thing.ABSENT: NOWHERE}
    for thing, user_id in ids.items():
        yield Case(
            operation,
            thing,
            action,
            Relation.OTHER,
            lambda world, who, user_id=user_id: {"userId": user_id or who.user_id},
            body=body,
            answer=404 if thing is Thing.ABSENT else None,
        )


def suppression_cases():
    """Somebody's address is sent no mail; who may not manage people does not learn whose."""

    def path(world, who, user_id):
        if user_id != NOWHERE:
            suppress(world, Principal(user_id, Role.ADMIN))
        return {"userId": user_id}

    action = ROUTE_OF["liftSuppression"].action
    for thing, user_id in ((Thing.OWN, None), (Thing.FOREIGN, BOSS.user_id), (Thing.ABSENT, NOWHERE)):
        yield Case(
            "liftSuppression",
            thing,
            action,
            Relation.OTHER,
            lambda world, who, user_id=user_id: path(world, who, user_id or who.user_id),
            answer=404 if thing is Thing.ABSENT else None,
        )


def plain(operation, relation, *, action=None, **more):
    """Return the one case of a route that has no thing of its own."""
    action = action or ROUTE_OF[operation].action
    return Case(operation, Thing.OWN, action, relation, lambda world, who: {}, **more)


def preview_cases():
    """A preview needs the very rights that its change needs."""
    back = {Thing.ASSIGNED: 409, Thing.FOREIGN: 409}
    edit = {"title": "Oil the gate"}
    closed = {"status": Status.CLOSED}
    changes = (
        ("comment", {"body": "Dry."}, None, {}),
        ("comment", {"body": "Dry."}, Action.COMMENT_ADD, {}),
        ("update", edit, Action.TASK_UPDATE, {}),
        ("replace", edit, Action.TASK_UPDATE, {}),
        ("move", {"status": "COMPLETED"}, Action.TASK_MOVE, {}),
        ("move", {"status": "CLOSED"}, Action.TASK_CLOSE, {}),
        ("move", {"status": "OPEN"}, Action.TASK_REOPEN, closed),
        ("assign", {"userIds": [BOSS.user_id]}, Action.TASK_ASSIGN, {}),
        ("unassign", {"userId": BOB.user_id}, Action.TASK_ASSIGN, {}),
        ("delete", {}, Action.TASK_DELETE, {}),
        ("restore", {}, Action.TASK_RESTORE, {"answers": back, "visible_deleted": True}),
    )
    for name, wanted, action, more in changes:
        yield from task_cases(
            "previewNotices",
            action=action,
            body=lambda path, change={name: wanted}: {"taskId": path["taskId"], "change": change},
            note=f"{name} {action or ''}".strip(),
            **more,
        )
    body = {"change": {"create": edit}}
    yield plain("previewNotices", Relation.OTHER, action=Action.TASK_CREATE, body=body, note="create")


def a_calendar(world, who):
    world.services.calendars.make(by=who)
    return {}


def board_cases():
    for thing, board_id in ((Thing.FOREIGN, "main"), (Thing.ABSENT, NOWHERE)):
        yield Case(
            "updateBoard",
            thing,
            Action.BOARD_MANAGE,
            Relation.OTHER,
            lambda world, who, board_id=board_id: {"boardId": board_id},
            body={"name": "Home"},
            seen_as=None if thing is Thing.ABSENT else Relation.OTHER,
            sees=Action.BOARD_READ,
        )


def notice_cases():
    yield Case(
        "readNotices",
        Thing.ABSENT,
        Action.NOTICE_OWN,
        Relation.SELF,
        lambda world, who: {},
        body={"ids": [NOWHERE]},
        seen_as=None,
    )
    yield plain("readNotices", Relation.SELF, body={"ids": ["N1"]})


def list_cases():
    read, other = Action.TASK_READ, Relation.OTHER
    nothing = lambda world, who: {}  # noqa: E731 - a case needs a function
    yield Case("listTasks", Thing.OWN, read, Relation.ASSIGNEE, nothing, note="default")
    yield Case("listTasks", Thing.OWN, read, Relation.ASSIGNEE, nothing, query="?assignee=me")
    yield Case("listTasks", Thing.FOREIGN, read, other, nothing, query=f"?assignee={BOB.user_id}")
    yield Case("listTasks", Thing.ABSENT, read, other, nothing, query=f"?assignee={NOWHERE}")
    yield Case("listTasks", Thing.DELETED, Action.TRASH_READ, other, nothing, query="?deleted=true")


def all_cases():
    """Return every case there is."""
    edit, back = {"title": "Oil the gate"}, {Thing.ASSIGNED: 409, Thing.FOREIGN: 409}
    for operation, body in (("getTask", None), ("replaceTask", edit), ("updateTask", edit), ("deleteTask", None)):
        yield from task_cases(operation, body=body)
    yield from task_cases("restoreTask", answers=back, visible_deleted=True)
    yield from task_cases("moveTask", body={"status": "COMPLETED"})
    yield from task_cases("moveTask", body={"status": "CLOSED"}, action=Action.TASK_CLOSE, note="close")
    yield from task_cases(
        "moveTask", body={"status": "OPEN"}, action=Action.TASK_REOPEN, note="reopen", status=Status.CLOSED
    )
    yield from task_cases("listAssignments")
    yield from task_cases("assignTask", body={"userIds": [BOSS.user_id]})
    yield from task_cases("unassignTask")
    yield from task_cases("listComments")
    yield from task_cases("addComment", body={"body": "Nearly dry."})
    yield from comment_cases("editComment", body={"body": "Dry."})
    yield from comment_cases("deleteComment")
    yield from task_cases("listTaskEvents")
    yield from preview_cases()
    yield from list_cases()
    yield from personal_cases("getPersonalTask")
    yield from personal_cases("updatePersonalTask", body={"status": "done"})
    yield from personal_cases("deletePersonalTask")
    yield from person_cases("getPerson")
    yield from suppression_cases()
    yield from person_cases("setRole", body={"role": "ADMIN"})
    yield from person_cases("setStanding", body={"status": "ACTIVE"})
    yield from board_cases()
    yield from notice_cases()
    yield plain("createTask", Relation.OTHER, body=edit)
    yield plain("createBoard", Relation.OTHER, body={"name": "Garden"})
    yield plain("invitePerson", Relation.OTHER, body={"email": "new@team.example", "name": "New"})
    yield plain("redriveDeliveries", Relation.OTHER, body={"all": True})
    for operation in ("readAudit", "listDeliveries", "listPeople", "listBoards"):
        yield plain(operation, Relation.OTHER)
    yield plain("updateMe", Relation.SELF, body={"name": "Renamed"})
    for operation in ("getMe", "listNotices", "listPersonalTasks", "issueLiveTicket"):
        yield plain(operation, Relation.SELF)
    for operation in ("getCalendar", "makeCalendar", "deleteCalendar"):
        yield Case(operation, Thing.OWN, Action.CALENDAR_OWN, Relation.SELF, a_calendar)
    yield plain("followEvents", Relation.SELF, query=f"?after={first_ulid(NOW)}")
    yield plain("createPersonalTask", Relation.SELF, body={"title": "Buy milk"})


CASES = tuple(all_cases())
WRITES = tuple(case for case in CASES if ROUTE_OF[case.operation].method != "GET")
WALKED = {(case.action, role, case.acts_as) for case in CASES for role in Role}
