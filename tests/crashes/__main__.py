"""`python -m tests.crashes --events 1000`: what crashes at every step cost in both homes, as a table."""

import argparse
import tempfile
from pathlib import Path

from rich.console import Console

from tests.crashes.aws import Aws
from tests.crashes.one_machine import one_machine


def main() -> None:
    """Kill both homes at every step and print what was lost and what came twice."""
    parser = argparse.ArgumentParser(prog="python -m tests.crashes", description=__doc__)
    parser.add_argument("--events", type=int, default=1000)
    events = parser.parse_args().events
    console = Console(width=130)
    with tempfile.TemporaryDirectory() as folder, one_machine(Path(folder)) as machine:
        console.print(machine.run(events).table())
    console.print(Aws().run(events).table())


if __name__ == "__main__":
    main()
