"""Rules for text that people type."""

import re

# Compiled when they are first needed, which few texts do: it takes 2 ms of a cold start each.
_CONTROL_IN_LINE = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
_CONTROL_IN_PROSE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"


def line_problem(value: str, *, longest: int) -> str | None:
    """Say what is wrong with a one-line text that must not be blank, or nothing.

    Args:
        longest: limit in Unicode code points.
    """
    if not value.strip():
        return "Must not be blank."
    if len(value) > longest:
        return f"Must have at most {longest} characters."
    if not value.isprintable() and re.search(_CONTROL_IN_LINE, value):
        return "Must be one line without control characters."
    return None


def prose_problem(value: str, *, longest: int) -> str | None:
    """Say what is wrong with a text of any number of lines, or nothing."""
    if len(value) > longest:
        return f"Must have at most {longest} characters."
    if not value.replace("\n", "").isprintable() and re.search(_CONTROL_IN_PROSE, value):
        return "Must not contain control characters."
    return None
