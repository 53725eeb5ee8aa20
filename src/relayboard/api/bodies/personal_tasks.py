"""What people send about their own lists."""

from msgspec import UNSET, UnsetType

from relayboard.api.bodies.fields import Body, Description, DueDate, Title
from relayboard.domain.personal_tasks import PersonalStatus


class CreatePersonalTask(Body):
    """A new line on one's own list."""

    title: Title
    description: Description = ""
    status: PersonalStatus = PersonalStatus.PENDING
    due_date: DueDate = None


class UpdatePersonalTask(Body):
    """A change of some of a personal task's fields."""

    title: Title | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    status: PersonalStatus | UnsetType = UNSET
    due_date: DueDate | UnsetType = UNSET
