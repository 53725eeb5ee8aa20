"""What the clients of AWS's services load, for a Lambda function pays for it at every cold start."""

import os
import subprocess
import sys

import pytest

ALLOWED = {  # beside what DynamoDB's client has loaded already
    "cognito_directory": {"relayboard"},
    "ses_mailer": {"email", "relayboard", "unicodedata"},
    "sns_publisher": {"pyexpat", "relayboard", "xml"},
    "sqs_queue": {"relayboard"},
}


@pytest.mark.parametrize("adapter", ALLOWED)
def test_an_adapter_loads_little_more_than_dynamodbs_client(adapter: str) -> None:
    program = f"""
import sys
import relayboard.adapters.dynamodb_http
before = set(sys.modules)
import relayboard.adapters.{adapter}
print(*set(sys.modules) - before)
"""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    found = subprocess.run(
        [sys.executable, "-c", program], env=environ, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {name.partition(".")[0] for name in found} <= ALLOWED[adapter]
    assert "xml.etree" not in found
    assert {name for name in found if name.startswith("relayboard.services")} == set()
