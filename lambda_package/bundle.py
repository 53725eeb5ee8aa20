"""All byte-code in one file, beside a finder that takes modules out of it.

A function imports some eighty modules. To look for each in the file system and open it takes longer than to run
most of them, so one file is opened once. Where the finder is not there or knows nothing of a module, Python looks
for the sources, which are in the zip too.
"""

import ast
import marshal
from collections.abc import Mapping
from types import CodeType

PATH = "relayboard/bundle.bin"
HOME = "relayboard/__init__.py"  # it is imported before everything else of ours
BUNDLED = ("relayboard/", "msgspec/")  # what nearly every function imports

# Appended to HOME, in byte-code only.
_FINDER = """
def _find_modules_in_bundle():
    import marshal, os, sys

    class Bundle:
        def find_spec(self, name, path=None, target=None):
            found = index.get(name)
            if found is None:
                return None
            spec = Spec(name, self, is_package=found[1])
            if found[1]:
                spec.submodule_search_locations.append(root + found[0].rpartition("/")[0])
            return spec

        def create_module(self, spec):
            return None

        def exec_module(self, module):
            path, _, start, length = index[module.__name__]
            module.__file__ = root + path
            exec(marshal.loads(os.pread(file, length, first + start)), module.__dict__)

    Spec = type(__spec__)
    root = __file__.removesuffix("relayboard/__init__.py")
    file = os.open(root + "relayboard/bundle.bin", os.O_RDONLY | os.O_CLOEXEC)
    first = 8 + int.from_bytes(os.pread(file, 8, 0), "little")
    index = marshal.loads(os.pread(file, first - 8, 8))
    sys.meta_path.insert(0, Bundle())


_find_modules_in_bundle()
"""


def with_finder(tree: ast.Module) -> ast.Module:
    """Return HOME with the finder behind what it says itself."""
    return ast.Module([*tree.body, *ast.parse(_FINDER).body], [])


def bundle(code: Mapping[str, CodeType]) -> bytes:
    """Return the content of the file.

    Args:
        code: by the path of the source in the zip.
    """
    index: dict[str, tuple[str, bool, int, int]] = {}
    parts: list[bytes] = []
    position = 0
    for path in sorted(code):
        # Twice, for what is shared in memory by chance is written in another way.
        part = marshal.dumps(marshal.loads(marshal.dumps(code[path])))  # noqa: S302 - our own
        index[_module_name(path)] = (path, path.endswith("/__init__.py"), position, len(part))
        parts.append(part)
        position += len(part)
    head = marshal.dumps(index)
    return len(head).to_bytes(8, "little") + head + b"".join(parts)


def _module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
