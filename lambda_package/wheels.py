"""The libraries in the package: wheels for Lambda's platform, pinned by hash."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "requirements" / "lambda.txt"
PLATFORMS = {"arm64": "aarch64", "x86_64": "x86_64"}
_NOT_NEEDED = (
    *(".pyi", "/RECORD", "/WHEEL", "/INSTALLER", "py.typed", ".c", ".h"),
    *(".tab", "/tzdata.zi", "/leapseconds"),  # of the time zones, what is there for people to read
)


def library_files(architecture: str, into: Path) -> dict[str, bytes]:
    """Return the files of the libraries by their paths in the zip.

    Args:
        into: a folder where wheels are kept from one build to the next.

    Raises:
        subprocess.CalledProcessError: pip cannot get them.
    """
    into.mkdir(parents=True, exist_ok=True)
    _download(PLATFORMS[architecture], into)
    return {name: content for wheel in sorted(into.glob("*.whl")) for name, content in _files(wheel)}


def _download(machine: str, into: Path) -> None:
    stamp = into / "stamp"
    wanted = f"{sys.version_info[:2]} {REQUIREMENTS.read_text(encoding='utf-8')}"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    for wheel in into.glob("*.whl"):
        wheel.unlink()
    platforms = [f"--platform={name}_{machine}" for name in ("manylinux2014", "manylinux_2_17")]
    version = "{}.{}".format(*sys.version_info)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    strict = ["--require-hashes", "--only-binary=:all:", "--implementation=cp", f"--python-version={version}"]
    subprocess.run([*pip, *strict, *platforms, f"--dest={into}", f"--requirement={REQUIREMENTS}"], check=True)
    stamp.write_text(wanted, encoding="utf-8")


def _files(wheel: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            if not info.is_dir() and not info.filename.endswith(_NOT_NEEDED):
                yield info.filename, archive.read(info)
