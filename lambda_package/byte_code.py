"""Byte-code as Lambda's Python takes it without looking at the source again (PEP 552, unchecked hash)."""

import ast
import importlib.util
import marshal
from types import CodeType

ROOT = "/var/task/"  # where Lambda unpacks the zip
_UNCHECKED = 0b01
_WITHOUT_DOCSTRINGS = 2


def byte_code(source: bytes, tree: ast.Module, path: str) -> bytes:
    """Return the content of a `.pyc`.

    Args:
        path: of the source in the zip.
    """
    code: CodeType = compile(tree, ROOT + path, "exec", dont_inherit=True, optimize=_WITHOUT_DOCSTRINGS)
    header = importlib.util.MAGIC_NUMBER + _UNCHECKED.to_bytes(4, "little") + importlib.util.source_hash(source)
    # Written twice, for what is shared in memory by chance is written in another way.
    return header + marshal.dumps(marshal.loads(marshal.dumps(code)))  # noqa: S302 - our own


def cached_path(path: str) -> str:
    """Return where the byte-code of a source stands in the zip."""
    folder, _, name = path.rpartition("/")
    tag = f"{name.removesuffix('.py')}.{_tag()}.pyc"
    return f"{folder}/__pycache__/{tag}" if folder else f"__pycache__/{tag}"


def _tag() -> str:
    from sys import implementation

    return str(implementation.cache_tag)
