"""The tables of the SQLite file, and how older files become newer ones."""

import sqlite3

from relayboard.ports.table import TableBroken

# Each entry takes a file from the version of its position to the next; what is here never changes, only grows.
# The index keys end in the main key, so that items with equal sort keys have a fixed order, too.
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE items (
            pk TEXT NOT NULL, sk TEXT NOT NULL,
            gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT,
            expires INTEGER, data BLOB NOT NULL,
            PRIMARY KEY (pk, sk)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX items_gsi1 ON items (gsi1pk, gsi1sk, pk, sk) WHERE gsi1pk IS NOT NULL",
        "CREATE INDEX items_gsi2 ON items (gsi2pk, gsi2sk, pk, sk) WHERE gsi2pk IS NOT NULL",
        "CREATE INDEX items_expires ON items (expires) WHERE expires IS NOT NULL",
        """
        CREATE TABLE changes (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            pk TEXT NOT NULL, sk TEXT NOT NULL, old BLOB, new BLOB
        )
        """,
    ),
    (
        # Items in the order in which they came: SQLite moves the rows of a table WITHOUT ROWID about whenever a
        # page is full, and puts what is longer than 1,000 bytes on further pages.
        "ALTER TABLE items RENAME TO items_before",
        """
        CREATE TABLE items (
            id INTEGER PRIMARY KEY, pk TEXT NOT NULL, sk TEXT NOT NULL,
            gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT,
            expires INTEGER, data BLOB NOT NULL
        )
        """,
        """
        INSERT INTO items (pk, sk, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires, data)
        SELECT pk, sk, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires, data FROM items_before ORDER BY pk, sk
        """,
        "DROP TABLE items_before",
        "CREATE UNIQUE INDEX items_main ON items (pk, sk)",
        "CREATE INDEX items_gsi1 ON items (gsi1pk, gsi1sk, pk, sk) WHERE gsi1pk IS NOT NULL",
        "CREATE INDEX items_gsi2 ON items (gsi2pk, gsi2sk, pk, sk) WHERE gsi2pk IS NOT NULL",
        "CREATE INDEX items_expires ON items (expires) WHERE expires IS NOT NULL",
        # Without AUTOINCREMENT, which writes a page more for every change: numbers are not used again because the
        # row of the last change is always kept. One without images is nobody's change.
        "ALTER TABLE changes RENAME TO changes_before",
        "CREATE TABLE changes (seq INTEGER PRIMARY KEY, pk TEXT NOT NULL, sk TEXT NOT NULL, old BLOB, new BLOB)",
        "INSERT INTO changes SELECT seq, pk, sk, old, new FROM changes_before ORDER BY seq",
        """
        INSERT INTO changes (seq, pk, sk)
        SELECT seq, 'FEED', 'START' FROM sqlite_sequence
        WHERE name = 'changes_before' AND NOT EXISTS (SELECT 1 FROM changes)
        """,
        "DROP TABLE changes_before",
    ),
)
NEWEST = len(_MIGRATIONS)


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Create the tables, or bring those of an older version up to date, in one transaction.

    Raises:
        TableBroken: the file was written by a newer version.
    """
    if _version(connection) == NEWEST:
        return
    connection.execute("BEGIN IMMEDIATE")
    with connection:  # commits, or rolls back on an error
        version = _version(connection)
        if version > NEWEST:
            raise TableBroken(
                f"The database is of version {version}; this program knows versions up to {NEWEST}. "
                "Start the newer program that wrote it, or restore a backup."
            )
        for statements in _MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {NEWEST}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
