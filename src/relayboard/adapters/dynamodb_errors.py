"""DynamoDB's errors in the port's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from relayboard.adapters.aws_calls import NO_CREDENTIALS, CallFailed
from relayboard.ports.table import LimitExceeded, RaceLost, TableBroken, TableBusy, TableError

CONDITION_FAILED = frozenset({"ConditionalCheckFailed", "ConditionalCheckFailedException"})
_RACES = frozenset({"TransactionConflict", "TransactionConflictException"})
_BAD_VALUES = ("Item size", "operand in the update expression", "size has exceeded")
_ADVICE = {
    "ResourceNotFoundException": "There is no such table in this region. Create it, or name another.",
    "AccessDeniedException": "These AWS credentials may not use the table. Give their role the actions it needs.",
    "UnrecognizedClientException": "AWS does not know these credentials. Give others.",
    "InvalidSignatureException": "AWS does not accept these credentials. Check them, and this computer's clock.",
    "ExpiredTokenException": "The AWS credentials have expired. Give new ones.",
    NO_CREDENTIALS: "No AWS credentials were found. Give some, for instance with `aws configure`.",
}


@contextmanager
def dynamodb_errors(table_name: str) -> Iterator[None]:
    """Let only the port's errors out.

    Raises:
        LimitExceeded, RaceLost, TableBusy, TableBroken.
    """
    try:
        yield
    except CallFailed as failure:
        raise table_error(failure, table_name) from failure


def table_error(failure: CallFailed, table_name: str) -> TableError:
    """Say in the port's words what a failed call means; failed conditions are told apart before."""
    codes = {failure.code, *(str(reason.get("Code")) for reason in failure.reasons)}
    if "ValidationError" in codes or (failure.code == "ValidationException" and _is_about_values(failure)):
        return LimitExceeded(str(failure))
    if codes & _RACES:
        return RaceLost("another transaction was writing the same items")
    if failure.is_throttled or failure.is_unsure:
        return TableBusy(f"DynamoDB cannot answer for table {table_name} now ({failure}).")
    advice = _ADVICE.get(failure.code, "DynamoDB refuses the call.")
    return TableBroken(advice, f"table {table_name}: {failure}")


def _is_about_values(failure: CallFailed) -> bool:
    return any(part in str(failure) for part in _BAD_VALUES)
