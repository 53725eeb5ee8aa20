"""People whose address is sent no mail."""

from relayboard.domain.suppressions import Suppression, SuppressionCause
from relayboard.store.people import save_person


def suppress(world, who, *, cause=SuppressionCause.BOUNCE, address=None):
    """Let a person's address, or another one, be one from which mail came back."""
    person = world.person(who)
    suppression = Suppression(
        address=address or person.email, cause=cause, reason="smtp; 550 user unknown", at=world.clock.now()
    )
    changed = person.with_suppression(suppression, at=world.clock.now())
    world.store.commit([save_person(person, changed)])
