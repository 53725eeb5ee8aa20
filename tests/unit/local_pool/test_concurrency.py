"""The same thing done twice at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from relayboard.adapters.local_pool.accounts import Accounts
from relayboard.adapters.local_pool.directory import LocalDirectory
from relayboard.adapters.local_pool.errors import CognitoError
from relayboard.adapters.local_pool.settings import Limits
from relayboard.adapters.local_pool.signing_key import SigningKey
from relayboard.domain.errors import Conflict
from relayboard.domain.people import Role
from relayboard.ports.table import Item, Key, Table
from tests.unit.local_pool.world import ANN, BOB, OTHER_PASSWORD, PASSWORD, World


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Do something in several threads that start together; return answers, or the names of refusals."""
    barrier = threading.Barrier(count)

    def run(number: int) -> Any:
        barrier.wait()
        try:
            return act(number)
        except CognitoError as error:
            return error.code
        except Conflict:
            return "Conflict"

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))


class MeetingTable:
    """A table whose first reads by so many threads, of keys that begin so, all come before any thread goes on."""

    def __init__(self, table: Table, prefix: str, count: int) -> None:
        self._table = table
        self._prefix = prefix
        self._barrier = threading.Barrier(count)
        self._met = threading.local()
        self.get_many, self.query, self.write = table.get_many, table.query, table.write

    def get(self, key: Key) -> Item | None:
        item = self._table.get(key)
        if key.pk.startswith(self._prefix) and not hasattr(self._met, "once"):
            self._met.once = True
            self._barrier.wait(10)
        return item


def pool_whose_readers_meet(world: World, prefix: str, count: int) -> None:
    world.pool = world.pool_on(world.hasher, MeetingTable(world.table, prefix, count))
    world.directory = LocalDirectory(world.pool)


def succeeds(act: Callable[[], Any]) -> bool:
    try:
        act()
    except CognitoError:
        return False
    return True


@pytest.mark.parametrize("round_", range(5))
def test_of_many_sign_ups_at_once_one_account_is_left_whole(world: World, round_: int) -> None:
    passwords = [f"Password number {number}" for number in range(4)]
    answers = at_once(4, lambda number: world.sign_up(ANN, passwords[number]))
    codes = dict.fromkeys(mail.secret for mail in world.mails_to(ANN))
    confirmed = [code for code in codes if succeeds(partial(world.confirm, ANN, code))]
    fitting = [password for password in passwords if succeeds(partial(world.sign_in, ANN, password))]
    assert len({answer["UserSub"] for answer in answers}) == 1
    assert (len(confirmed), len(fitting)) == (1, 1)


@pytest.mark.parametrize("round_", range(5))
def test_two_confirmations_at_once_both_end_well(world: World, round_: int) -> None:
    sub = world.sign_up()["UserSub"]
    answers = at_once(2, lambda _: world.confirm())
    assert {} in answers
    assert all(answer in ({}, "NotAuthorizedException") for answer in answers)
    assert {joined[0] for joined in world.triggers.joined} == {sub}
    assert world.tokens()


@pytest.mark.parametrize("round_", range(5))
def test_two_refreshes_at_once_both_get_tokens_that_work(world: World, round_: int) -> None:
    world.person()
    shared = world.tokens()["RefreshToken"]
    answers = at_once(4, lambda _: world.refresh(shared)["RefreshToken"])
    assert len(set(answers)) == 4
    for token in answers:
        assert world.refresh(token)


def test_a_reset_code_sets_one_password_however_many_present_it(world: World) -> None:
    world.person()
    world.call("ForgotPassword", Username=ANN)
    code = world.mailed_code()
    passwords = [f"Password number {number}" for number in range(4)]
    answers = at_once(
        4,
        lambda number: world.call(
            "ConfirmForgotPassword", Username=ANN, ConfirmationCode=code, Password=passwords[number]
        ),
    )
    assert answers.count({}) == 1
    assert world.tokens(password=passwords[answers.index({})])


def test_guesses_at_once_are_all_counted(signing_key: SigningKey) -> None:
    world = World(signing_key, limits=Limits(guesses_per_source_a_minute=0))
    world.person()
    before = world.hasher.verified
    pool_whose_readers_meet(world, "POOL#FAILURES#", 20)
    answers = at_once(20, lambda _: world.sign_in(ANN, OTHER_PASSWORD))
    assert set(answers) == {"NotAuthorizedException"}
    assert world.hasher.verified - before <= 5


def test_a_code_is_not_tried_more_than_five_times_at_once(world: World) -> None:
    world.sign_up()
    code = world.mailed_code()
    guesses = [f"{(int(code) + 1 + number) % 10**6:06d}" for number in range(20)]
    answers = at_once(20, lambda number: world.confirm(ANN, guesses[number]))
    assert answers.count("CodeMismatchException") == 5
    assert answers.count("LimitExceededException") == 15


def test_of_several_invitations_at_once_one_is_sent(world: World) -> None:
    answers = at_once(4, lambda _: world.directory.invite(BOB, "Bob"))
    assert answers.count("Conflict") == 3
    assert len(world.mails_to(BOB)) == 1


def test_changes_at_once_lose_nothing(world: World) -> None:
    sub = world.person()
    tokens = world.tokens()
    change = {"PreviousPassword": PASSWORD, "ProposedPassword": OTHER_PASSWORD}
    pool_whose_readers_meet(world, "POOL#USER#", 3)
    at_once(
        3,
        lambda number: [
            lambda: world.directory.set_role(sub, Role.ADMIN),
            lambda: world.call("ChangePassword", AccessToken=tokens["AccessToken"], **change),
            lambda: world.call("AssociateSoftwareToken", AccessToken=tokens["AccessToken"]),
        ][number](),
    )
    account = Accounts(world.table).get(sub)
    assert account
    assert account.groups == ("ADMIN",)
    assert account.pending_totp_secret
    world.pool = world.pool_on(world.hasher)
    assert world.tokens(password=OTHER_PASSWORD)
