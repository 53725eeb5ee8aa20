"""The doctor's look at what is kept: the database, or the table in DynamoDB, and the signing key."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from relayboard.domain.errors import Invalid
from relayboard.local.app import SIGNING_KEY
from relayboard.local.doctor.database import check_database
from relayboard.local.doctor.findings import Finding, fine, wrong
from relayboard.local.dynamodb import DynamoDBAddress, dynamodb_address, dynamodb_clients
from relayboard.local.engine import DATABASE
from relayboard.ports.table import Index, TableBroken, TableError


def check_store(store: str, data: Path, *, environ: Mapping[str, str]) -> Finding:
    """Look whether the store can be used.

    Args:
        environ: where DynamoDB's region, address and credentials are looked for.
    """
    try:
        address = dynamodb_address(store)
    except Invalid as error:
        return wrong(f"The store “{store}” cannot be understood.", error.fields["store"])
    return _check_sqlite(data / DATABASE) if address is None else _check_dynamodb(address, environ)


def check_key(data: Path) -> Finding:
    """Look whether the key that signs tokens can be used, and by its owner only."""
    from relayboard.adapters.local_pool.signing_key import SigningKeyBroken, load_or_create

    path = data / SIGNING_KEY
    if not _is_there(path):
        return fine("There is no signing key yet; the first start makes it.")
    try:
        load_or_create(path)  # it is there, so it is only read
    except (SigningKeyBroken, OSError) as error:
        return wrong(
            f"The signing key cannot be used: {error}",
            "Restore it from a backup, or move it away: then a new one is made, and everybody signs in again.",
        )
    if path.stat().st_mode & 0o077:
        return wrong(f"The signing key {path} can be read by other users.", f"Run: chmod 600 {path}")
    return fine("The signing key can be used.")


def _check_sqlite(path: Path) -> Finding:
    if not _is_there(path):
        return fine("There is no database yet; the first start makes it.")
    if not os.access(path, os.R_OK | os.W_OK):
        return wrong(
            f"The database {path} cannot be written.",
            f"Give it to the user who runs the server: chown {os.geteuid()} {path}*",
        )
    try:
        check_database(path)
    except TableError as error:
        what, _, advice = str(error).partition(". ")
        return wrong(f"{what.rstrip('.')}.", advice or "Stop what holds it, then look again.")
    return fine("The database is whole.")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError:  # of the folder, which has a finding of its own
        return False


def _check_dynamodb(address: DynamoDBAddress, environ: Mapping[str, str]) -> Finding:
    from relayboard.adapters.dynamodb_errors import dynamodb_errors

    try:
        calls = dynamodb_clients(address, environ).tables
        with dynamodb_errors(address.table):
            table = calls.call("DescribeTable", {"TableName": address.table})["Table"]
    except Invalid as error:  # no region, or an endpoint that is none
        return wrong(
            f"The table {address.table} cannot be asked for: {error.fields['store']}",
            "Name region and endpoint: dynamodb://TABLE?region=eu-west-1",
        )
    except TableBroken as error:
        what, _, advice = str(error).partition(". ")
        more = " `relayboard serve` makes the table where there is none." if "no such table" in what else ""
        return wrong(f"{what}.", advice + more)
    except TableError as error:
        return wrong(str(error), "Check the network, the region and the endpoint, then look again.")
    return _judged(address.table, table)


def _judged(name: str, table: dict[str, Any]) -> Finding:
    if table["TableStatus"] not in ("ACTIVE", "UPDATING"):
        return wrong(f"The table {name} is {table['TableStatus'].lower()}.", "Wait a minute, then look again.")
    indexes = {one["IndexName"] for one in table.get("GlobalSecondaryIndexes", ())}
    missing = [index.value for index in (Index.GSI1, Index.GSI2) if index.value not in indexes]
    if missing:
        return wrong(
            f"The table {name} lacks the index {' and '.join(missing)}.",
            "It is not a table of Relayboard, or half made. Name another, and `relayboard serve` makes it.",
        )
    if not table.get("StreamSpecification", {}).get("StreamEnabled"):
        return wrong(
            f"The table {name} has no stream, so nobody would hear of changes.",
            "Switch its stream on, with new and old images.",
        )
    return fine(f"The table {name} in DynamoDB can be used.")
