"""JSON schemas in words and by example, for the documentation page."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from relayboard.api.bodies.fields import LINE
from relayboard.api.markup import Html, joined, prose, tag
from relayboard.domain.positions import POSITION_PATTERN

Schema: TypeAlias = Mapping[str, Any]  # JSON of an open shape

_ANY_ID = "01K9ZB6T4M8Q2W5E7R9T1Y3V5X"
_PATTERNS = {LINE: "one line, not blank", POSITION_PATTERN: "of 0–9, A–Z and a–z, not ending in 0"}
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "null": "null",
    "object": "object",
    "array": "list",
}


class Shapes:
    """Reads schemas that refer to each other.

    Args:
        schemas: `components.schemas` of an OpenAPI document.
    """

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas

    def resolved(self, schema: Schema) -> Schema:
        """Return what a reference stands for, or the schema itself."""
        name = referred(schema)
        return self._schemas[name] if name else schema

    def fields(self, schema: Schema) -> Html:
        """Return the fields of an object as a description list."""
        described = self.resolved(schema)
        # In what is sent, some fields are required; an answer always has all of its fields.
        required = described.get("required", ()) if described.get("additionalProperties") is False else ()
        rows = (
            self.row(name, field, is_required=name in required, note=field.get("description", ""))
            for name, field in described.get("properties", {}).items()
        )
        return tag("dl", *rows, class_="fields")

    def row(self, name: str, schema: Schema, *, is_required: bool, note: str = "", place: str = "") -> Html:
        """Return one row of a description list: the name of a value, then what may stand there."""
        marks = [tag("span", place, class_="place")] if place else []
        marks += [tag("strong", "required", class_="required")] if is_required else []
        parts = [self.type(schema), *([" · ", prose(note)] if note else [])]
        if "default" in schema:
            parts += [" · default ", tag("code", written(schema["default"]))]
        if "examples" in schema:
            parts += [" · for example ", tag("code", written(schema["examples"][0]))]
        return tag("div", tag("dt", tag("code", name), *marks), tag("dd", *parts))

    def type(self, schema: Schema) -> Html:
        """Return what kind of value a schema allows, with its limits."""
        if name := referred(schema):
            target = self._schemas[name]
            return self.type(target) if "enum" in target else tag("a", shown_name(name), href=f"#{anchor(name)}")
        if "anyOf" in schema:
            choices = [self.type(part) for part in schema["anyOf"]]
            return joined(choices[0], *(part for choice in choices[1:] for part in (" or ", choice)))
        if "enum" in schema:
            values = [tag("code", str(value)) for value in schema["enum"]]
            return joined("one of ", *(part for value in values for part in (value, " ")))
        if schema.get("type") == "array":
            return joined("list", _limits(schema, "Items", ""), " of ", self.type(schema.get("items", {})))
        if isinstance(schema.get("additionalProperties"), Mapping):
            return joined("object whose values are ", self.type(schema["additionalProperties"]))
        return _simple(schema)

    def example(self, schema: Schema, name: str = "") -> Any:
        """Return a value that fits a schema; `Any` because it may be any JSON."""
        if name_of_shape := referred(schema):
            target = self._schemas[name_of_shape]
            return schema.get("default", self.example(target, name))
        if "examples" in schema:
            return schema["examples"][0]
        if "anyOf" in schema:
            return self.example(schema["anyOf"][0], name)
        if "enum" in schema:
            return schema["enum"][0]
        if "properties" in schema:
            return {key: self.example(value, key) for key, value in schema["properties"].items()}
        if schema.get("type") == "array":
            return [self.example(schema.get("items", {}), name.removesuffix("s"))]
        return schema.get("default") or _simple_example(schema, name)

    def short_example(self, schema: Schema) -> dict[str, Any]:
        """Return a body with what is required and what has an example, or else with its first field."""
        described = self.resolved(schema)
        properties: Mapping[str, Schema] = described["properties"]
        wanted = [
            name
            for name, field in properties.items()
            if name in described.get("required", ()) or "examples" in field
        ] or list(properties)[:1]
        return {name: self.example(properties[name], name) for name in wanted}


def referred(schema: Schema) -> str | None:
    """Return the name of the shape that a reference refers to."""
    reference: str | None = schema.get("$ref")
    return reference.rpartition("/")[2] if reference else None


def shown_name(name: str) -> str:
    """Return a shape's name as people read it: `PageView_TaskView_` is a page of `TaskView`."""
    generic, _, inner = name.partition("_")
    return f"{generic.removesuffix('View')} of {inner.rstrip('_')}" if inner else name


def anchor(name: str) -> str:
    """Return the fragment under which a shape stands."""
    return f"shape-{name.rstrip('_')}"


def written(value: object) -> str:
    """Return a default or an example as JSON shows it, text without its quotes."""
    if isinstance(value, str):
        return value or '""'
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, Sequence):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]"
    return "{}" if value == {} else str(value)


def _simple(schema: Schema) -> Html:
    kind = schema.get("type")
    words = schema["format"] if "format" in schema else _TYPES.get(str(kind), "any JSON")
    limits = joined(_limits(schema, "Length", " characters"), _range(schema))
    pattern = schema.get("pattern")
    if pattern is None:
        return joined(words, limits)
    if pattern in _PATTERNS:
        return joined(words, limits, ", ", _PATTERNS[pattern])
    return joined(words, limits, " like ", tag("code", pattern))


def _limits(schema: Schema, of: str, unit: str) -> str:
    least, most = schema.get(f"min{of}", 0), schema.get(f"max{of}")
    if most is None:
        return ""
    return f", {least}–{most}{unit}" if least else f", at most {most}{unit}"


def _range(schema: Schema) -> str:
    if "minimum" not in schema:
        return ""
    return f", {schema['minimum']}–{schema['maximum']}" if "maximum" in schema else f", from {schema['minimum']}"


def _simple_example(schema: Schema, name: str) -> object:
    kind = schema.get("type")
    if kind == "integer":
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    if kind != "string":
        return {}
    if schema.get("format") == "date":
        return "2026-12-24"
    if name == "at" or name.endswith("At"):
        return "2026-11-21T10:30:00Z"
    is_id = name == "id" or name.endswith("Id")
    return _ANY_ID if is_id else {"email": "ana@example.com", "position": "V"}.get(name, "…")
