"""From JSON and query strings to structs, naming every wrong field at once."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args

import msgspec
from msgspec.structs import FieldInfo, fields

from relayboard.domain.errors import Invalid, RelayboardError

S = TypeVar("S", bound=msgspec.Struct)

NAME_SHOWN = 100  # characters of a name that we do not know


class Malformed(RelayboardError):
    """The body is not JSON, or not a JSON object."""


def parse_body(raw: bytes, shape: type[S]) -> S:
    """Read a JSON object.

    Raises:
        Malformed: it is none.
        Invalid: naming every unknown, missing and wrong field.
    """
    try:
        parsed: S = _decoder(shape).decode(raw)
        return parsed
    except msgspec.ValidationError as error:
        raise Invalid(_problems(_any_object(raw), shape, strict=True)) from error
    except (ValueError, RecursionError) as error:
        raise Malformed("The body is not valid JSON in UTF-8.") from error


def parse_query(pairs: Sequence[tuple[str, str]], shape: type[S]) -> S:
    """Read a query string.

    Raises:
        Invalid: naming every unknown, repeated and wrong parameter.
    """
    given = dict(pairs)
    odd = _repeated(pairs) | _said_null(given, shape)
    try:
        if not odd:
            parsed: S = msgspec.convert(given, shape, strict=False)
            return parsed
    except (ValueError, RecursionError):
        pass
    raise Invalid(_problems(given, shape, strict=False) | odd)


@cache
def _decoder(shape: type[msgspec.Struct]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(shape)


def _repeated(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    names = [name for name, _ in pairs]
    return {name[:NAME_SHOWN]: "Is given more than once." for name in names if names.count(name) > 1}


def _said_null(given: Mapping[str, str], shape: type[msgspec.Struct]) -> dict[str, str]:
    """Name the parameters whose text msgspec would take for `null`: a query string has none."""
    said = {name for name, value in given.items() if value.lower() == "null"}
    if not said:
        return {}
    infos = [info for info in fields(shape) if info.encode_name in said]
    return {info.encode_name: "Cannot be null." for info in infos if _takes_null(info)}


def _takes_null(info: FieldInfo) -> bool:
    try:
        return msgspec.convert("null", info.type, strict=False) is None
    except msgspec.ValidationError:
        return False


def _any_object(raw: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(raw)
    except (ValueError, RecursionError) as error:
        raise Malformed("The body is not valid JSON in UTF-8.") from error
    if not isinstance(found, dict):
        raise Malformed("The body must be a JSON object.")
    return found


def _problems(given: Mapping[str, Any], shape: type[msgspec.Struct], *, strict: bool) -> dict[str, str]:
    known = {info.encode_name: info for info in fields(shape)}
    problems = {name[:NAME_SHOWN]: "There is no such field here." for name in given if name not in known}
    for name, info in known.items():
        if name not in given:
            if info.required:
                problems[name] = "Is required."
        elif isinstance(inner := given[name], dict) and (within_it := _struct_in(info.type)):
            within = _problems(inner, within_it, strict=strict)
            problems |= {f"{name}.{part}": problem for part, problem in within.items()}
        elif problem := _field_problem(inner, info, strict=strict):
            problems[name] = problem
    return problems


def _struct_in(kind: Any) -> type[msgspec.Struct] | None:
    """Return the struct that a field's type is, or that it has among its alternatives."""
    kinds = [kind, *get_args(kind)]
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, msgspec.Struct)), None)


def _field_problem(value: object, info: FieldInfo, *, strict: bool) -> str | None:
    try:
        msgspec.convert(value, info.type, strict=strict)
    except msgspec.ValidationError as error:
        choices = _choices(info.type)
        if choices and "enum value" in str(error):
            return f"Must be one of {', '.join(choices)}."
        return plain_words(str(error))
    except (ValueError, RecursionError):
        return "Cannot be read."
    return None


def _choices(kind: Any) -> list[str]:
    """Return the values of the closed set that a field's type is, or has among its alternatives."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return [member.value for member in kind]
    return [choice for part in get_args(kind) for choice in _choices(part)]


_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
    "date": "a date as YYYY-MM-DD",
}
_RULES = (
    (r"Expected `str` of length >= 1\b", "Must not be blank."),
    (r"Expected `str` of length >= (\d+)", r"Must have at least \1 characters."),
    (r"Expected `str` of length <= (\d+)", r"Must have at most \1 characters."),
    (r"Expected `array` of length >= 1\b", "Must not be empty."),
    (r"Expected `array` of length <= (\d+)", r"Must have at most \1 entries."),
    (r"Expected `int` >= (-?\d+)", r"Must be at least \1."),
    (r"Expected `int` <= (-?\d+)", r"Must be at most \1."),
    (r"Expected `str` matching regex '\^\[\^[^\]]*x08.*", "Must not contain control characters."),
    (r"Expected `str` matching regex '\^\\+s\*\[\^.*", "Must be an e-mail address."),
    (r"Expected `str` matching regex '\^\[\^.*", "Must be one line of text that is not blank."),
    (r"Expected `str` matching regex '\^\[0-9A-Za-z\].*", "Must consist of 0-9, A-Z, a-z and not end in 0."),
    (r"Expected `str` matching regex '\^\(\[01\]\[0-9\].*", "Must be a time of day as HH:MM."),
    (r"Expected `str` matching regex.*", "Is not of the form that is described."),
    (r"Invalid RFC3339 encoded date.*", "Must be a date as YYYY-MM-DD."),
    (r"Invalid enum value '?(.{0,50}?)'?$", r"There is no value “\1” here."),
    (r"Object missing required field `(.+)`", r"Lacks the field “\1”."),
    (r"Object contains unknown field `(.+)`", r"There is no field “\1” here."),
)


def plain_words(message: str) -> str:
    """Say in plain words what msgspec found wrong with a value."""
    text, _, path = message.partition(" - at `")
    where = path.rstrip("`").lstrip("$.")
    for pattern, words in _RULES:
        if found := re.match(pattern, text, re.DOTALL):
            return _located(found.expand(words), where)
    if found := re.match(r"Expected `([^`]+)`, got `([^`]+)`", text):
        wanted = " or ".join(_WORDS.get(word, word) for word in found[1].split(" | "))
        return _located(f"Must be {wanted}, not {_WORDS.get(found[2], found[2])}.", where)
    return _located("Is not of the form that is described.", where)


def _located(words: str, where: str) -> str:
    return f"At {where}: {words[0].lower()}{words[1:]}" if where else words
