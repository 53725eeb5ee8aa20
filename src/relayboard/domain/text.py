"""Rules for text that people type."""

import re

_CONTROL_IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONTROL_IN_PROSE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def line_problem(value: str, *, longest: int) -> str | None:
    """Say what is wrong with a one-line text that must not be blank, or nothing.

    Args:
        longest: limit in Unicode code points.
    """
    if not value.strip():
        return "Must not be blank."
    if len(value) > longest:
        return f"Must have at most {longest} characters."
    if _CONTROL_IN_LINE.search(value):
        return "Must be one line without control characters."
    return None


def prose_problem(value: str, *, longest: int) -> str | None:
    """Say what is wrong with a text of any number of lines, or nothing."""
    if len(value) > longest:
        return f"Must have at most {longest} characters."
    if _CONTROL_IN_PROSE.search(value):
        return "Must not contain control characters."
    return None
