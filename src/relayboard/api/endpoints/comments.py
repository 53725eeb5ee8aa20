"""Endpoints of comments."""

from relayboard.api.bodies.comments import WriteComment
from relayboard.api.http import Answer
from relayboard.api.presenting.comments import comment_view
from relayboard.api.presenting.pages import page_view
from relayboard.api.queries import Paging
from relayboard.api.request import Request
from relayboard.api.views.comments import CommentView
from relayboard.api.views.pages import PageView
from relayboard.services.comments import Comments
from relayboard.store.task_lists import Slice


def list_comments(request: Request, comments: Comments, query: Paging) -> Answer[PageView[CommentView]]:
    """List what was said about a task, oldest first."""
    part = Slice(limit=query.limit, cursor=query.cursor)
    return Answer(page_view(comments.list(request.path["taskId"], part, by=request.principal), comment_view))


def add_comment(request: Request, comments: Comments, body: WriteComment) -> Answer[CommentView]:
    """Say something about a task."""
    comment = comments.add(
        request.path["taskId"], body.body, by=request.principal, once=request.once(comment_view)
    )
    return Answer(comment_view(comment))


def edit_comment(request: Request, comments: Comments, body: WriteComment) -> Answer[CommentView]:
    """Change what one has said."""
    comment = comments.edit(request.path["taskId"], request.path["commentId"], body.body, by=request.principal)
    return Answer(comment_view(comment))


def delete_comment(request: Request, comments: Comments) -> Answer[None]:
    """Take back what was said."""
    comments.delete(request.path["taskId"], request.path["commentId"], by=request.principal)
    return Answer(None)
