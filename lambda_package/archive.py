"""The zip, byte for byte the same whenever it is made from the same sources."""

import ast
import zipfile
from collections.abc import Mapping
from pathlib import Path

from lambda_package.bundle import BUNDLED, HOME, bundle, with_finder
from lambda_package.bundle import PATH as BUNDLE
from lambda_package.byte_code import cache_file, cached_path, compiled
from lambda_package.contents import data_files, module_files
from lambda_package.plain_classes import RUNTIME, RUNTIME_SOURCE, written_out
from lambda_package.roots import root_files
from lambda_package.wheels import library_files

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
_FILE, _LIBRARY = 0o100644, 0o100755


def package_files(architecture: str, wheels: Path) -> dict[str, bytes]:
    """Return everything in the zip, by path."""
    ours = {path: file.read_bytes() for path, file in module_files().items()}
    ours[RUNTIME.replace(".", "/") + ".py"] = RUNTIME_SOURCE.encode()
    libraries = library_files(architecture, wheels)
    files = {**libraries, **ours, **_data()}
    code = {path: compiled(ast.parse(libraries[path]), path) for path in libraries if path.endswith(".py")}
    trees = {path: written_out(source.decode(), path) for path, source in ours.items()}
    trees[HOME] = with_finder(trees[HOME])
    code |= {path: compiled(tree, path) for path, tree in trees.items()}
    bundled = {path for path in code if path.startswith(BUNDLED) and path != HOME}
    files[BUNDLE] = bundle({path: code[path] for path in bundled})
    return files | {cached_path(path): cache_file(code[path], files[path]) for path in code.keys() - bundled}


def _data() -> dict[str, bytes]:
    return {path: file.read_bytes() for path, file in data_files().items()} | root_files()


def write_archive(files: Mapping[str, bytes], path: Path) -> None:
    """Write the zip."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, so that the modes count
            info.external_attr = (_LIBRARY if name.endswith(".so") else _FILE) << 16
            archive.writestr(info, files[name])
