"""The function that Cognito asks before somebody signs up."""

import os

from relayboard.domain.joining import JoiningRules
from relayboard.lambdas.invocations import Handler, logged
from relayboard.lambdas.settings import LambdaSettings
from relayboard.lambdas.triggers import PreSignUp


def compose(settings: LambdaSettings) -> Handler:
    """Put the function together."""
    work = PreSignUp(JoiningRules(settings.allowed_domains))
    return logged("trigger-pre-sign-up", work, log_level=settings.log_level)


handler = compose(LambdaSettings.read(os.environ))  # noqa: TID251
