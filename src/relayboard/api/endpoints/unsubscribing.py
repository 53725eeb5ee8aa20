"""The endpoint that links in our mails lead to."""

from relayboard.api.http import Answer
from relayboard.api.queries import UnsubscribeQuery
from relayboard.api.request import Request
from relayboard.services.unsubscribing import Unsubscribing


def unsubscribe(_: Request, unsubscribing: Unsubscribing, query: UnsubscribeQuery) -> Answer[None]:
    """Switch off the mail that a link in one of our mails names; a mail program may do so (RFC 8058)."""
    unsubscribing.switch_off(query.token)
    return Answer(None)
