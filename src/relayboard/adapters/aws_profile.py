"""The profile in AWS's shared files: `~/.aws/config` and `~/.aws/credentials`."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from relayboard.adapters.aws_credentials import Credentials, NoCredentials, Source
from relayboard.ports.clock import Clock

# The files do not say when their credentials expire; who renews them writes them anew.
_RENEWAL = timedelta(minutes=5)
_FOR_OTHERS = frozenset({"credential_process", "role_arn", "sso_account_id", "sso_session", "sso_start_url"})


def profile_credentials(environ: Mapping[str, str], clock: Clock) -> Source:
    """Read the keys of the profile that AWS_PROFILE names, or of `default`.

    A profile that takes on a role, signs in through SSO or runs a program is none of this source.
    """

    def read() -> Credentials | None:
        profile = read_profile(environ)
        if environ.get("AWS_WEB_IDENTITY_TOKEN_FILE") or _FOR_OTHERS & set(profile):
            raise NoCredentials("the AWS profile names a role, SSO or a program instead of keys")
        key, secret = profile.get("aws_access_key_id"), profile.get("aws_secret_access_key")
        if not key or not secret:
            return None
        token = profile.get("aws_session_token") or None
        return Credentials(key, secret, token, renew_at=clock.now() + _RENEWAL)

    return read


def read_profile(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of the profile; those in the credentials file come before those in the config file.

    Raises:
        NoCredentials: AWS_PROFILE names one that is nowhere, or a file cannot be read.
    """
    folder = Path(environ.get("HOME") or "~").expanduser() / ".aws"
    name = environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE") or "default"
    config = _sections(Path(environ.get("AWS_CONFIG_FILE") or folder / "config").expanduser())
    shared = _sections(Path(environ.get("AWS_SHARED_CREDENTIALS_FILE") or folder / "credentials").expanduser())
    configured = config.get(f"profile {name}", config.get(name) if name == "default" else None)
    if configured is None and name not in shared and name != "default":
        raise NoCredentials(f"there is no AWS profile “{name}”")
    return {**(configured or {}), **shared.get(name, {})}


def _sections(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    # Imported here, for Lambda functions have no such files.
    from configparser import Error, RawConfigParser

    parser = RawConfigParser(default_section="", strict=False)
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
    except (Error, OSError, ValueError) as error:
        raise NoCredentials(f"the file {path} cannot be read: {type(error).__name__}") from error
    return {" ".join(section.replace('"', "").split()): dict(parser[section]) for section in parser.sections()}
