"""The receivers on the web that the operator has set up, as channels."""

from relayboard.adapters.https_poster import HttpsPoster
from relayboard.domain.errors import Invalid
from relayboard.local.settings import Endpoints
from relayboard.notify.endpoint import RECEIVERS, EndpointChannel, Letters
from relayboard.notify.site import Site
from relayboard.notify.slack import SlackLetters
from relayboard.notify.webhook import WebhookLetters
from relayboard.ports.clock import Clock


def endpoint_channels(endpoints: Endpoints, site: Site, clock: Clock) -> list[EndpointChannel]:
    """Return a channel for each receiver.

    Raises:
        Invalid: naming what cannot be used, without quoting it.
    """
    channels: list[EndpointChannel] = []
    if endpoints.webhook:
        poster = _poster("webhook", endpoints.webhook, endpoints)
        channels.append(EndpointChannel("webhook", RECEIVERS["webhook"], poster, _letters(endpoints, clock)))
    if endpoints.slack:
        poster = _poster("slack", endpoints.slack, endpoints)
        channels.append(EndpointChannel("slack", RECEIVERS["slack"], poster, SlackLetters(site)))
    return channels


def _poster(option: str, url: str, endpoints: Endpoints) -> HttpsPoster:
    try:
        return HttpsPoster(url, allow_private=endpoints.allow_private)
    except ValueError as error:
        raise Invalid({option: str(error)}) from error


def _letters(endpoints: Endpoints, clock: Clock) -> Letters:
    try:
        return WebhookLetters(endpoints.webhook_secret, clock)
    except ValueError as error:
        raise Invalid({"webhook_secret": f"{error} Set RELAYBOARD_WEBHOOK_SECRET."}) from error
