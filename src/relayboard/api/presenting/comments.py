"""Comments."""

from relayboard.api.presenting.pages import ref_view
from relayboard.api.views.comments import CommentView
from relayboard.domain.comments import Comment


def comment_view(comment: Comment) -> CommentView:
    return CommentView(
        id=comment.id,
        task_id=comment.task_id,
        author=ref_view(comment.author),
        body=comment.body,
        version=comment.version,
        created_at=comment.created_at,
        updated_at=comment.updated_at,
    )
