"""A user pool in a dictionary."""

import threading
from dataclasses import dataclass, replace

from relayboard.domain.errors import Conflict, NotFound, Unavailable
from relayboard.domain.people import Role
from tests.support import rights


@dataclass(frozen=True)
class Account:
    """What the pool knows of somebody; `sessions_ended` counts how often their sessions were ended."""

    email: str
    name: str
    role: Role | None = None
    is_enabled: bool = True
    sessions_ended: int = 0


class FakeDirectory:
    """The port `directory`.

    Attributes:
        calls: what was asked, in order: the method's name and what it was given.
        is_away: every call raises Unavailable.
        before: called in front of every call, with the method's name.
    """

    def __init__(self):
        self.accounts = {}
        self.calls = []
        self.is_away = False
        self.before = lambda call: None
        self._lock = threading.Lock()

    def add(self, user_id, email, name):
        self.accounts[user_id] = Account(email, name)

    def invite(self, email, name):
        with self._lock:
            self._note("invite", email, name)
            if any(account.email == email for account in self.accounts.values()):
                raise Conflict("There is an account with this address.")
            user_id = f"sub-{len(self.accounts)}"
            self.add(user_id, email, name)
            return user_id

    def find(self, email):
        self._note("find", email)
        return next((user_id for user_id, account in self.accounts.items() if account.email == email), None)

    def set_role(self, user_id, role):
        self._change("set_role", user_id, role, role=role)

    def enable(self, user_id):
        self._change("enable", user_id, is_enabled=True)

    def disable(self, user_id):
        self._change("disable", user_id, is_enabled=False)
        self._end_sessions(user_id)

    def end_sessions(self, user_id):
        self._change("end_sessions", user_id)
        self._end_sessions(user_id)

    def _change(self, call, user_id, *arguments, **changes):
        self._note(call, user_id, *arguments)
        with self._lock:
            if user_id not in self.accounts:
                raise NotFound("account")
            self.accounts[user_id] = replace(self.accounts[user_id], **changes)

    def _end_sessions(self, user_id):
        account = self.accounts[user_id]
        self.accounts[user_id] = replace(account, sessions_ended=account.sessions_ended + 1)

    def _note(self, call, *arguments):
        with rights.acting_as(None):  # whatever else happens at that moment
            self.before(call)
        rights.note_directory(call)
        self.calls.append((call, *arguments))
        if self.is_away:
            raise Unavailable("The user pool cannot be reached.")
