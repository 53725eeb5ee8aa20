"""What people typed, made fit to stand in a subject, a notice or an excerpt."""

import re
import unicodedata

ELLIPSIS = "…"
ANSWER_SHOWN = 200
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")
# Marks that reorder what stands around them: with them a name could make a whole line read otherwise.
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FROM_RIGHT = frozenset({"R", "AL", "AN"})
_SPACES = re.compile(r"\s+")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def one_line(text: str, *, longest: int) -> str:
    """Return a text as one harmless line of at most so many characters."""
    return clipped(_SPACES.sub(" ", _harmless(text)).strip(), longest=longest)


def excerpt(text: str, *, longest: int) -> str:
    """Return the beginning of a text, with its line breaks, of at most so many characters."""
    lines = (line.strip() for line in _SPACES_IN_LINE.sub(" ", _harmless(text)).splitlines())
    return clipped(_EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip(), longest=longest)


def isolated(line: str) -> str:
    """Return a line that moves nothing in the sentence around it, whichever way it is written (UAX #9, "FSI")."""
    is_from_right = any(unicodedata.bidirectional(letter) in _FROM_RIGHT for letter in line)
    return f"\u2068{line}\u2069" if is_from_right else line


def plainly(text: str, longest: int) -> str:
    """Return what people typed as one line that turns nothing around, of at most so many characters."""
    return isolated(one_line(text, longest=longest))


def without_addresses(answer: str) -> str:
    """Return a mail server's answer fit for the ledger, which people read who do not know each other's address."""
    return one_line(_ADDRESS.sub("<…>", answer), longest=ANSWER_SHOWN)


def clipped(text: str, *, longest: int) -> str:
    """Return a text cut to a length, with a sign that something is missing."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + ELLIPSIS


def _harmless(text: str) -> str:
    kept = _DIRECTION_MARKS.sub("", text)
    return "".join(" " if _is_control(letter) else letter for letter in kept)


def _is_control(letter: str) -> bool:
    return letter != "\n" and unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}
