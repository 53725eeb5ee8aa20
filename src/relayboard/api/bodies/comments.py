"""What people send about comments."""

from typing import Annotated

from msgspec import Meta

from relayboard.api.bodies.fields import PROSE, Body
from relayboard.domain.comments import COMMENT_MAX


class WriteComment(Body):
    """What somebody says about a task."""

    body: Annotated[str, Meta(min_length=1, max_length=COMMENT_MAX, pattern=PROSE, description="Markdown.")]
