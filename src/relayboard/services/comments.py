"""What people say about tasks."""

from collections.abc import Callable

from relayboard.domain.comments import Comment
from relayboard.domain.errors import NotFound
from relayboard.domain.events import EventType, Fact, Subject, SubjectKind
from relayboard.domain.people import Principal
from relayboard.domain.permissions import Action, Relation, relation_to, require
from relayboard.domain.task_events import watchers_of
from relayboard.domain.tasks import Task
from relayboard.services.once import Once
from relayboard.services.unit_of_work import UnitOfWork, UnitsOfWork
from relayboard.services.visibility import visible
from relayboard.store.comments import (
    comment_of,
    comment_ref,
    comments_of,
    delete_comment,
    save_comment,
)
from relayboard.store.store import Listing, Store
from relayboard.store.task_lists import Slice
from relayboard.store.tasks import task_ref


class Comments:
    """The use cases of comments. Raises as Tasks does."""

    def __init__(self, store: Store, units: UnitsOfWork) -> None:
        self._store = store
        self._units = units

    def list(self, task_id: str, part: Slice, *, by: Principal) -> Listing[Comment]:
        """Return a page of a task's comments, oldest first."""
        task = visible(self._store.get(task_ref(task_id)), by.role, by.user_id)
        require(by.role, relation_to(task, by.user_id), Action.COMMENT_READ)
        return self._store.page(comments_of(task_id, limit=part.limit), comment_of, cursor=part.cursor)

    def add(self, task_id: str, body: str, *, by: Principal, once: Once | None = None) -> Comment:
        """Say something about a task.

        Raises:
            Invalid: the body is blank or too long.
        """

        def work() -> Comment:
            unit = self._units.begin(by, task_ref(task_id), once=once)
            task = visible(unit.found[task_ref(task_id)], unit.actor.role, unit.actor.id)
            require(unit.actor.role, relation_to(task, unit.actor.id), Action.COMMENT_ADD)
            comment = Comment.new(self._units.new_id(), task_id, body, author=unit.actor.ref, at=unit.now)
            event = unit.event(
                EventType.COMMENT_ADDED,
                _subject(task),
                after={"commentId": comment.id, "body": body},
                watchers=watchers_of(task),
            )
            unit.commit([save_comment(None, comment)], events=[event], result=comment)
            return comment

        return self._units.attempt(work)

    def edit(self, task_id: str, comment_id: str, body: str, *, by: Principal) -> Comment:
        """Change what one has said.

        Raises:
            Invalid: the body is blank or too long.
        """

        def change(unit: UnitOfWork, task: Task, comment: Comment) -> Comment:
            edited = comment.edited(body, at=unit.now)
            event = unit.event(
                EventType.COMMENT_EDITED,
                _subject(task),
                before={"body": comment.body},
                after={"commentId": comment.id, "body": body},
                people=(comment.author,),
                watchers=watchers_of(task),
            )
            unit.commit([save_comment(comment, edited)], events=[event])
            return edited

        return self._on_comment(task_id, comment_id, Action.COMMENT_EDIT, change, by=by)

    def delete(self, task_id: str, comment_id: str, *, by: Principal) -> None:
        """Take back what somebody has said."""

        def change(unit: UnitOfWork, task: Task, comment: Comment) -> Comment:
            after: dict[str, Fact] = {"commentId": comment.id}
            event = unit.event(
                EventType.COMMENT_DELETED,
                _subject(task),
                after=after,
                people=(comment.author,),
                watchers=watchers_of(task),
            )
            unit.commit([delete_comment(comment)], events=[event])
            return comment

        self._on_comment(task_id, comment_id, Action.COMMENT_DELETE, change, by=by)

    def _on_comment(
        self,
        task_id: str,
        comment_id: str,
        action: Action,
        change: Callable[[UnitOfWork, Task, Comment], Comment],
        *,
        by: Principal,
    ) -> Comment:
        def work() -> Comment:
            unit = self._units.begin(by, task_ref(task_id), comment_ref(task_id, comment_id))
            task = visible(unit.found[task_ref(task_id)], unit.actor.role, unit.actor.id)
            comment = unit.found[comment_ref(task_id, comment_id)]
            if comment is None:
                raise NotFound("comment")
            is_author = comment.author.id == unit.actor.id
            require(unit.actor.role, Relation.SELF if is_author else Relation.OTHER, action)
            return change(unit, task, comment)

        return self._units.attempt(work)


def _subject(task: Task) -> Subject:
    return Subject(SubjectKind.TASK, task.id, task.content.title)
