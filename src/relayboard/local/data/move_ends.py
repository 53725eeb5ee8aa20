"""The two ends of a move, as they are named on the command line."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from relayboard.adapters.cognito_arrivals import CognitoArrivals
from relayboard.domain.errors import Invalid
from relayboard.local.data.file_use import is_in_use
from relayboard.local.data.movable import MovableTable, MoveFailed
from relayboard.local.data.movable_dynamodb import source_at, target_at
from relayboard.local.data.movable_sqlite import source_in, target_in
from relayboard.local.dynamodb import DynamoDBAddress, cognito_calls, dynamodb_address
from relayboard.local.engine import DATABASE
from relayboard.ports.clock import Clock


@dataclass(frozen=True, slots=True)
class End:
    """How to open one end of a move.

    Args:
        environ: where DynamoDB's region, address and credentials are looked for.
    """

    store: str
    data: Path
    environ: Mapping[str, str]

    @property
    def address(self) -> DynamoDBAddress | None:
        """Where it is in DynamoDB; `None` for SQLite.

        Raises:
            Invalid.
        """
        return dynamodb_address(self.store)

    def user_pool(self, pool_id: str) -> CognitoArrivals:
        """Return a Cognito user pool in the region of the table.

        Raises:
            Invalid: there is no table on AWS here.
        """
        if self.address is None:
            raise Invalid({"user-pool": "Goes with a target in DynamoDB."})
        return CognitoArrivals(cognito_calls(self.address, self.environ), pool_id)

    def check_unused(self) -> None:
        """Refuse a file that a server is using.

        Raises:
            MoveFailed, OSError.
        """
        if self.address is None and is_in_use(self.data / DATABASE):
            raise MoveFailed(f"A server is using {self.data}. Stop it first.")

    def check_present(self) -> None:
        """Refuse a source that is not there, before a table is made in its place.

        Raises:
            MoveFailed.
        """
        if self.address is None and not (self.data / DATABASE).exists():
            raise MoveFailed(f"There is no database in {self.data}. Name the data folder with --data.")

    def as_source(self, clock: Clock) -> AbstractContextManager[MovableTable]:
        """Open it for reading everything.

        Raises:
            MoveFailed, Invalid, TableBusy, TableBroken, OSError.
        """
        address = self.address
        if address is None:
            return source_in(self.data, clock)
        return nullcontext(source_at(address, clock, environ=self.environ))

    def as_target(self, clock: Clock) -> AbstractContextManager[MovableTable]:
        """Open it for taking everything in; it is made where there is none.

        Raises:
            Invalid, TableBusy, TableBroken, OSError.
        """
        address = self.address
        if address is None:
            return target_in(self.data, clock)
        return nullcontext(target_at(address, clock, environ=self.environ))


def ends_of(source: str, target: str, data: Path, environ: Mapping[str, str]) -> tuple[End, End]:
    """Return the ends that `--from` and `--to` name; a bare `dynamodb` is its table `relayboard`.

    Raises:
        Invalid: one cannot be understood.
        MoveFailed: both are SQLite.
    """
    ends = [End("dynamodb://relayboard" if one == "dynamodb" else one, data, environ) for one in (source, target)]
    if all(end.address is None for end in ends):
        raise MoveFailed("Both ends are SQLite. Use `relayboard backup` and `relayboard restore`.")
    return ends[0], ends[1]
