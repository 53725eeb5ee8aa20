"""What every operation is asked in order to see what it asks of the table, and the calls that it may make."""

from relayboard.domain.deliveries import Delivery, DeliveryState
from relayboard.domain.events import EventType, SubjectKind
from relayboard.domain.ids import first_ulid
from relayboard.domain.notices import Notice
from relayboard.domain.personal_tasks import PersonalContent
from relayboard.domain.unsubscribing import Mailing, Unsubscription
from relayboard.ports.table import Put
from relayboard.store import keys
from relayboard.store.deliveries import save_delivery
from relayboard.store.notices import put_notice
from tests.support.builders import NOW
from tests.support.suppressing import suppress
from tests.support.world import ANN, BOB, LEAD, NOWHERE, PATH_OF, World

FAILED = {"eventId": NOWHERE, "channel": "email", "userId": "ann"}
CREATED = {"title": "Oil the gate", "assigneeIds": ["ann", "bob"]}
KEY = b"k" * 64
LINK = Unsubscription("ann", Mailing.COMMENT)
WRITE = ["get_many", "write"]
READ = ["get"]
LIST = ["query"]

# operation: who asks, the query string, the body, the calls
EXPECTED = {
    "getHealth": (LEAD, "", None, []),
    "listTasks": (ANN, "", None, LIST),
    "createTask": (LEAD, "", CREATED, WRITE),
    "getTask": (ANN, "", None, READ),
    "replaceTask": (LEAD, "", {"title": "Oil the gate"}, WRITE),
    "updateTask": (LEAD, "", {"title": "Oil the gate", "assigneeIds": ["lead"]}, WRITE),
    "deleteTask": (LEAD, "", None, WRITE),
    "moveTask": (ANN, "", {"status": "COMPLETED"}, WRITE),
    "listAssignments": (ANN, "", None, READ),
    "assignTask": (LEAD, "", {"userIds": ["lead", "boss"]}, WRITE),
    "unassignTask": (LEAD, "", None, WRITE),
    "previewNotices": (LEAD, "", {"change": {"create": CREATED}}, ["get_many"] * 2),  # the change; who would hear
    "listComments": (ANN, "", None, READ + LIST),  # may they see the task; what was said
    "addComment": (ANN, "", {"body": "Dry."}, WRITE),
    "editComment": (ANN, "", {"body": "Dry."}, WRITE),
    "deleteComment": (ANN, "", None, WRITE),
    "listTaskEvents": (ANN, "", None, READ + LIST + LIST),  # the task, what happened, who was told
    "readAudit": (LEAD, "", None, LIST),
    "listDeliveries": (LEAD, "", None, [*LIST, "get_many"]),  # what failed; what would have been sent
    "redriveDeliveries": (LEAD, "", {"deliveries": [FAILED]}, WRITE),
    # Just after midnight it is the log of two days; then of what happened, which tasks are theirs.
    "followEvents": (ANN, f"?after={first_ulid(NOW)}", None, [*LIST, *LIST, "get_many"]),
    "issueLiveTicket": (ANN, "", None, WRITE),
    "listBoards": (ANN, "", None, LIST),
    "createBoard": (LEAD, "", {"name": "Garden"}, WRITE),
    "updateBoard": (LEAD, "", {"name": "Home"}, WRITE),
    "getMe": (ANN, "", None, READ),
    "updateMe": (ANN, "", {"name": "Anna"}, WRITE),
    "listNotices": (ANN, "", None, LIST),
    "readNotices": (ANN, "", {"ids": ["N1"]}, WRITE),
    "getCalendar": (ANN, "", None, READ),
    "makeCalendar": (ANN, "", None, WRITE),
    "deleteCalendar": (ANN, "", None, WRITE),
    "readCalendar": (None, "", None, READ * 2 + LIST * 4),  # whose it is, whether they are here; what is due
    "unsubscribe": (None, f"?token={LINK.token(KEY)}", None, ["get_many", *WRITE]),  # the key; the person
    "listPersonalTasks": (ANN, "?status=pending", None, LIST),
    "createPersonalTask": (ANN, "", {"title": "Buy milk"}, WRITE),
    "getPersonalTask": (ANN, "", None, READ),
    "updatePersonalTask": (ANN, "", {"status": "done"}, WRITE),
    "deletePersonalTask": (ANN, "", None, WRITE),
    "listPeople": (LEAD, "", None, LIST),
    "invitePerson": (
        LEAD,
        "",
        {"email": "new@team.example", "name": "New"},
        ["get_many", *WRITE],  # before the user pool is asked, and again with the id that it gave
    ),
    "getPerson": (LEAD, "", None, READ),
    "liftSuppression": (LEAD, "", None, WRITE),
    "setRole": (LEAD, "", {"role": "ADMIN"}, WRITE),
    "setStanding": (LEAD, "", {"status": "INACTIVE"}, WRITE),
}
TASK_LISTS = {
    "?status=OPEN": LIST,
    "?assignee=ann&status=OPEN&q=paint": LIST,
    "?deleted=true": LIST,
    "": LIST * 5,  # a board is its columns, one after the other
    "?limit=1": LIST,  # and no column more than the page needs
}


def world_with_everything(*, engine=None):
    """Return a workspace with something for each operation to work on, and what its paths name."""
    world = World(engine=engine)
    task = world.task(assignees=[ANN, BOB])
    comment = world.comments.add(task.id, "Wet.", by=ANN)
    mine = world.personal_tasks.create(PersonalContent(title="Buy milk"), by=ANN)
    notice = Notice(
        id="N1", user_id="ann", event_type=EventType.TASK_ASSIGNED, text="", task_id=None, at=world.clock.now()
    )
    failed = Delivery(
        event_id=FAILED["eventId"],
        channel=FAILED["channel"],
        person=world.person(ANN).ref,
        subject_kind=SubjectKind.TASK,
        subject_id=task.id,
        state=DeliveryState.FAILED,
        updated_at=world.clock.now(),
        reason="550 no such user",
        attempts=1,
    )
    key = Put({**keys.unsubscribe_key().attributes, "key": KEY.decode()})
    world.store.commit([put_notice(notice), save_delivery(None, failed), key])
    suppress(world, BOB)
    file = f"{world.services.calendars.make(by=ANN)}.ics"
    parts = {"taskId": task.id, "commentId": comment.id, "userId": "bob", "boardId": "main"}
    parts |= {"mine": mine.id, "file": file}
    return world, parts


def path_of(operation, parts):
    """Return the path of an operation, with the ids of what there is in such a workspace."""
    if operation.endswith("PersonalTask"):
        parts = {**parts, "taskId": parts["mine"]}
    return PATH_OF[operation].format(**parts)
