"""People as they are answered."""

from relayboard.api.views.pages import Moment, View
from relayboard.api.views.preferences import PreferencesView
from relayboard.domain.people import Role, Standing


class PersonView(View):
    """A person of the workspace."""

    id: str
    email: str
    name: str
    role: Role
    status: Standing
    version: int
    created_at: Moment
    updated_at: Moment


class ProfileView(PersonView):
    """One's own profile."""

    preferences: PreferencesView
