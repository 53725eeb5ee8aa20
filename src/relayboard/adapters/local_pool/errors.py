"""Cognito's exceptions, by AWS's own names and texts (API reference of each operation, section Errors)."""

from relayboard.domain.errors import RelayboardError


class CognitoError(RelayboardError):
    """An answer that says no.

    Attributes:
        code: the exception's name on the wire.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def not_authorized(message: str) -> CognitoError:
    """Refuse who is asking."""
    return CognitoError("NotAuthorizedException", message)


def wrong_sign_in() -> CognitoError:
    """Refuse an unknown address and a wrong password in the same words."""
    return not_authorized("Incorrect username or password.")


def invalid_parameter(message: str) -> CognitoError:
    """Refuse what was sent."""
    return CognitoError("InvalidParameterException", message)


def invalid_password(rule: str) -> CognitoError:
    """Refuse a new password that breaks a rule."""
    return CognitoError("InvalidPasswordException", f"Password did not conform with policy: {rule}")


def wrong_code() -> CognitoError:
    """Refuse a mailed code."""
    return CognitoError("CodeMismatchException", "Invalid verification code provided, please try again.")


def expired_code() -> CognitoError:
    """Refuse a mailed code that was right once."""
    return CognitoError("ExpiredCodeException", "Invalid code provided, please request a code again.")


def attempts_exceeded() -> CognitoError:
    """Refuse one more code."""
    return CognitoError("LimitExceededException", "Attempt limit exceeded, please try after some time.")


def too_many_requests() -> CognitoError:
    """Ask the caller to slow down, or to try again."""
    return CognitoError("TooManyRequestsException", "Too many requests.")
