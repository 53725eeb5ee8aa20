"""The settings of a Lambda function."""

import pytest

from relayboard.domain.errors import Invalid
from relayboard.lambdas.settings import LambdaSettings

AWS = {"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}


def read(*needed, **given):
    return LambdaSettings.read({**AWS, **{f"RELAYBOARD_{name}": value for name, value in given.items()}}, *needed)


def test_lists_are_read_without_spaces_and_gaps():
    settings = read(
        OPERATIONS="listTasks, getTask,",
        ALLOWED_ORIGINS="https://Board.example/, https://b.example",
        ALLOWED_DOMAINS="@Team.example,",
        ADMIN_EMAILS=" Lead@Team.example ",
    )
    assert settings.operations == ("listTasks", "getTask")
    assert settings.allowed_origins == {"https://board.example", "https://b.example"}
    assert settings.allowed_domains == {"team.example"}
    assert settings.admin_emails == {"lead@team.example"}


def test_what_is_not_set_is_left_out():
    settings = read()
    assert (settings.table, settings.operations, settings.allowed_origins) == ("", (), frozenset())
    assert (settings.status_shards, settings.log_level, settings.region) == (1, "INFO", "eu-west-1")


def test_an_address_has_no_slash_at_its_end():
    assert read(PUBLIC_URL="https://board.example/").public_url == "https://board.example"


def test_every_needed_variable_that_is_missing_is_named():
    with pytest.raises(Invalid) as caught:
        read("RELAYBOARD_TABLE", "RELAYBOARD_TOPIC_ARN", "RELAYBOARD_QUEUE_URL", TABLE="relayboard", TOPIC_ARN="")
    assert set(caught.value.fields) == {"RELAYBOARD_TOPIC_ARN", "RELAYBOARD_QUEUE_URL"}


def test_credentials_are_not_shown():
    assert "secret" not in repr(read())


def test_the_machine_says_whom_to_trust_in_china_and_an_operator_everywhere():
    assert "lambdas/amazon_roots" in str(read().roots)
    assert LambdaSettings.read({**AWS, "AWS_REGION": "cn-north-1"}).roots is None
    assert LambdaSettings.read({**AWS, "AWS_CA_BUNDLE": "/opt/roots.pem"}).roots == "/opt/roots.pem"


def test_addresses_of_receivers_are_read_and_not_shown():
    settings = read(WEBHOOK="https://a.example/very-secret", WEBHOOK_SECRET="very-secret", SLACK="very-secret")
    assert (settings.webhook, settings.slack) == ("https://a.example/very-secret", "very-secret")
    assert "very-secret" not in repr(settings)


@pytest.mark.parametrize(("value", "is_allowed"), [("true", True), ("false", False), ("", False), ("yes", False)])
def test_private_addresses_are_allowed_only_in_so_many_words(value, is_allowed):
    assert read(ALLOW_PRIVATE_ADDRESSES=value).allow_private_addresses is is_allowed
