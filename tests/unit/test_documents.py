"""What the documents promise: commands that exist, links that lead somewhere, alarms that are explained."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from relayboard.local.cli import cli
from relayboard.local.costs.bill import Usage, idle_of, lines_of, total
from relayboard.local.costs.prices import read_prices
from tests.support.requirements import require_or_skip

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
AWS_PYTHON = ROOT / ".tools/awscli/bin/python"
OBSERVABILITY = ROOT / "infra/terraform/modules/observability/main.tf"

# Says which services, operations and options there are that a list of commands names.
_UNKNOWN_TO_AWS = """
import json, sys
from awscli.clidriver import create_clidriver
main = create_clidriver().create_help_command()
for service, operation, *options in json.load(sys.stdin):
    operations = main.command_table[service].create_help_command().command_table
    if operation not in operations:
        print(service, operation)
    elif operation != "wait":
        known = {f"--{name}" for name in [*main.arg_table, *operations[operation].arg_table]}
        print(*(f"{service} {operation} {option}" for option in options if option not in known))
"""


def blocks(path):
    text = path.read_text(encoding="utf-8")
    return [re.sub(r"^ {2,3}", "", block, flags=re.M) for block in re.findall(r"```bash\n(.*?)```", text, re.S)]


def commands(program):
    """Return every call of a program in the documents, each as its words."""
    found = []
    for path in DOCUMENTS:
        for block in blocks(path):
            joined = block.replace("\\\n", " ")
            for call in re.findall(rf"(?:^|[$(|] ?|xargs (?:-\S+ )*)({program} [a-z][^\n|)>]*)", joined, re.M):
                lexer = shlex.shlex(call, posix=True, punctuation_chars=False)
                lexer.whitespace_split, lexer.quotes = True, "'\"`"
                try:
                    words = list(lexer)
                except ValueError:  # a quote that ends behind what we cut off
                    words = call.split()
                found.append((path.name, words))
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_bash_block_is_bash(path):
    for block in blocks(path):
        done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{done.stderr}\n{block}"


def test_every_call_of_ours_names_a_command_and_its_options():
    ours = get_command(cli).commands
    calls = commands("relayboard")
    assert {"migrate", "cost", "serve"} <= {words[1] for _, words in calls}
    for name, words in calls:
        known = {option for one in ours[words[1]].params for option in (*one.opts, *one.secondary_opts)}
        given = {word for word in words[2:] if word.startswith("--")}
        assert given <= known, f"{name}: {' '.join(words)}"


@pytest.mark.awscli
def test_every_call_of_aws_names_an_operation_and_its_options():
    if not AWS_PYTHON.exists():
        require_or_skip("awscli", "The aws command line is not installed: make .tools/awscli/stamp")
    calls = [[*words[1:3], *(word for word in words if word.startswith("--"))] for _, words in commands("aws")]
    assert len(calls) > 20
    calls = [call for call in calls if call[0] not in ("s3", "logs")]  # whose commands are made otherwise
    done = subprocess.run(
        [AWS_PYTHON, "-c", _UNKNOWN_TO_AWS], input=json.dumps(calls), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stdout + done.stderr


def test_every_alarm_is_in_the_runbook():
    module = OBSERVABILITY.read_text(encoding="utf-8")
    others = re.findall(r"^    ([a-z0-9-]+) = \{$", module.partition("others = {")[2], re.M)
    kinds = [name.partition("$")[0] for name in re.findall(r'"([a-z-]+\$\{name\})"', module)]
    assert len(others) >= 6
    assert sorted(kinds) == ["dead-letters-", "errors-", "table-throttles-"]
    runbook = (ROOT / "docs/runbook.md").read_text(encoding="utf-8")
    for name in [*others, *kinds]:
        assert f"`{name}" in runbook, name


def test_every_output_that_is_asked_for_is_there():
    outputs = (ROOT / "infra/terraform/modules/app/outputs.tf").read_text(encoding="utf-8")
    known = set(re.findall(r'^output "(\w+)"', outputs, re.M))
    asked = {
        name for path in DOCUMENTS for name in re.findall(r"app \"\['(\w+)'\]", path.read_text(encoding="utf-8"))
    }
    assert len(asked) >= 5
    assert asked <= known


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        linked = (path.parent / file) if file else path
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", linked.read_text(encoding="utf-8"), re.M)
            slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in slugs, target


def test_the_document_on_costs_shows_what_the_command_says():
    document = (ROOT / "docs/costs.md").read_text(encoding="utf-8")
    row = r"^\| ([\d,]+) people, ([\d,]+) tasks, (.+?) reads(, prod)? \| ([\d.,]+) \| ([\d.,]+) \|$"
    rows = re.findall(row, document, re.M)
    assert len(rows) == 4
    for people, tasks, reads, prod, idle, used in rows:
        counts = [_number(one) for one in (people, tasks, reads)]
        assert _bill(*counts, own_key=bool(prod)) == (idle, used)


def _number(text):
    return int(text.replace(",", "").replace(" million", "000000"))


def _bill(users, tasks, reads, *, own_key):
    usage = Usage(users=users, tasks=tasks, reads=reads, own_key=own_key)
    prices = read_prices()
    bills = (total(lines_of(one), prices, with_free=True) for one in (idle_of(usage), usage))
    return tuple(f"{bill:,.2f}" for bill in bills)
