"""Runs `relayboard` as a person at a terminal does, until it ends."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it printed on both outputs."""

    code: int
    text: str


def relayboard(*words: str, environ: Mapping[str, str] | None = None, timeout_seconds: float = 60) -> Done:
    """Run a command that is expected to end by itself."""
    done = subprocess.run(
        [sys.executable, "-m", "relayboard", *words],
        env={**os.environ, "COLUMNS": "200", **(environ or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout_seconds,
        check=False,
    )
    return Done(done.returncode, done.stdout)
