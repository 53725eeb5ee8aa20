"""Personal tasks as they are answered."""

from datetime import date

from relayboard.api.views.pages import Moment, View
from relayboard.domain.personal_tasks import PersonalStatus


class PersonalTaskView(View):
    """A line on one's own list."""

    id: str
    title: str
    description: str
    status: PersonalStatus
    due_date: date | None
    created_at: Moment
    updated_at: Moment
