"""Where the pools may answer differently, and what each answers there.

`local` is our pool, `engine` the local AWS. The reason says which of the two does as AWS documents. One more
difference cannot be seen against this engine, which never exchanges refresh tokens: where exchange is switched
on, AWS refuses REFRESH_TOKEN_AUTH; we answer it, without a new refresh token.
"""

from dataclasses import dataclass

DONE = "done"


@dataclass(frozen=True, slots=True)
class Difference:
    """What an action comes to: `done`, or the name of the refusal."""

    local: str
    engine: str
    reason: str


ALLOWED = {
    "signing up with a known address": Difference(
        DONE,
        "UsernameExistsException",
        "As AWS: engine. Ours tells the address's owner by mail and nobody else.",
    ),
    "wrong password, not confirmed": Difference(
        "NotAuthorizedException",
        "UserNotConfirmedException",
        "As AWS: engine. Ours says so only to who knows the password.",
    ),
    "wrong password, disabled": Difference(
        "NotAuthorizedException: Incorrect username or password.",
        "NotAuthorizedException: User is disabled.",
        "As AWS: engine. Ours says so only to who knows the password.",
    ),
    "wrong sign-up code, confirmed already": Difference(
        "CodeMismatchException",
        "NotAuthorizedException",
        "As AWS: engine. Ours tells the state only to who knows the code.",
    ),
    "reset code that nobody asked for": Difference(
        "CodeMismatchException",
        "ExpiredCodeException",
        "As AWS: engine. For an unknown address both say mismatch; ours does for all.",
    ),
    "sixth wrong code": Difference(
        "LimitExceededException", "CodeMismatchException", "As AWS: local. The engine does not count."
    ),
    "sixth wrong password": Difference(
        "NotAuthorizedException: Password attempts exceeded",
        "NotAuthorizedException: Incorrect username or password.",
        "As AWS: local. The engine does not count.",
    ),
    "new refresh token at an exchange": Difference(
        "yes", "no", "As AWS with rotation on: local. The engine does not rotate."
    ),
    "refresh token of another session after a changed password": Difference(
        "NotAuthorizedException", DONE, "As AWS: engine. Ours ends the other sessions."
    ),
    "refresh token after a recovered password": Difference(
        "NotAuthorizedException", DONE, "As AWS: engine. Ours ends all sessions."
    ),
    "challenge answered twice": Difference(
        "NotAuthorizedException", DONE, "As AWS: local. The engine does not look at the session."
    ),
    "weak first password": Difference(
        "InvalidPasswordException", DONE, "As AWS: local. The engine does not check it here."
    ),
    "authenticator code used twice": Difference(
        "ExpiredCodeException", DONE, "As AWS: local. The engine does not remember."
    ),
    "challenge after proving an app, before preferring it": Difference(
        "no", "yes", "As AWS: local. The engine prefers it at once."
    ),
    "changing the address": Difference(
        "NotAuthorizedException",
        DONE,
        "As AWS where the client may not write the attribute: local. Profile and notices hang on the address.",
    ),
    "revoking an access token": Difference(
        "UnsupportedTokenTypeException", DONE, "As AWS: local. The engine takes anything."
    ),
    "an admin operation over the network": Difference(
        "UnknownOperationException",
        "UserNotFoundException",
        "As AWS: engine. Ours has them in process only.",
    ),
    "sign-in name in other case": Difference(
        DONE, "NotAuthorizedException", "As AWS for a new pool: local. The engine minds case."
    ),
}
