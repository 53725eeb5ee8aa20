"""People as they are answered."""

from relayboard.api.views.pages import Moment, View
from relayboard.api.views.preferences import PreferencesView
from relayboard.domain.people import Role, Standing
from relayboard.domain.suppressions import SuppressionCause


class SuppressionView(View):
    """Why a person's address is sent no mail, in words and as the receiving side said it, and since when."""

    cause: SuppressionCause
    text: str
    reason: str | None
    at: Moment


class PersonView(View):
    """A person of the workspace."""

    id: str
    email: str
    name: str
    role: Role
    status: Standing
    suppression: SuppressionView | None
    version: int
    created_at: Moment
    updated_at: Moment


class ProfileView(PersonView):
    """One's own profile."""

    preferences: PreferencesView
