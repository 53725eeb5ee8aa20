"""What a user pool calls when accounts come into being: Cognito's triggers, by their own names."""

from typing import Protocol


class Triggers(Protocol):
    """Called by the user pool; the same code runs behind Cognito's Lambda triggers."""

    def pre_sign_up(self, email: str) -> None:
        """Let an address sign up.

        Raises:
            Forbidden: its domain is not allowed here; the text may be shown.
        """

    def post_confirmation(self, user_id: str, email: str, name: str) -> None:
        """Take note that an account is confirmed; called again later it changes nothing.

        Raises:
            Unavailable: try again.
        """
