"""The permission matrix: who may do what to which thing. Everything that asks reads it here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from relayboard.domain.errors import Forbidden
from relayboard.domain.people import Role
from relayboard.domain.tasks import Status, Task


class Relation(StrEnum):
    """How a person stands to a thing."""

    SELF = "SELF"  # it is theirs: their profile, their list, their own comment
    ASSIGNEE = "ASSIGNEE"  # they have been given the task
    OTHER = "OTHER"  # neither


class Action(StrEnum):
    """What can be done, as `thing.verb`."""

    TASK_CREATE = "task.create"
    TASK_READ = "task.read"
    TASK_UPDATE = "task.update"
    TASK_MOVE = "task.move"
    TASK_CLOSE = "task.close"
    TASK_REOPEN = "task.reopen"
    TASK_ASSIGN = "task.assign"
    TASK_DELETE = "task.delete"
    TASK_RESTORE = "task.restore"
    TRASH_READ = "trash.read"
    COMMENT_READ = "comment.read"
    COMMENT_ADD = "comment.add"
    COMMENT_EDIT = "comment.edit"
    COMMENT_DELETE = "comment.delete"
    BOARD_READ = "board.read"
    BOARD_MANAGE = "board.manage"
    PERSON_READ = "person.read"
    PERSON_MANAGE = "person.manage"
    SUPPRESSION_LIFT = "suppression.lift"
    PROFILE_OWN = "profile.own"
    NOTICE_OWN = "notice.own"
    PERSONAL_OWN = "personal.own"
    CALENDAR_OWN = "calendar.own"
    AUDIT_READ = "audit.read"
    DELIVERY_MANAGE = "delivery.manage"
    LIVE_FOLLOW = "live.follow"


Cell = tuple[Role, Relation]
_ADMIN: frozenset[Cell] = frozenset((Role.ADMIN, relation) for relation in Relation)
_EVERYBODY: frozenset[Cell] = frozenset((role, relation) for role in Role for relation in Relation)
_ADMIN_OR_ASSIGNEE: frozenset[Cell] = _ADMIN | {(Role.MEMBER, Relation.ASSIGNEE)}
_OWN: frozenset[Cell] = frozenset((role, Relation.SELF) for role in Role)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is allowed, and the sentence that says so to those who are not."""

    allowed: frozenset[Cell]
    sentence: str


MATRIX: Mapping[Action, Rule] = MappingProxyType(
    {
        Action.TASK_CREATE: Rule(_ADMIN, "Only admins create tasks."),
        Action.TASK_READ: Rule(_ADMIN_OR_ASSIGNEE, "Members see the tasks that are assigned to them."),
        Action.TASK_UPDATE: Rule(_ADMIN, "Only admins edit tasks."),
        Action.TASK_MOVE: Rule(_ADMIN_OR_ASSIGNEE, "Members move the tasks that are assigned to them."),
        Action.TASK_CLOSE: Rule(_ADMIN, "Only admins close tasks."),
        Action.TASK_REOPEN: Rule(_ADMIN, "Only admins reopen closed tasks."),
        Action.TASK_ASSIGN: Rule(_ADMIN, "Only admins assign and unassign people."),
        Action.TASK_DELETE: Rule(_ADMIN, "Only admins delete tasks."),
        Action.TASK_RESTORE: Rule(_ADMIN, "Only admins restore deleted tasks."),
        Action.TRASH_READ: Rule(_ADMIN, "Only admins see deleted tasks."),
        Action.COMMENT_READ: Rule(_ADMIN_OR_ASSIGNEE, "Members read the comments of their own tasks."),
        Action.COMMENT_ADD: Rule(_ADMIN_OR_ASSIGNEE, "Members comment on the tasks assigned to them."),
        Action.COMMENT_EDIT: Rule(_OWN, "Only its author edits a comment."),
        Action.COMMENT_DELETE: Rule(_ADMIN | _OWN, "Only its author and admins delete a comment."),
        Action.BOARD_READ: Rule(_EVERYBODY, "Everybody sees the boards."),
        Action.BOARD_MANAGE: Rule(_ADMIN, "Only admins create, rename and archive boards."),
        Action.PERSON_READ: Rule(_ADMIN, "Only admins see the list of people."),
        Action.PERSON_MANAGE: Rule(_ADMIN, "Only admins invite people, set roles and deactivate."),
        Action.SUPPRESSION_LIFT: Rule(_ADMIN, "Only admins let mail go to an address again."),
        Action.PROFILE_OWN: Rule(_OWN, "A profile is changed by its owner."),
        Action.NOTICE_OWN: Rule(_OWN, "Notices are seen by the person they are for."),
        Action.PERSONAL_OWN: Rule(_OWN, "Personal tasks are seen by their owner only."),
        Action.CALENDAR_OWN: Rule(_OWN, "A calendar feed is made and ended by the person whose dates it shows."),
        Action.AUDIT_READ: Rule(_ADMIN, "Only admins read the audit log."),
        Action.DELIVERY_MANAGE: Rule(_ADMIN, "Only admins see and resend failed deliveries."),
        Action.LIVE_FOLLOW: Rule(_OWN, "Everybody follows the tasks that they may see, as themselves."),
    }
)


def is_allowed(role: Role, relation: Relation, action: Action) -> bool:
    """Look up one cell of the matrix."""
    return (role, relation) in MATRIX[action].allowed


def require(role: Role, relation: Relation, action: Action) -> None:
    """Let pass what the matrix allows.

    Raises:
        Forbidden: with the rule's sentence.
    """
    if not is_allowed(role, relation, action):
        raise Forbidden(MATRIX[action].sentence)


def relation_to(task: Task, user_id: str) -> Relation:
    """Say how a person stands to a task."""
    return Relation.ASSIGNEE if task.is_assigned_to(user_id) else Relation.OTHER


def may_see(task: Task | None, role: Role, user_id: str) -> bool:
    """Tell whether a person may see a task; of one that is gone, whether they might see any."""
    relation = Relation.OTHER if task is None else relation_to(task, user_id)
    return is_allowed(role, relation, Action.TASK_READ)


def move_action(before: Status, after: Status) -> Action:
    """Name the action that a change of status is: closing and reopening are not for everybody."""
    if after is Status.CLOSED:
        return Action.TASK_CLOSE
    if before is Status.CLOSED:
        return Action.TASK_REOPEN
    return Action.TASK_MOVE
