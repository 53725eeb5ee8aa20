"""Documents that are made from the routes and committed, so that a change of the contract shows in a review."""

import sys
from collections.abc import Sequence
from pathlib import Path


def write_or_check(arguments: Sequence[str], text: str) -> int:
    """Write a document to a file, or compare it with one; return the exit code.

    Args:
        arguments: `--write FILE` or `--check FILE`.
    """
    mode, path = arguments[0], Path(arguments[1])
    if mode == "--write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return 0
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{path} is not what the routes say. Run `make openapi` and commit the result.\n")
    return 1
