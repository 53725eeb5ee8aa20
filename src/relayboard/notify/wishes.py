"""Which of the channels that tell people a person wants; the names are those in the ledger."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from relayboard.domain.people import Person
from relayboard.notify.channels import Delivered, Occasion, Refused

WISHES: Mapping[str, Callable[[Person], bool]] = MappingProxyType(
    {
        "email": lambda person: person.preferences.email,
        "inbox": lambda person: person.preferences.inbox,
    }
)


class Wished:
    """A channel as far as people wish for it: it says who would be told, and tells nobody."""

    acts_outside = False

    def __init__(self, name: str) -> None:
        self.name = name

    def is_wanted_by(self, person: Person) -> bool:
        return WISHES[self.name](person)

    def deliver(self, occasion: Occasion) -> Delivered:  # noqa: ARG002
        raise Refused("Nothing is sent here.")
