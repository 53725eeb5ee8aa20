"""Comments as they are answered."""

from relayboard.api.views.pages import Moment, PersonRefView, View


class CommentView(View):
    """What somebody said about a task."""

    id: str
    task_id: str
    author: PersonRefView
    body: str
    version: int
    created_at: Moment
    updated_at: Moment
