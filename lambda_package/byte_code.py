"""Byte-code, and how Python takes it without looking at the source again (PEP 552, unchecked hash)."""

import ast
import importlib.util
import marshal
import sys
from types import CodeType

ROOT = "/var/task/"  # where Lambda unpacks the zip
_UNCHECKED = 0b01
_WITHOUT_DOCSTRINGS = 2


def compiled(tree: ast.Module, path: str) -> CodeType:
    """Compile a module.

    Args:
        path: of the source in the zip.
    """
    code: CodeType = compile(tree, ROOT + path, "exec", dont_inherit=True, optimize=_WITHOUT_DOCSTRINGS)
    return code


def cache_file(code: CodeType, source: bytes) -> bytes:
    """Return the content of a `.pyc`."""
    header = importlib.util.MAGIC_NUMBER + _UNCHECKED.to_bytes(4, "little") + importlib.util.source_hash(source)
    return header + marshal.dumps(marshal.loads(marshal.dumps(code)))  # noqa: S302 - our own


def cached_path(path: str) -> str:
    """Return where the byte-code of a source stands in the zip."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/__pycache__/{name.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc"
