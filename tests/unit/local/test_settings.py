"""What the server understands of flags and environment variables."""

from pathlib import Path

import pytest

from relayboard.domain.errors import Invalid
from relayboard.local.settings import Settings

UNDERSTOOD = [
    ("HOST", "0.0.0.0", "host", "0.0.0.0"),
    ("PORT", "0", "port", 0),
    ("DATA", "/srv/board", "data", Path("/srv/board")),
    ("STORE", "dynamodb://t?region=eu-west-1", "store", "dynamodb://t?region=eu-west-1"),
    ("SMTP", "smtp://mail.example:25", "smtp", "smtp://mail.example:25"),
    ("MAIL_FROM", "Board <board@a.example>", "mail_from", "Board <board@a.example>"),
    ("WEBHOOK", "https://hooks.example/x", "webhook", "https://hooks.example/x"),
    ("WEBHOOK_SECRET", "0123456789abcdef", "webhook_secret", "0123456789abcdef"),
    ("SLACK", "https://chat.example/x", "slack", "https://chat.example/x"),
    ("ALLOW_PRIVATE_ADDRESSES", "yes", "allow_private_addresses", True),
    ("PUBLIC_URL", "https://board.example/", "public_url", "https://board.example"),
    ("PUBLIC_URL", "http://[::1]:8000", "public_url", "http://[::1]:8000"),
    ("PAGE", "/srv/page", "page", Path("/srv/page")),
    ("ALLOWED_DOMAINS", "A.example, @b.example,", "allowed_domains", {"a.example", "b.example"}),
    ("ADMIN_EMAIL", "Lea@A.example,b@b.example", "admin_emails", {"lea@a.example", "b@b.example"}),
    (
        "ALLOWED_ORIGINS",
        "https://A.example, http://localhost:5173/",
        "allowed_origins",
        {"https://a.example", "http://localhost:5173"},
    ),
    ("MAILS_PER_SECOND", "14", "mails_per_second", 14),
    ("MAILS_PER_SECOND", "0", "mails_per_second", 0),
    ("REQUESTS_PER_SECOND", "0.5", "requests_per_second", 0.5),
    ("REQUESTS_PER_SECOND", "0", "requests_per_second", 0),
    ("STATUS_SHARDS", "64", "status_shards", 64),
    ("DEMO", "yes", "is_demo", True),
    ("DEMO", "0", "is_demo", False),
    ("LOG_LEVEL", "INFO", "log_level", "info"),
]
REFUSED = [
    ("PORT", "http"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("MAIL_FROM", "nobody"),
    ("MAIL_FROM", "a@b.example\nBcc: c@d.example"),
    ("PUBLIC_URL", "board.example"),
    ("PUBLIC_URL", "ftp://board.example"),
    ("PUBLIC_URL", "https://board.example/?x=1"),
    ("PUBLIC_URL", "https://user:secret@board.example"),
    ("ALLOWED_DOMAINS", "nowhere"),
    ("ALLOWED_DOMAINS", "a.example,b c.example"),
    ("ADMIN_EMAIL", "lea"),
    ("ALLOWED_ORIGINS", "*"),
    ("ALLOWED_ORIGINS", "https://*.a.example"),
    ("ALLOWED_ORIGINS", "https://a.example/path"),
    ("ALLOWED_ORIGINS", "https://a.example:port"),
    ("ALLOWED_ORIGINS", "null"),
    ("MAILS_PER_SECOND", "-1"),
    ("MAILS_PER_SECOND", "0.01"),
    ("REQUESTS_PER_SECOND", "many"),
    ("REQUESTS_PER_SECOND", "-1"),
    ("REQUESTS_PER_SECOND", "nan"),
    ("REQUESTS_PER_SECOND", "inf"),
    ("STATUS_SHARDS", "0"),
    ("STATUS_SHARDS", "65"),
    ("STATUS_SHARDS", "1.5"),
    ("DEMO", "perhaps"),
    ("ALLOW_PRIVATE_ADDRESSES", "some"),
    ("LOG_LEVEL", "loud"),
]


@pytest.mark.parametrize(("variable", "value", "attribute", "expected"), UNDERSTOOD)
def test_a_variable_is_understood(variable, value, attribute, expected):
    assert getattr(Settings.read({f"RELAYBOARD_{variable}": value}), attribute) == expected


@pytest.mark.parametrize(("variable", "value"), REFUSED)
def test_a_bad_value_is_named_with_what_is_wanted(variable, value):
    with pytest.raises(Invalid) as refusal:
        Settings.read({f"RELAYBOARD_{variable}": value})
    (flag, sentence), *others = refusal.value.fields.items()
    assert flag == variable.lower()
    assert others == []
    assert sentence.startswith(f"Cannot be “{value}”. Give ")


def test_all_bad_values_are_named_at_once():
    with pytest.raises(Invalid) as refusal:
        Settings.read({"RELAYBOARD_PORT": "x", "RELAYBOARD_DEMO": "x"}, {"log_level": "x"})
    assert set(refusal.value.fields) == {"port", "demo", "log_level"}


def test_flags_win_over_variables():
    environ = {"RELAYBOARD_PORT": "1", "RELAYBOARD_DEMO": "true"}
    settings = Settings.read(environ, {"port": 2, "demo": False, "host": None})
    assert (settings.port, settings.is_demo, settings.host) == (2, False, "127.0.0.1")


def test_empty_variables_and_strange_ones_are_nothing():
    assert Settings.read({"RELAYBOARD_PORT": "", "PORT": "1", "RELAYBOARD_OTHER": "x"}) == Settings()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1", "::"])
def test_links_lead_to_localhost_unless_a_public_address_is_named(host):
    assert Settings(host=host).at_port(8123).public_url == "http://localhost:8123"
    assert Settings(host=host, public_url="https://b.example").at_port(8123).public_url == "https://b.example"


def test_links_lead_to_a_host_that_others_can_reach():
    assert Settings(host="10.0.0.5").at_port(80).public_url == "http://10.0.0.5:80"


def test_what_aws_programs_read_is_kept_and_not_shown() -> None:
    environ = {"AWS_SECRET_ACCESS_KEY": "very-secret", "HOME": "/home/ann", "PATH": "/bin"}
    settings = Settings.read(environ)
    assert settings.aws == {"AWS_SECRET_ACCESS_KEY": "very-secret", "HOME": "/home/ann"}
    assert "very-secret" not in repr(settings)


@pytest.mark.parametrize("variable", ["WEBHOOK", "WEBHOOK_SECRET", "SLACK"])
def test_addresses_of_receivers_and_their_secrets_are_not_shown(variable):
    settings = Settings.read({f"RELAYBOARD_{variable}": "very-secret"})
    assert "very-secret" not in repr(settings)
    assert "very-secret" not in repr(settings.endpoints)
