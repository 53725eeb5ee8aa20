"""Writing where nobody has a profile: each has only things of their own, so a token is enough."""

from collections.abc import Sequence

from relayboard.domain.people import Person, Principal, Standing
from relayboard.services.unit_of_work import UnitsOfWork
from relayboard.store.store import Found, Ref


class ProfilelessUnits(UnitsOfWork):
    """Units of work whose actor is who the token says.

    A deactivated account can so write until its token ends, as everywhere it can read until then.
    """

    def _profile(self, _: Principal) -> Sequence[Ref[Person]]:
        return ()

    def _actor(self, by: Principal, _: Found) -> Person:
        now = self._clock.now()
        return Person(
            id=by.user_id,
            email="",
            name="",
            role=by.role,
            standing=Standing.ACTIVE,
            created_at=now,
            updated_at=now,
        )
