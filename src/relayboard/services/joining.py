"""How people come in by themselves: what happens when the user pool says that somebody signs up."""

from collections.abc import Callable
from datetime import datetime

from relayboard.domain.boards import MAIN_BOARD, Board
from relayboard.domain.errors import Conflict
from relayboard.domain.events import Event, EventType, Subject, SubjectKind
from relayboard.domain.joining import JoiningRules
from relayboard.domain.people import NAME_MAX, Person, Role, Standing
from relayboard.domain.text import line_problem
from relayboard.ports.clock import Clock
from relayboard.ports.directory import Directory
from relayboard.ports.table import ConditionFailed, RaceLost, Write
from relayboard.store.boards import board_ref, save_board
from relayboard.store.events import record_event
from relayboard.store.people import admins_ref, person_ref, save_admins, save_person
from relayboard.store.store import Found, Store

TRIES = 5


class Joining:
    """The user pool's triggers (ports.triggers.Triggers).

    Args:
        directory: asked for late, because the pool needs its triggers before it can be anybody's directory.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        new_id: Callable[[], str],
        *,
        rules: JoiningRules,
        directory: Callable[[], Directory],
    ) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._rules = rules
        self._directory = directory

    def pre_sign_up(self, email: str) -> None:
        """Let an address sign up.

        Raises:
            Forbidden: its domain is not allowed here.
        """
        self._rules.check(email)

    def post_confirmation(self, user_id: str, email: str, name: str) -> None:
        """Give a confirmed account its group and profile, unless it has a profile.

        Cognito fires this trigger again after a forgotten password, and may repeat any call: what is there is
        never written over (AWS, "Post confirmation Lambda trigger").
        """
        address = email.strip().lower()  # not checked: the pool has proved that it is one
        self.join(user_id, address, name, self._rules.role_of(address))

    def join(self, user_id: str, email: str, name: str, role: Role) -> None:
        """Give an account its group and profile, unless it has a profile."""
        for _ in range(TRIES):
            found = self._store.fetch(person_ref(user_id), admins_ref(), board_ref(MAIN_BOARD))
            if found[person_ref(user_id)] is not None:
                return
            self._directory().set_role(user_id, role)
            try:
                self._store.commit(self._arrival(found, user_id, email, name, role))
            except (ConditionFailed, RaceLost):
                continue
            return
        raise Conflict("Too many people join at this moment. Please try again.")

    def _arrival(self, found: Found, user_id: str, email: str, name: str, role: Role) -> list[Write]:
        now = self._clock.now()
        given = name.strip()[:NAME_MAX].strip()
        shown = email.partition("@")[0] if line_problem(given, longest=NAME_MAX) else given
        person = Person(
            id=user_id,
            email=email,
            name=shown,
            role=role,
            standing=Standing.ACTIVE,
            created_at=now,
            updated_at=now,
        )
        writes = [save_person(None, person), record_event(self._joined(person, now))]
        if role is Role.ADMIN:
            admins = found[admins_ref()]
            writes.append(save_admins(admins, (admins.ids if admins else frozenset()) | {user_id}))
        if found[board_ref(MAIN_BOARD)] is None:
            writes.append(save_board(None, Board.new(MAIN_BOARD, "Main", at=now)))
        return writes

    def _joined(self, person: Person, now: datetime) -> Event:
        return Event(
            id=self._new_id(),
            type=EventType.USER_JOINED,
            at=now,
            actor=person.ref,
            subject=Subject(SubjectKind.USER, person.id, person.name),
            after={"email": person.email, "role": person.role.value},
        )
