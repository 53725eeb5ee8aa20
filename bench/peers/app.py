"""The peer: FastAPI, SQLAlchemy 2, SQLite, uvicorn; written to be as quick as these parts let it.

Endpoints are `async def` and call SQLite directly: measured here, FastAPI's thread pool (`def`) costs it more than
SQLite's microseconds do, and an asynchronous driver would add a thread hop to every statement.
"""

import argparse
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import jwt
import uvicorn
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Engine, create_engine, event, select, tuple_
from sqlalchemy.orm import Session, defer, selectinload, sessionmaker

from bench.peers.models import Card, CreateTask, MoveTask, Person, Status, TaskPage, TaskView, UpdateTask
from bench.peers.tables import Assignment, Base, Board, Event, Task, User

_DONE = frozenset({Status.COMPLETED, Status.CLOSED})
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def engine_of(path: Path) -> Engine:
    """Open the database as durable as Relayboard's: write-ahead log, full sync."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions begin as the next listener says
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -8192", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Any) -> None:
        is_writing = connection.get_execution_options().get("is_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    Base.metadata.create_all(engine)
    return engine


def create_app(database: Path, key: Path) -> FastAPI:  # noqa: C901 - one closure for each endpoint
    """Make the application."""
    app = FastAPI()
    engine = engine_of(database)
    reading = sessionmaker(engine, expire_on_commit=False)
    writing = sessionmaker(engine.execution_options(is_writing=True), expire_on_commit=False)
    public_key: Any = load_pem_public_key(key.read_bytes())
    bearer = HTTPBearer()

    async def claims_of(credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> dict[str, Any]:
        try:
            return jwt.decode(
                credentials.credentials,
                public_key,
                algorithms=["RS256"],
                audience="relayboard",
                issuer="bench",
                options={"require": ["exp", "sub"]},
            )
        except jwt.InvalidTokenError as error:
            raise HTTPException(401, "The token is not valid.") from error

    Claims = Annotated[dict[str, Any], Depends(claims_of)]  # noqa: N806 - a type
    IfMatch = Annotated[str | None, Header()]  # noqa: N806 - a type

    @app.get("/api/v1/tasks/{task_id}")
    async def get_task(task_id: str, claims: Claims, response: Response) -> TaskView:
        with reading() as session:
            task = _visible(session, task_id, claims["sub"], is_admin=_is_admin(claims))
            return _answer(task, response)

    @app.get("/api/v1/tasks")
    async def list_tasks(
        claims: Claims,
        status: Status,
        board: str = "main",
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
        cursor: str | None = None,
    ) -> TaskPage:
        wanted = (
            select(Task)
            .where(Task.board_id == board, Task.status == status, Task.deleted_at.is_(None))
            .order_by(Task.position, Task.id)
            .limit(limit + 1)
            .options(selectinload(Task.assignments), defer(Task.description))
        )
        if not _is_admin(claims):
            wanted = wanted.join(Assignment).where(Assignment.user_id == claims["sub"])
        if cursor is not None:
            wanted = wanted.where(tuple_(Task.position, Task.id) > tuple(cursor.split("_", 1)))
        with reading() as session:
            tasks = session.scalars(wanted).all()
            following = f"{tasks[limit - 1].position}_{tasks[limit - 1].id}" if len(tasks) > limit else None
            return TaskPage(items=[Card(**_card(task)) for task in tasks[:limit]], next_cursor=following)

    @app.post("/api/v1/tasks", status_code=201)
    async def create_task(body: CreateTask, claims: Claims, response: Response) -> TaskView:
        now = datetime.now(UTC)
        with _changing(writing, claims) as (session, actor):
            if actor.role != "ADMIN":
                raise HTTPException(403, "Only admins create tasks.")
            board = session.get(Board, body.board_id)
            if board is None or board.archived:
                raise HTTPException(422, "There is no such board.")
            task = Task(
                id=_new_id(),
                status=Status.OPEN.value,
                position=body.position or _top(),
                created_by_id=actor.id,
                created_by_name=actor.name,
                version=1,
                created_at=now,
                updated_at=now,
                completed_at=None,
                deleted_at=None,
                assignments=_assignments(session, body.assignee_ids, by=actor.id, at=now),
                **body.model_dump(exclude={"position", "assignee_ids"}),
            )
            session.add(task)
            after = body.model_dump(mode="json", by_alias=True, exclude={"assignee_ids"})
            session.add(_event("task.created", task, actor, at=now, before={}, after=after))
            if task.assignments:
                session.add(_event("task.assigned", task, actor, at=now, before={}, after={}))
        return _answer(task, response)

    @app.patch("/api/v1/tasks/{task_id}")
    async def update_task(
        task_id: str, body: UpdateTask, claims: Claims, response: Response, if_match: IfMatch = None
    ) -> TaskView:
        now = datetime.now(UTC)
        with _changing(writing, claims) as (session, actor):
            task = _visible(session, task_id, actor.id, is_admin=actor.role == "ADMIN")
            if actor.role != "ADMIN":
                raise HTTPException(403, "Only admins edit tasks.")
            _check_version(task, if_match)
            changes = body.model_dump(exclude_unset=True)
            before = {name: getattr(task, name) for name in changes}
            if before != changes:
                for name, value in changes.items():
                    setattr(task, name, value)
                task.version += 1
                task.updated_at = now
                facts = body.model_dump(mode="json", by_alias=True, exclude_unset=True)
                session.add(_event("task.updated", task, actor, at=now, before=_plain(before), after=facts))
        return _answer(task, response)

    @app.patch("/api/v1/tasks/{task_id}/status")
    async def move_task(
        task_id: str, body: MoveTask, claims: Claims, response: Response, if_match: IfMatch = None
    ) -> TaskView:
        now = datetime.now(UTC)
        with _changing(writing, claims) as (session, actor):
            task = _visible(session, task_id, actor.id, is_admin=actor.role == "ADMIN")
            if actor.role != "ADMIN" and Status.CLOSED in (task.status, body.status):
                raise HTTPException(403, "Only admins close and reopen tasks.")
            _check_version(task, if_match)
            before = task.status
            if before != body.status:
                task.status = body.status.value
                task.position = body.position or _top()
                task.completed_at = (task.completed_at or now) if body.status in _DONE else None
                task.version += 1
                task.updated_at = now
                was, is_now = {"status": before}, {"status": task.status}
                session.add(_event("task.status_changed", task, actor, at=now, before=was, after=is_now))
        return _answer(task, response)

    return app


@contextmanager
def _changing(writing: sessionmaker[Session], claims: dict[str, Any]) -> Iterator[tuple[Session, User]]:
    """One transaction, in which the actor was found fit to write."""
    with writing.begin() as session:
        actor = session.get(User, claims["sub"])
        if actor is None or not actor.is_active:
            raise HTTPException(403, "You may not write here.")
        yield session, actor


def _is_admin(claims: dict[str, Any]) -> bool:
    return "ADMIN" in claims.get("cognito:groups", ())


def _visible(session: Session, task_id: str, user_id: str, *, is_admin: bool) -> Task:
    task = session.get(Task, task_id, options=[selectinload(Task.assignments)])
    if task is None or task.deleted_at is not None:
        raise HTTPException(404, "There is no such task.")
    if not is_admin and all(one.user_id != user_id for one in task.assignments):
        raise HTTPException(404, "There is no such task.")
    return task


def _check_version(task: Task, if_match: str | None) -> None:
    if if_match is not None and if_match != f'"{task.version}"':
        raise HTTPException(412, f"The task is at version {task.version} by now.")


def _assignments(session: Session, user_ids: list[str], *, by: str, at: datetime) -> list[Assignment]:
    if not user_ids:
        return []
    people = session.scalars(select(User).where(User.id.in_(user_ids), User.is_active)).all()
    if len(people) != len(set(user_ids)):
        raise HTTPException(422, "Not an active person here.")
    return [Assignment(user_id=one.id, name=one.name, assigned_at=at, assigned_by=by) for one in people]


def _event(
    kind: str, task: Task, actor: User, *, at: datetime, before: dict[str, Any], after: dict[str, Any]
) -> Event:
    watchers = [{"id": task.created_by_id, "name": task.created_by_name}]
    watchers += [{"id": one.user_id, "name": one.name} for one in task.assignments]
    return Event(
        id=_new_id(),
        type=kind,
        at=at,
        task=task,
        title=task.title,
        actor_id=actor.id,
        actor_name=actor.name,
        before=before,
        after=after,
        watchers=watchers,
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def _card(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "board_id": task.board_id,
        "title": task.title,
        "status": task.status,
        "priority": task.priority,
        "due_date": task.due_date,
        "labels": task.labels,
        "assignees": [Person(id=one.user_id, name=one.name) for one in task.assignments],
        "position": task.position,
        "created_by": Person(id=task.created_by_id, name=task.created_by_name),
        "version": task.version,
        "created_at": task.created_at,
        "updated_at": task.updated_at,
        "completed_at": task.completed_at,
        "deleted_at": task.deleted_at,
    }


def _answer(task: Task, response: Response) -> TaskView:
    response.headers["etag"] = f'"{task.version}"'
    return TaskView(**_card(task), description=task.description)


def _new_id() -> str:
    number = int(time.time() * 1000) << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def _top() -> str:
    """A position above all others: newer is smaller."""
    return f"{2**63 - time.time_ns():016X}".rstrip("0")


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--key", type=Path, required=True)
    options = parser.parse_args()
    app = create_app(options.database, options.key)
    uvicorn.run(app, port=0, loop="uvloop", http="httptools", access_log=False)


if __name__ == "__main__":
    main()
