"""Which of the channels that tell people a person wants; the names are those in the ledger."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from relayboard.domain.people import Person

WISHES: Mapping[str, Callable[[Person], bool]] = MappingProxyType(
    {
        "email": lambda person: person.preferences.email,
        "inbox": lambda person: person.preferences.inbox,
    }
)
