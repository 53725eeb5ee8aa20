"""What each Lambda function asks of AWS while the tests run, held against what the manifest lets it ask."""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from relayboard.lambdas.rights import OPERATIONS, WORKERS
from relayboard.ports.table import Check, Delete, Put, Update

RIGHTS = {**OPERATIONS, **WORKERS}
ASKED = defaultdict(set)
"""What was asked so far, by operation or worker."""
EXCESS = set()
"""What was asked without the right to."""

_acting = ContextVar("acting", default=None)
_WRITES = {
    Put: "dynamodb:PutItem",
    Update: "dynamodb:UpdateItem",
    Delete: "dynamodb:DeleteItem",
    Check: "dynamodb:ConditionCheckItem",
}

_POOL = "cognito-idp:"
DIRECTORY = {
    "invite": {"AdminCreateUser", "AdminDeleteUser", "AdminGetUser"},
    "find": {"AdminGetUser"},
    "set_role": {"AdminAddUserToGroup", "AdminRemoveUserFromGroup"},
    "enable": {"AdminEnableUser"},
    "disable": {"AdminDisableUser", "AdminUserGlobalSignOut"},
    "end_sessions": {"AdminUserGlobalSignOut"},
}
"""What the methods of the port `directory` ask of Cognito."""


@contextmanager
def acting_as(name):
    """Take what is asked meanwhile, in this thread, for an operation's or a worker's; `None` is nobody's."""
    token = _acting.set(name)
    try:
        yield
    finally:
        _acting.reset(token)


def note(*asked):
    """Take note of actions of IAM, or of indexes that are queried."""
    name = _acting.get()
    if name is None:
        return
    ASKED[name].update(asked)
    EXCESS.update((name, action) for action in asked if action not in granted(name))


def granted(name):
    rights = RIGHTS[name]
    return rights.table | rights.indexes | rights.services


def note_get():
    note("dynamodb:GetItem")


def note_get_many():
    note("dynamodb:BatchGetItem")


def note_query(query):
    note(query.index.value or "dynamodb:Query")


def note_writes(writes):
    note(*(_WRITES[type(write)] for write in writes))


def note_directory(method):
    note(*(_POOL + action for action in DIRECTORY[method]))
