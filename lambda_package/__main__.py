"""`python -m lambda_package [--architecture arm64|x86_64]` writes `build/relayboard-ARCHITECTURE.zip`.

`build/package.json` says what was built, with which Python: Terraform takes the functions' runtime from it,
because byte-code is good for one version only.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from lambda_package.archive import package_files, write_archive
from lambda_package.wheels import PLATFORMS, ROOT

_HERE = {"aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "x86_64")


def build(architecture: str, into: Path) -> Path:
    """Write the zip and `package.json` into a folder; return the zip's path."""
    wheels = ROOT / ".tools" / "wheels" / f"{architecture}-{sys.implementation.cache_tag}"
    path = into / f"relayboard-{architecture}.zip"
    write_archive(package_files(architecture, wheels), path)
    content = path.read_bytes()
    facts = {
        "runtime": "python{}.{}".format(*sys.version_info),
        "architecture": architecture,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }
    (into / "package.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    return path


def main() -> int:
    """Build, and say how large it is and what importing it costs."""
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets stands in byte-code
        again = [sys.executable, "-m", "lambda_package", *sys.argv[1:]]
        return subprocess.run(again, env={**os.environ, "PYTHONHASHSEED": "0"}, cwd=ROOT, check=False).returncode
    parser = argparse.ArgumentParser(prog="python -m lambda_package", description=__doc__)
    parser.add_argument("--architecture", choices=sorted(PLATFORMS), default=_HERE)
    parser.add_argument("--into", type=Path, default=ROOT / "build")
    parser.add_argument("--costs", action="store_true", help="measure what each function's import costs")
    given = parser.parse_args()
    path = build(given.architecture, given.into)
    print(f"{path}: {path.stat().st_size / 1024:.0f} KiB for {given.architecture}")  # noqa: T201
    if given.costs and given.architecture == _HERE:
        from lambda_package.costs import report

        print(report(path))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
