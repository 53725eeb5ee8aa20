"""What is measured: which program, in which folder, with which variables of the environment."""

import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.cold.certificates import Chain
from bench.cold.record import TABLE
from lambda_package.roots import FOLDER as OUR_ROOTS
from lambda_package.roots import folder_of

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).with_name("peers")
PYTHON = ROOT / ".tools/cold/bin/python"
PEER_PACKAGES = ROOT / ".tools/cold/peer"
NODE_MODULES = ROOT / ".tools/cold-node"
PACKAGE = ROOT / "build/relayboard-x86_64.zip"
ORIGIN = "https://board.example.com"
OPERATIONS = {"list tasks": "listTasks", "create task": "createTask"}


@dataclass(frozen=True, slots=True)
class Contender:
    """A function for each operation.

    Attributes:
        commands: by operation.
        environments: by operation; AWS's variables come on top.
    """

    name: str
    folder: Path
    commands: Mapping[str, list[str]]
    environments: Mapping[str, Mapping[str, str]]


def prepare(folder: Path, chain: Chain, *, package: Path = PACKAGE) -> list[Contender]:
    """Lay out all contenders, compiled and bundled, and what each trusts: its own roots and the run's."""
    _compile(next((PYTHON.parents[1] / "lib").glob("python3.*/site-packages")))
    _compile(PEER_PACKAGES)
    return [
        _ours("relayboard", folder, chain, package, {"list tasks": "read", "create task": "write"}),
        _ours("relayboard, one operation", folder, chain, package, {}),
        _boto3(folder, chain),
        _node(folder, chain),
        _floor("floor", folder, _bundle(folder / "few.pem", _amazon_roots(package), chain)),
        _floor("floor, all roots", folder, _bundle(folder / "all.pem", _system_roots(), chain)),
    ]


def _ours(name: str, folder: Path, chain: Chain, package: Path, groups: Mapping[str, str]) -> Contender:
    task = folder / "ours"
    if not task.exists():
        with zipfile.ZipFile(package) as archive:
            archive.extractall(task)
    for file, content in folder_of(chain.root, lambda _: True).items():
        (task / OUR_ROOTS / file).write_bytes(content)
    shared = {"RELAYBOARD_TABLE": TABLE, "RELAYBOARD_ALLOWED_ORIGINS": ORIGIN}
    serves = {
        operation: {"RELAYBOARD_GROUP": groups[operation]} if groups else {"RELAYBOARD_OPERATIONS": own}
        for operation, own in OPERATIONS.items()
    }
    return Contender(
        name,
        task,
        dict.fromkeys(OPERATIONS, _python("relayboard.lambdas.rest.handler")),
        {operation: shared | serves[operation] for operation in OPERATIONS},
    )


def _boto3(folder: Path, chain: Chain) -> Contender:
    task = _copied(PEERS / "python", folder / "boto3")
    own = (PEER_PACKAGES / "botocore/cacert.pem").read_bytes()
    environment = {
        "TABLE_NAME": TABLE,
        "ALLOWED_ORIGIN": ORIGIN,
        "PYTHONPATH": f"{task}:{PEER_PACKAGES}",
        "POWERTOOLS_SERVICE_NAME": "tasks",
        "AWS_CA_BUNDLE": str(_bundle(folder / "boto3.pem", own, chain)),
    }
    modules = {"list tasks": "list_tasks", "create task": "create_task"}
    return Contender(
        "boto3 + pydantic + Powertools",
        task,
        {operation: _python(f"{module}.handler") for operation, module in modules.items()},
        dict.fromkeys(OPERATIONS, environment),
    )


def _node(folder: Path, chain: Chain) -> Contender:
    task = folder / "node"
    sources = shutil.copytree(PEERS / "node", NODE_MODULES / "sources", dirs_exist_ok=True)
    bundles = {"list tasks": "list-tasks", "create task": "create-task"}
    options = ["--bundle", "--minify", "--platform=node", "--target=node20", "--format=cjs"]
    options += ["--main-fields=module,main", "--out-extension:.js=.cjs", f"--outdir={task}", "--log-level=error"]
    entries = [str(sources / f"{name}.mjs") for name in bundles.values()]
    subprocess.run([NODE_MODULES / "node_modules/.bin/esbuild", *entries, *options], check=True)
    shutil.copy(PEERS / "node/bootstrap.mjs", task)
    environment = {"TABLE_NAME": TABLE, "ALLOWED_ORIGIN": ORIGIN, "NODE_EXTRA_CA_CERTS": str(chain.root)}
    return Contender(
        "Node 20 + SDK v3 + esbuild",
        task,
        {operation: [shutil.which("node") or "node", str(task / "bootstrap.mjs")] for operation in OPERATIONS},
        {
            operation: environment | {"LAMBDA_BUNDLE": str(task / f"{name}.cjs")}
            for operation, name in bundles.items()
        },
    )


def _floor(name: str, folder: Path, trusted: Path) -> Contender:
    task = _copied(PEERS / "floor", folder / "floor")
    environment = {"SSL_CERT_FILE": str(trusted), "SSL_CERT_DIR": "/nowhere"}
    return Contender(
        name,
        task,
        dict.fromkeys(OPERATIONS, _python("floor.handler")),
        dict.fromkeys(OPERATIONS, environment),
    )


def _python(handler: str) -> list[str]:
    return [str(PYTHON), "-m", "awslambdaric", handler]


def _copied(source: Path, target: Path) -> Path:
    if not target.exists():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        _compile(target)
    return target


def _compile(folder: Path) -> None:
    # All alike, as our package is: byte-code that Python loads without looking at the source.
    options = ["-q", "-f", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([PYTHON, "-m", "compileall", *options, folder], check=True, stdout=subprocess.DEVNULL)


def _amazon_roots(package: Path) -> bytes:
    with zipfile.ZipFile(package) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.startswith(OUR_ROOTS))


def _system_roots() -> bytes:
    return Path("/etc/ssl/certs/ca-certificates.crt").read_bytes()


def _bundle(path: Path, roots: bytes, chain: Chain) -> Path:
    path.write_bytes(roots + chain.root.read_bytes())
    return path


def interpreter() -> str:
    """Describe the interpreter of the Python contenders."""
    code = (
        "import platform; print(platform.python_version(), *platform.python_build(), platform.python_compiler())"
    )
    return subprocess.run([PYTHON, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
