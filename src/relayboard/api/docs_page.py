"""The documentation page of the API, made from its OpenAPI document; it needs no script and no network."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relayboard.api.docs_shapes import Schema, Shapes, anchor, referred, shown_name
from relayboard.api.docs_style import DOCS_CSS
from relayboard.api.markup import Html, joined, prose, tag

__all__ = ["DOCS_CSS", "docs_html"]

_BODY_LINES_FROM = 60  # a longer body is written over several lines
_WHO = {"ADMIN": "Admins", "MEMBER": "Members"}
_WHAT = {
    frozenset({"ASSIGNEE"}): " for the tasks assigned to them",
    frozenset({"SELF"}): " for what is theirs",
}


@dataclass(frozen=True, slots=True)
class _Operation:
    method: str
    path: str
    facts: Schema

    @property
    def name(self) -> str:
        return str(self.facts["operationId"])

    @property
    def is_public(self) -> bool:
        return self.facts.get("security") == []

    @property
    def body(self) -> Schema | None:
        content = self.facts.get("requestBody", {}).get("content", {})
        return next((media["schema"] for media in content.values()), None)


def docs_html(document: Mapping[str, Any]) -> str:
    """Return the page of an OpenAPI document; its style sheet is `DOCS_CSS`, at `/docs/docs.css`."""
    return f"<!doctype html>\n{tag('html', _head(document), _Page(document).body(), lang='en')}\n"


def _head(document: Mapping[str, Any]) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{document['info']['title']} API"),
        tag("link", rel="icon", href="/favicon.svg", type="image/svg+xml"),
        tag("link", rel="stylesheet", href="/docs/docs.css"),
    )


class _Page:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._root = document["servers"][0]["url"]
        self._components = document["components"]
        self._shapes = Shapes(self._components["schemas"])
        self._permissions = document.get("x-permissions", {})
        operations = [
            _Operation(method.upper(), path, facts)
            for path, methods in document["paths"].items()
            for method, facts in methods.items()
        ]
        self._groups = {
            one["name"]: [operation for operation in operations if one["name"] in operation.facts["tags"]]
            for one in document["tags"]
        }

    def body(self) -> Html:
        return tag(
            "body",
            tag("a", "Skip to the operations", href="#operations", class_="skip"),
            self._header(),
            tag("nav", *self._contents(), aria_label="Contents"),
            tag("main", self._start(), *self._sections(), self._errors(), self._all_shapes(), id="operations"),
        )

    def _header(self) -> Html:
        info = self._document["info"]
        return tag(
            "header",
            tag("h1", f"{info['title']} API ", tag("small", info["version"])),
            tag("p", info.get("description", "")),
        )

    def _contents(self) -> Iterator[Html]:
        links: list[tuple[str, str, list[_Operation]]] = [("start", "Before you start", [])]
        links += [(_slug(name), name.capitalize(), group) for name, group in self._groups.items()]
        links += [("errors", "Errors", []), ("shapes", "Shapes", [])]
        for target, title, group in links:
            inner = [tag("li", _link_to(operation)) for operation in group]
            yield tag("p", tag("a", title, href=f"#{target}"))
            if inner:
                yield tag("ul", *inner)

    def _start(self) -> Html:
        scheme = self._components["securitySchemes"]["token"]
        setting = "SERVER=http://127.0.0.1:8000\nTOKEN=…"
        return tag(
            "section",
            tag("h2", "Before you start"),
            tag("p", prose(f"Send the header `{scheme['name']}`. "), prose(scheme["description"])),
            tag("p", prose("The commands on this page use two variables of the shell:")),
            tag("pre", tag("code", setting), tabindex="0"),
            tag(
                "p",
                prose("A list comes in pages: send `nextCursor` of one page as `cursor` to get the next. "),
                "All of this is also there for machines: ",
                tag("a", "openapi.json", href=f"{self._root}/openapi.json"),
                ".",
            ),
            id="start",
        )

    def _sections(self) -> Iterator[Html]:
        for name, group in self._groups.items():
            articles = map(self._article, group)
            yield tag("section", tag("h2", name.capitalize()), *articles, id=_slug(name))

    def _article(self, operation: _Operation) -> Html:
        method = tag("span", operation.method, class_=f"method {operation.method.lower()}")
        path = tag("code", _breakable(self._root + operation.path))
        body = operation.body
        parts = [
            tag("h3", tag("a", method, " ", path, href=f"#{operation.name}")),
            tag("p", prose(operation.facts["summary"])),
            tag("p", tag("b", "Who may: "), self._who(operation), class_="who"),
            *self._parameters(operation.facts["parameters"]),
        ]
        if body is not None:
            parts += [tag("h4", "Body"), self._shapes.fields(body)]
        parts += [*self._answers(operation.facts["responses"]), self._command(operation)]
        return tag("article", *parts, id=operation.name)

    def _who(self, operation: _Operation) -> Html:
        if operation.is_public:
            return joined("everybody, signed in or not.")
        rule = self._permissions.get(operation.facts.get("x-action"))
        if rule is None:
            return joined("everybody who is signed in.")
        return joined(_allowed(rule["allowed"]), ". ", tag("q", rule["rule"]))

    def _parameters(self, parameters: Sequence[Schema]) -> Iterator[Html]:
        if not parameters:
            return
        rows = (
            self._shapes.row(
                one["name"],
                one["schema"],
                is_required=one["required"],
                note=one.get("description") or one["schema"].get("description", ""),
                place=one["in"],
            )
            for one in parameters
        )
        yield tag("h4", "Parameters")
        yield tag("dl", *rows, class_="fields")

    def _answers(self, responses: Mapping[str, Schema]) -> Iterator[Html]:
        yield tag("h4", "Answers")
        refused = []
        for status, response in responses.items():
            if referred(response):
                refused += [" ", tag("a", status, href=f"#error-{status}", class_="status")]
                continue
            content = next(iter(response.get("content", {}).values()), None)
            what = self._shapes.type(content["schema"]) if content else joined("Done; nothing more to say.")
            headers = [
                f" · header {name}: {one['description']}" for name, one in response.get("headers", {}).items()
            ]
            yield tag("p", tag("span", status, class_="status good"), " ", what, *headers)
        if refused:
            yield tag("p", "Errors:", *refused)

    def _command(self, operation: _Operation) -> Html:
        words = [f'curl{_method_option(operation)} "$SERVER{self._root}{_with_variables(operation.path)}"']
        if not operation.is_public:
            words.append('-H "Authorization: $TOKEN"')
        if operation.body is not None:
            words.append('-H "Content-Type: application/json"')
            words.append(f"-d {_quoted(_json(self._shapes.short_example(operation.body)))}")
        return tag("pre", tag("code", " \\\n  ".join(words)), tabindex="0")

    def _errors(self) -> Html:
        rows = (
            tag("div", tag("dt", tag("code", status)), tag("dd", prose(one["description"])), id=f"error-{status}")
            for status, one in self._components["responses"].items()
        )
        shape = self._shapes.type({"$ref": "#/components/schemas/Problem"})
        intro = tag("p", "Every error is a ", shape, prose(" as `application/problem+json` (RFC 9457)."))
        return tag("section", tag("h2", "Errors"), intro, tag("dl", *rows, class_="fields"), id="errors")

    def _all_shapes(self) -> Html:
        articles = []
        for name, schema in self._components["schemas"].items():
            if "properties" not in schema:
                continue
            example = json.dumps(self._shapes.example(schema), indent=2, ensure_ascii=False)
            shown = tag("details", tag("summary", "Example"), tag("pre", tag("code", example), tabindex="0"))
            words = tag("p", prose(schema.get("description", "")))
            title = tag("h3", shown_name(name))
            articles.append(tag("article", title, words, self._shapes.fields(schema), shown, id=anchor(name)))
        return tag("section", tag("h2", "Shapes"), *articles, id="shapes")


def _link_to(operation: _Operation) -> Html:
    method = tag("span", operation.method, class_=f"method {operation.method.lower()}")
    return tag("a", method, " ", tag("code", _breakable(operation.path)), href=f"#{operation.name}")


def _allowed(cells: Sequence[Sequence[str]]) -> str:
    """Say which roles may, and for which things, from the cells of the permission matrix."""
    relations = {role: frozenset(relation for one, relation in cells if one == role) for role in _WHO}
    different = set(relations.values())
    if len(different) == 1:
        return f"Everybody{_WHAT.get(different.pop(), '')}"
    said = [f"{_WHO[role]}{_WHAT.get(what, '')}" for role, what in relations.items() if what]
    return "; ".join([said[0], *(words[0].lower() + words[1:] for words in said[1:])])


def _breakable(path: str) -> Html:
    """Return a path that may be broken into lines behind its slashes."""
    return joined(*(part for word in path.split("/")[1:] for part in (Html("/<wbr>"), word)))


def _slug(name: str) -> str:
    return "tag-" + re.sub(r"[^a-z0-9]+", "-", name.lower())


def _with_variables(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: "$" + re.sub(r"([A-Z])", r"_\1", found[1]).upper(), path)


def _method_option(operation: _Operation) -> str:
    return "" if operation.method == "GET" else f" -X {operation.method}"


def _json(fields: Mapping[str, object]) -> str:
    """Write an object on one line, or a longer one with a line for each field."""
    text = json.dumps(fields, ensure_ascii=False)
    if len(text) < _BODY_LINES_FROM:
        return text
    lines = (f"    {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
    return "{\n" + ",\n".join(lines) + "\n  }"


def _quoted(text: str) -> str:
    """Quote for a POSIX shell, always with quotes."""
    return "'" + text.replace("'", "'\\''") + "'"
