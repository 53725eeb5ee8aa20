"""The receivers on the web that an installation has set up, as channels."""

from relayboard.adapters.https_poster import HttpsPoster
from relayboard.lambdas.settings import LambdaSettings
from relayboard.notify.endpoint import RECEIVERS, EndpointChannel
from relayboard.notify.site import Site
from relayboard.notify.slack import SlackLetters
from relayboard.notify.webhook import WebhookLetters
from relayboard.ports.clock import Clock


def webhook_channel(settings: LambdaSettings, clock: Clock) -> EndpointChannel:
    """Return the web hook, which must be set up.

    Raises:
        ValueError: its address or its secret cannot be used.
    """
    letters = WebhookLetters(settings.webhook_secret, clock)
    return EndpointChannel("webhook", RECEIVERS["webhook"], _poster(settings.webhook, settings), letters)


def slack_channel(settings: LambdaSettings) -> EndpointChannel:
    """Return the chat, which must be set up.

    Raises:
        ValueError: its address cannot be used.
    """
    letters = SlackLetters(Site(settings.public_url))
    return EndpointChannel("slack", RECEIVERS["slack"], _poster(settings.slack, settings), letters)


def endpoint_channels(settings: LambdaSettings, clock: Clock) -> list[EndpointChannel]:
    """Return those that are set up.

    Raises:
        ValueError: an address or the secret cannot be used.
    """
    webhook = [webhook_channel(settings, clock)] if settings.webhook else []
    slack = [slack_channel(settings)] if settings.slack else []
    return [*webhook, *slack]


def _poster(url: str, settings: LambdaSettings) -> HttpsPoster:
    return HttpsPoster(url, allow_private=settings.allow_private_addresses)
