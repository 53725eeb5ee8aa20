"""Endpoints of one's own profile and notices."""

from functools import partial

from relayboard.api.bodies.preferences import changed_preferences
from relayboard.api.bodies.profiles import ReadNotices, UpdateProfile
from relayboard.api.http import Answer
from relayboard.api.presenting.notices import notice_view
from relayboard.api.presenting.pages import page_view
from relayboard.api.presenting.people import profile_view
from relayboard.api.queries import Paging
from relayboard.api.request import Request
from relayboard.api.views.notices import NoticeView
from relayboard.api.views.pages import PageView
from relayboard.api.views.people import ProfileView
from relayboard.services.profiles import Profiles
from relayboard.store.task_lists import Slice


def get_me(request: Request, profiles: Profiles) -> Answer[ProfileView]:
    """Read one's own profile."""
    return Answer(profile_view(profiles.get(by=request.principal)))


def update_me(request: Request, profiles: Profiles, body: UpdateProfile) -> Answer[ProfileView]:
    """Change one's own name and preferences; preferences that are left out stay as they are."""
    change = partial(changed_preferences, wanted=body.preferences)
    return Answer(profile_view(profiles.update(body.name, change, by=request.principal)))


def list_notices(request: Request, profiles: Profiles, query: Paging) -> Answer[PageView[NoticeView]]:
    """List one's own notices, newest first."""
    part = Slice(limit=query.limit, cursor=query.cursor)
    return Answer(page_view(profiles.notices(part, by=request.principal), notice_view))


def read_notices(request: Request, profiles: Profiles, body: ReadNotices) -> Answer[None]:
    """Mark notices as read."""
    profiles.mark_read(body.ids, by=request.principal)
    return Answer(None)
