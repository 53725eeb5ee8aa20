"""What each operation and each worker asks of the table and of AWS's services: the source of their policies.

A transaction needs the actions of its parts, so `TransactWriteItems` is named nowhere (Amazon DynamoDB Developer
Guide, "IAM policies and transactions"). A test holds every line here against what the suite really asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_GET, _GET_MANY = "dynamodb:GetItem", "dynamodb:BatchGetItem"
_PUT, _UPDATE, _DELETE = "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"
_QUERY = "dynamodb:Query"
# Raw messages through SendEmail are checked as both.
_SEND_MAIL = ("ses:SendEmail", "ses:SendRawEmail")
# An invitation that was begun before is taken up; a sign-up that nobody confirmed gives way to it.
_INVITE = ("cognito-idp:AdminCreateUser", "cognito-idp:AdminDeleteUser", "cognito-idp:AdminGetUser")
_SET_GROUPS = ("cognito-idp:AdminAddUserToGroup", "cognito-idp:AdminRemoveUserFromGroup")
_END_SESSIONS = "cognito-idp:AdminUserGlobalSignOut"
_SWITCH = ("cognito-idp:AdminDisableUser", "cognito-idp:AdminEnableUser")


@dataclass(frozen=True, slots=True)
class Rights:
    """What a function may do.

    Attributes:
        table: actions on the table itself.
        indexes: the indexes that it may query.
        services: actions on other services' things.
    """

    table: frozenset[str] = frozenset()
    indexes: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    def __or__(self, other: "Rights") -> "Rights":
        return Rights(self.table | other.table, self.indexes | other.indexes, self.services | other.services)


def _rights(*table: str, indexes: tuple[str, ...] = (), services: tuple[str, ...] = ()) -> Rights:
    return Rights(frozenset(table), frozenset(indexes), frozenset(services))


_NOTHING = _rights()
_GETS = _rights(_GET)
_LISTS = _rights(_QUERY)
_WRITES = _rights(_GET_MANY, _PUT)
_DELETES = _rights(_GET_MANY, _PUT, _DELETE)
# How far the columns are spread is an item of its own.
_WRITES_COLUMNS = _WRITES | _GETS
_MANAGES = _WRITES | _rights(_GET, services=(*_SET_GROUPS, *_SWITCH, _END_SESSIONS))

OPERATIONS: Mapping[str, Rights] = {
    "getHealth": _NOTHING,
    "listTasks": _rights(_GET, indexes=("GSI1", "GSI2")),
    "createTask": _WRITES_COLUMNS,
    "getTask": _GETS,
    "replaceTask": _DELETES | _GETS,
    "updateTask": _DELETES | _GETS,
    "deleteTask": _DELETES | _GETS,
    "restoreTask": _WRITES_COLUMNS,
    "moveTask": _WRITES_COLUMNS,
    "listAssignments": _GETS,
    "assignTask": _WRITES_COLUMNS,
    "unassignTask": _DELETES | _GETS,
    "previewNotices": _rights(_GET_MANY),
    "listComments": _rights(_GET, _QUERY),
    "addComment": _WRITES,
    "editComment": _WRITES,
    "deleteComment": _DELETES,
    "listTaskEvents": _rights(_GET, _QUERY, indexes=("GSI2",)),
    "readAudit": _rights(indexes=("GSI1",)),
    "listDeliveries": _rights(_GET_MANY, indexes=("GSI1",)),
    "redriveDeliveries": _WRITES | _rights(indexes=("GSI1",)),
    "followEvents": _rights(_GET_MANY, indexes=("GSI1",)),
    "issueLiveTicket": _WRITES,
    "listBoards": _LISTS,
    "createBoard": _WRITES,
    "updateBoard": _WRITES,
    "getMe": _GETS,
    "updateMe": _WRITES,
    "listNotices": _LISTS,
    "readNotices": _rights(_GET_MANY, _UPDATE),
    "getCalendar": _GETS,
    "makeCalendar": _DELETES,
    "deleteCalendar": _rights(_GET_MANY, _DELETE),
    "readCalendar": _rights(_GET, _QUERY, indexes=("GSI2",)),
    "unsubscribe": _WRITES,
    "listPersonalTasks": _LISTS,
    "createPersonalTask": _WRITES,
    "getPersonalTask": _GETS,
    "updatePersonalTask": _WRITES,
    "deletePersonalTask": _rights(_GET_MANY, _DELETE),
    "listPeople": _rights(indexes=("GSI1",)),
    "invitePerson": _WRITES | _rights(_GET, services=(*_INVITE, *_SET_GROUPS)),
    "getPerson": _GETS,
    "liftSuppression": _WRITES,
    "setRole": _MANAGES,
    "setStanding": _MANAGES,
}

WORKERS: Mapping[str, Rights] = {
    "stream": _rights(services=("sns:Publish",)),
    "channel-email": _WRITES | _rights(services=(*_SEND_MAIL, "sqs:ChangeMessageVisibility")),
    "channel-inbox": _WRITES,
    "channel-live": _rights(
        *(_GET, _GET_MANY, _DELETE), indexes=("GSI1", "GSI2"), services=("execute-api:ManageConnections",)
    ),
    "channel-names": _rights(_GET, _PUT, indexes=("GSI2",)),
    "channel-slack": _WRITES | _rights(services=("sqs:ChangeMessageVisibility",)),
    "channel-webhook": _WRITES | _rights(services=("sqs:ChangeMessageVisibility",)),
    "dead-letters": _WRITES | _rights(services=("sqs:DeleteMessage", "sqs:ReceiveMessage")),
    "live-connect": _rights(_GET, _PUT, _DELETE, indexes=("GSI2",)),
    "live-disconnect": _rights(_DELETE),
    "live-message": _NOTHING,
    "receipts": _WRITES,
    "trigger-pre-sign-up": _NOTHING,
    "trigger-post-confirmation": _WRITES | _rights(services=_SET_GROUPS),
    "schedule-digests": _WRITES | _rights(_GET, indexes=("GSI1", "GSI2")),
    "schedule-reminders": _rights(_GET, _PUT, indexes=("GSI1", "GSI2")),
    "schedule-respread": _rights(_GET, _QUERY, _PUT, _UPDATE, indexes=("GSI1",)),
    "schedule-retries": _WRITES | _rights(_GET, indexes=("GSI1",), services=_SEND_MAIL),
}
