"""How long things of the local user pool live, and how often they may be tried."""

from dataclasses import dataclass, field

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often something may be tried; 0 switches a limit off.

    Attributes:
        free_failures_per_address: wrong passwords or authenticator codes before the account locks, for 1 s at
            first and twice as long after each further one, up to 15 minutes.
        guesses_per_source_a_minute: passwords and codes that one network address may present.
        codes_per_address_an_hour: sign-ups and codes asked for with one e-mail address.
        codes_per_source_an_hour: sign-ups and codes asked for by one network address.
    """

    free_failures_per_address: int = 5
    guesses_per_source_a_minute: int = 30
    codes_per_address_an_hour: int = 5
    codes_per_source_an_hour: int = 20


NO_LIMITS = Limits(
    free_failures_per_address=0,
    guesses_per_source_a_minute=0,
    codes_per_address_an_hour=0,
    codes_per_source_an_hour=0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """Lifetimes in seconds; the defaults are Cognito's unless a comment says otherwise.

    Attributes:
        refresh_grace_seconds: how long a refresh token works after it was exchanged, so that two tabs or a lost
            answer do not sign a person out.
        unconfirmed_seconds: after this a sign-up that nobody confirmed frees its address.
    """

    token_seconds: int = 15 * MINUTE  # Cognito: 1 hour; a demoted person's token should not live that long
    session_seconds: int = 30 * DAY
    refresh_grace_seconds: int = 10
    challenge_seconds: int = 3 * MINUTE
    sign_up_code_seconds: int = DAY
    reset_code_seconds: int = HOUR
    temporary_password_seconds: int = 7 * DAY
    unconfirmed_seconds: int = 7 * DAY  # Cognito: for ever
    limits: Limits = field(default_factory=Limits)
