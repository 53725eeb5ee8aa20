"""The doctor's look at the receivers of events; nothing is posted."""

from collections.abc import Iterator

from relayboard.domain.errors import Invalid
from relayboard.local.doctor.findings import Finding, fine, wrong
from relayboard.local.endpoints import endpoint_channels
from relayboard.local.settings import Endpoints
from relayboard.notify.site import Site
from relayboard.ports.clock import Clock

# Option: how it is called, and what it looks like.
_OPTIONS = {
    "webhook": ("web hook's address", "--webhook https://hooks.example.com/relayboard"),
    "webhook_secret": ("web hook's secret", "Make one with: openssl rand -hex 32"),
    "slack": ("chat's address", "--slack https://hooks.slack.com/services/…"),
}


def check_endpoints(endpoints: Endpoints, *, clock: Clock) -> Iterator[Finding]:
    """Look whether the addresses and the secret can be used; the findings quote none of them."""
    try:
        channels = endpoint_channels(endpoints, Site("http://localhost"), clock)
    except Invalid as error:
        for option, problem in error.fields.items():
            name, example = _OPTIONS[option]
            yield wrong(f"The {name} cannot be used: {problem}", example)
        return
    for channel in channels:
        yield fine(f"Events go to the {channel.name} channel; whether it answers shows in the list of deliveries.")
    if channels and endpoints.allow_private:
        yield fine("Private addresses and http are allowed for receivers, as you asked.")
