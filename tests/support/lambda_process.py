"""A Lambda function out of the unpacked package, in a process of its own, as Lambda runs it."""

import json
import subprocess
import sys
from contextlib import contextmanager

_RUN = """
import importlib, json, sys
class Context:
    aws_request_id = "invocation-1"
    def get_remaining_time_in_millis(self):
        return 30000
module = importlib.import_module(sys.argv[1])
for line in sys.stdin:
    try:
        answer = {"answer": module.handler(json.loads(line), Context())}
    except Exception as error:
        answer = {"errorType": type(error).__name__, "errorMessage": str(error)}
    print("\\x00" + json.dumps({**answer, "modules": sorted(sys.modules)}), flush=True)
"""


class LambdaProcess:
    """A running function.

    Attributes:
        logs: its lines of log so far.
        modules: what it has imported after the last invocation.
    """

    def __init__(self, process):
        self._process = process
        self.logs = []
        self.modules = set()

    def invoke(self, event):
        """Return the answer, or raise a LambdaFailed with the error's name and text."""
        self._process.stdin.write(json.dumps(event) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if not line.startswith("\0"):
                self.logs.append(json.loads(line))
                continue
            told = json.loads(line[1:])
            self.modules = set(told["modules"])
            if "errorType" in told:
                raise LambdaFailed(told["errorType"], told["errorMessage"])
            return told["answer"]
        raise LambdaFailed("Exited", self._process.stderr.read())


class LambdaFailed(Exception):
    """What Lambda would report of an error."""


@contextmanager
def lambda_process(function, folder, environment):
    """Start a function of the manifest over an unpacked package."""
    process = subprocess.Popen(
        [sys.executable, "-S", "-c", _RUN, function.handler.rpartition(".")[0]],
        env={**environment, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield LambdaProcess(process)
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()
        process.stderr.close()
