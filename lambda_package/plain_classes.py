"""Writes out what `@dataclass` would make, so that it is byte-code in the zip and not made at every cold start.

Making a data class takes about half a millisecond, and importing `dataclasses` ten: together more than everything
else of ours. The source stays as it is; only the byte-code is made from what is returned here. A test holds the
written-out classes against the real ones.
"""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

RUNTIME = "relayboard._plain_classes"
_KNOWN = {"dataclass", "field", "replace"}
N = TypeVar("N", bound=ast.AST)

RUNTIME_SOURCE = """
class Missing:
    __slots__ = ()

MISSING = Missing()

def refuse(value, name, *_):
    from dataclasses import FrozenInstanceError
    raise FrozenInstanceError(f"cannot assign to field {name!r}")

def replace(value, /, **changes):
    for name in value.__fields__:
        if name not in changes:
            changes[name] = getattr(value, name)
    return value.__class__(**changes)
"""


class NotPlain(Exception):
    """A data class uses something that is not written out here."""


@dataclass(frozen=True)
class _Field:
    """A field; `default` and `factory` are the expressions of the source."""

    name: str
    annotation: ast.expr
    default: ast.expr | None = None
    factory: ast.expr | None = None
    in_init: bool = True
    in_repr: bool = True


def written_out(source: str, filename: str) -> ast.Module:
    """Return a module with its data classes written out.

    Raises:
        NotPlain: one of them uses more than is known here.
    """
    tree = ast.parse(source, filename)
    if not _imports_dataclasses(tree):
        return tree
    tree.body = [part for node in tree.body for part in _statement(node)]
    return ast.fix_missing_locations(tree)


def _imports_dataclasses(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module == "dataclasses" for node in tree.body)


def _statement(node: ast.stmt) -> Iterable[ast.stmt]:
    if isinstance(node, ast.ImportFrom) and node.module == "dataclasses":
        names = {alias.name for alias in node.names}
        if names - _KNOWN or any(alias.asname for alias in node.names):
            raise NotPlain(f"from dataclasses import {', '.join(sorted(names))}")
        text = f"from {RUNTIME} import MISSING as _missing_, refuse as _refuse_, replace"
        return [_located(statement, node) for statement in ast.parse(text).body]
    if isinstance(node, ast.ClassDef) and (options := _options(node)) is not None:
        return [_plain(node, options)]
    return [node]


def _options(node: ast.ClassDef) -> dict[str, bool] | None:
    """Return the decorator's arguments; `None` where there is no decorator."""
    for decorator in node.decorator_list:
        call = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(call, ast.Name) and call.id == "dataclass":
            if len(node.decorator_list) > 1:
                raise NotPlain(f"{node.name} has other decorators")
            keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
            options = {str(one.arg): bool(ast.literal_eval(one.value)) for one in keywords}
            if set(options) - {"frozen", "slots", "kw_only"}:
                raise NotPlain(f"{node.name} has options {sorted(options)}")
            return options
    return None


def _plain(node: ast.ClassDef, options: dict[str, bool]) -> ast.ClassDef:
    fields = [_field(part) for part in node.body if isinstance(part, ast.AnnAssign)]
    if any(isinstance(base, ast.Name) and base.id[0] == "_" for base in node.bases):
        raise NotPlain(f"{node.name} may inherit fields")
    kept = [_without_value(part, options) if isinstance(part, ast.AnnAssign) else part for part in node.body]
    defined = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    methods = ast.parse(_methods(fields, options, defined)).body
    methods[0].args = _arguments(fields, options)
    docstring = kept[:1] if ast.get_docstring(node) is not None else []
    node.body = [*docstring, *(_located(one, node) for one in methods), *kept[len(docstring) :]]
    node.decorator_list = []
    return node


def _field(node: ast.AnnAssign) -> _Field:
    if not isinstance(node.target, ast.Name):
        raise NotPlain("a field that is no name")
    name, value = node.target.id, node.value
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "field"):
        return _Field(name, node.annotation, default=value)
    given = {str(one.arg): one.value for one in value.keywords}
    if set(given) - {"default", "default_factory", "init", "repr"}:
        raise NotPlain(f"field {name} has {sorted(given)}")
    said = {option: ast.literal_eval(given[option]) for option in ("init", "repr") if option in given}
    return _Field(
        name,
        node.annotation,
        given.get("default"),
        given.get("default_factory"),
        in_init=said.get("init", True),
        in_repr=said.get("repr", True),
    )


def _without_value(node: ast.AnnAssign, options: dict[str, bool]) -> ast.AnnAssign:
    """Return a field as it stands in the class: with slots a value would be in their way."""
    field = _field(node)
    value = None if options.get("slots") else field.default
    return _located(ast.AnnAssign(node.target, node.annotation, value, simple=1), node)


def _arguments(fields: Sequence[_Field], options: dict[str, bool]) -> ast.arguments:
    taken = [field for field in fields if field.in_init]
    names = [ast.arg(field.name) for field in taken]
    defaults = [field.default or (ast.Name("_missing_", ast.Load()) if field.factory else None) for field in taken]
    me = ast.arg("self")
    if options.get("kw_only"):
        return ast.arguments([], [me], None, names, defaults, None, [])
    given = [default for default in defaults if default is not None]
    return ast.arguments([], [me, *names], None, [], [], None, given)


def _methods(fields: Sequence[_Field], options: dict[str, bool], defined: set[str]) -> str:
    names = [field.name for field in fields]
    shown = ", ".join(f"{field.name}={{self.{field.name}!r}}" for field in fields if field.in_repr)
    mine, theirs = ("".join(f"{who}.{name}, " for name in names) for who in ("self", "other"))
    lines = [*_init(fields, options, defined)]
    lines.append(f"__fields__ = {tuple(field.name for field in fields if field.in_init)!r}")
    positional = [] if options.get("kw_only") else [field.name for field in fields if field.in_init]
    lines.append(f"__match_args__ = {tuple(positional)!r}")
    if options.get("slots"):
        lines.append(f"__slots__ = {tuple(names)!r}")
    if "__repr__" not in defined:
        lines.append(f"def __repr__(self): return f'{{self.__class__.__qualname__}}({shown})'")
    if "__eq__" not in defined:
        lines += [
            "def __eq__(self, other):",
            f"    return ({mine}) == ({theirs}) if other.__class__ is self.__class__ else NotImplemented",
        ]
    if options.get("frozen"):
        lines.append(f"def __hash__(self): return hash(({mine}))")
        lines.append("__setattr__ = __delattr__ = _refuse_")
    elif "__eq__" not in defined:
        lines.append("__hash__ = None")
    return "\n".join(lines)


def _init(fields: Sequence[_Field], options: dict[str, bool], defined: set[str]) -> list[str]:
    lines = ["def __init__(self):"]
    if options.get("frozen"):
        lines.append("    _set_ = object.__setattr__")
    for field in fields:
        if not field.in_init and field.default is None and field.factory is None:
            continue
        value = _value(field)
        set_it = (
            f"_set_(self, {field.name!r}, {value})" if options.get("frozen") else f"self.{field.name} = {value}"
        )
        lines.append(f"    {set_it}")
    if "__post_init__" in defined:
        lines.append("    self.__post_init__()")
    return [*lines, "    return None"]


def _value(field: _Field) -> str:
    if field.factory is None:
        return field.name if field.in_init else ast.unparse(field.default or ast.Constant(None))
    made = f"({ast.unparse(field.factory)})()"
    return f"{made} if {field.name} is _missing_ else {field.name}" if field.in_init else made


def _located(made: N, like: ast.AST) -> N:
    return ast.copy_location(made, like)
