"""Every operation of the API. Adding one is a row here and a function in `endpoints`."""

from relayboard.api.route import Group, Route
from relayboard.domain.permissions import Action

_TASK = "/tasks/{taskId}"
_COMMENT = _TASK + "/comments/{commentId}"
_MINE = "/me/tasks/{taskId}"
_READ, _WRITE, _PEOPLE, _PUBLIC = Group.READ, Group.WRITE, Group.PEOPLE, Group.PUBLIC

ROUTES: tuple[Route, ...] = (
    Route("GET", "/health", "getHealth", "health.get_health", None, _PUBLIC),
    # Tasks
    Route("GET", "/tasks", "listTasks", "tasks_reading.list_tasks", Action.TASK_READ, _READ),
    Route("POST", "/tasks", "createTask", "tasks.create_task", Action.TASK_CREATE, _WRITE, 201, is_versioned=True),
    Route("GET", _TASK, "getTask", "tasks_reading.get_task", Action.TASK_READ, _READ, is_versioned=True),
    Route("PUT", _TASK, "replaceTask", "tasks.replace_task", Action.TASK_UPDATE, _WRITE, is_versioned=True),
    Route("PATCH", _TASK, "updateTask", "tasks.update_task", Action.TASK_UPDATE, _WRITE, is_versioned=True),
    Route("DELETE", _TASK, "deleteTask", "tasks.delete_task", Action.TASK_DELETE, _WRITE, 204, is_versioned=True),
    Route(
        "POST",
        _TASK + "/restore",
        "restoreTask",
        "tasks.restore_task",
        Action.TASK_RESTORE,
        _WRITE,
        is_versioned=True,
    ),
    Route("PATCH", _TASK + "/status", "moveTask", "tasks.move_task", Action.TASK_MOVE, _WRITE, is_versioned=True),
    Route("POST", "/tasks/preview-notices", "previewNotices", "previews.preview_notices", Action.TASK_READ, _READ),
    # Who has a task
    Route(
        "GET", _TASK + "/assignments", "listAssignments", "assignments.list_assignments", Action.TASK_READ, _READ
    ),
    Route(
        "POST",
        _TASK + "/assignments",
        "assignTask",
        "assignments.assign_task",
        Action.TASK_ASSIGN,
        _WRITE,
        is_versioned=True,
    ),
    Route(
        "DELETE",
        _TASK + "/assignments/{userId}",
        "unassignTask",
        "assignments.unassign_task",
        Action.TASK_ASSIGN,
        _WRITE,
        is_versioned=True,
    ),
    # What is said about it
    Route("GET", _TASK + "/comments", "listComments", "comments.list_comments", Action.COMMENT_READ, _READ),
    Route("POST", _TASK + "/comments", "addComment", "comments.add_comment", Action.COMMENT_ADD, _WRITE, 201),
    Route("PATCH", _COMMENT, "editComment", "comments.edit_comment", Action.COMMENT_EDIT, _WRITE),
    Route("DELETE", _COMMENT, "deleteComment", "comments.delete_comment", Action.COMMENT_DELETE, _WRITE, 204),
    # What happened
    Route("GET", _TASK + "/events", "listTaskEvents", "history.list_task_events", Action.TASK_READ, _READ),
    Route("GET", "/audit", "readAudit", "history.read_audit", Action.AUDIT_READ, _READ),
    Route("GET", "/deliveries", "listDeliveries", "deliveries.list_deliveries", Action.DELIVERY_MANAGE, _READ),
    Route(
        "POST",
        "/deliveries/redrive",
        "redriveDeliveries",
        "deliveries.redrive_deliveries",
        Action.DELIVERY_MANAGE,
        _WRITE,
    ),
    Route("GET", "/events", "followEvents", "live.follow_events", Action.LIVE_FOLLOW, _READ),
    Route(
        "POST",
        "/live/ticket",
        "issueLiveTicket",
        "live.issue_live_ticket",
        Action.LIVE_FOLLOW,
        _WRITE,
        201,
        is_secret=True,
    ),
    # Boards
    Route("GET", "/boards", "listBoards", "boards.list_boards", Action.BOARD_READ, _READ),
    Route("POST", "/boards", "createBoard", "boards.create_board", Action.BOARD_MANAGE, _WRITE, 201),
    Route("PATCH", "/boards/{boardId}", "updateBoard", "boards.update_board", Action.BOARD_MANAGE, _WRITE),
    # Oneself
    Route("GET", "/users/me", "getMe", "profiles.get_me", Action.PROFILE_OWN, _READ),
    Route("PUT", "/users/me", "updateMe", "profiles.update_me", Action.PROFILE_OWN, _WRITE),
    Route("GET", "/users/me/notices", "listNotices", "profiles.list_notices", Action.NOTICE_OWN, _READ),
    Route(
        "POST", "/users/me/notices/read", "readNotices", "profiles.read_notices", Action.NOTICE_OWN, _WRITE, 204
    ),
    Route("GET", "/users/me/calendar", "getCalendar", "calendars.get_calendar", Action.CALENDAR_OWN, _READ),
    Route(
        "POST",
        "/users/me/calendar",
        "makeCalendar",
        "calendars.make_calendar",
        Action.CALENDAR_OWN,
        _WRITE,
        201,
        is_secret=True,
    ),
    Route(
        "DELETE",
        "/users/me/calendar",
        "deleteCalendar",
        "calendars.delete_calendar",
        Action.CALENDAR_OWN,
        _WRITE,
        204,
    ),
    # Whoever has one of our mails may switch off its like: the link in it proves that.
    Route("POST", "/unsubscribe", "unsubscribe", "unsubscribing.unsubscribe", None, _WRITE, 204),
    # Whoever knows the address may read it: it is the secret.
    Route("GET", "/calendar/{file}", "readCalendar", "calendars.read_calendar", None, _READ),
    Route(
        "GET", "/me/tasks", "listPersonalTasks", "personal_tasks.list_personal_tasks", Action.PERSONAL_OWN, _READ
    ),
    Route(
        "POST",
        "/me/tasks",
        "createPersonalTask",
        "personal_tasks.create_personal_task",
        Action.PERSONAL_OWN,
        _WRITE,
        201,
    ),
    Route("GET", _MINE, "getPersonalTask", "personal_tasks.get_personal_task", Action.PERSONAL_OWN, _READ),
    Route(
        "PATCH", _MINE, "updatePersonalTask", "personal_tasks.update_personal_task", Action.PERSONAL_OWN, _WRITE
    ),
    Route(
        "DELETE",
        _MINE,
        "deletePersonalTask",
        "personal_tasks.delete_personal_task",
        Action.PERSONAL_OWN,
        _WRITE,
        204,
    ),
    # People
    Route("GET", "/users", "listPeople", "people.list_people", Action.PERSON_READ, _READ),
    Route("POST", "/users", "invitePerson", "people.invite_person", Action.PERSON_MANAGE, _PEOPLE, 201),
    Route("GET", "/users/{userId}", "getPerson", "people.get_person", Action.PERSON_READ, _READ),
    Route(
        "DELETE",
        "/users/{userId}/suppression",
        "liftSuppression",
        "people.lift_suppression",
        Action.SUPPRESSION_LIFT,
        _WRITE,
        204,
    ),
    Route("PUT", "/users/{userId}/role", "setRole", "people.set_role", Action.PERSON_MANAGE, _PEOPLE),
    Route("PUT", "/users/{userId}/status", "setStanding", "people.set_standing", Action.PERSON_MANAGE, _PEOPLE),
)
