"""What the clients of AWS's services load, for a Lambda function pays for it at every cold start."""

import os
import subprocess
import sys

import pytest

NEEDED = {  # of the standard library, beside what DynamoDB's client has loaded already
    "cognito_directory": [],
    "ses_mailer": ["email.message", "email.policy", "email.utils"],
    "sns_publisher": ["urllib.parse", "xml.parsers.expat"],
    "sqs_queue": [],
}


@pytest.mark.parametrize("adapter", NEEDED)
def test_an_adapter_loads_little_more_than_dynamodbs_client(adapter: str) -> None:
    program = f"""
import sys
import {", ".join(["relayboard.adapters.dynamodb_http", *NEEDED[adapter]])}
before = set(sys.modules)
import relayboard.adapters.{adapter}
print(*set(sys.modules) - before)
"""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    found = subprocess.run(
        [sys.executable, "-c", program], env=environ, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {name.partition(".")[0] for name in found} <= {"email", "relayboard", "unicodedata"}
    assert "xml.etree" not in found
    assert {name for name in found if name.startswith("relayboard.services")} == set()
