"""Boards as they are answered."""

from relayboard.api.views.pages import Moment, View


class BoardView(View):
    """A board."""

    id: str
    name: str
    archived: bool
    version: int
    created_at: Moment
    updated_at: Moment
