"""What Cognito's triggers do, and what they hand back."""

import copy

import pytest

from relayboard.domain.errors import Forbidden, Unavailable
from relayboard.domain.joining import JoiningRules
from relayboard.domain.people import Role
from relayboard.lambdas.triggers import PostConfirmation, PreSignUp, TriggerFailed
from tests.support.lambda_events import Context, cognito_event
from tests.support.world import STRANGER, World

CONFIRMED = ("PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword")


def pre_sign_up(event, *domains):
    return PreSignUp(JoiningRules(frozenset(domains)))(event, {}, Context())


@pytest.mark.parametrize("source", ["PreSignUp_SignUp", "PreSignUp_ExternalProvider"])
def test_an_address_of_an_allowed_domain_may_sign_up_and_any_if_none_is_named(source):
    event = cognito_event(source, email="ann@Team.Example")
    before = copy.deepcopy(event)
    assert pre_sign_up(event, "team.example") == before
    assert pre_sign_up(event) == before


@pytest.mark.parametrize("source", ["PreSignUp_SignUp", "PreSignUp_ExternalProvider"])
@pytest.mark.parametrize("email", ["ann@else.example", "ann@sub.team.example", "ann@team.example.evil", "ann", ""])
def test_other_addresses_may_not(source, email):
    with pytest.raises(Forbidden, match="domain"):
        pre_sign_up(cognito_event(source, email=email), "team.example")


def test_whom_an_admin_invites_may_have_any_address():
    event = cognito_event("PreSignUp_AdminCreateUser", email="ann@else.example")
    assert pre_sign_up(event, "team.example") is event


class Pool:
    """A workspace whose accounts Cognito confirms."""

    def __init__(self, **rules):
        self.world = World()
        self.world.directory.add("9c3e", "ann@team.example", "Ann")
        self.asked = []
        self.trigger = PostConfirmation(self._joining)
        self.rules = rules

    def _joining(self, pool_id):
        self.asked.append(pool_id)
        return self.world.joining(**self.rules)

    def confirm(self, source=CONFIRMED[0], **attributes):
        event = cognito_event(source, **attributes)
        assert self.trigger(event, {"request_id": "r"}, Context()) is event
        return self.world.person(STRANGER.__class__("9c3e", Role.MEMBER))


@pytest.mark.parametrize("source", CONFIRMED)
def test_a_confirmed_account_gets_its_group_and_profile(source):
    pool = Pool()
    person = pool.confirm(source, name="Ann Lee")
    assert (person.name, person.email, person.role) == ("Ann Lee", "ann@team.example", Role.MEMBER)
    assert pool.world.directory.accounts["9c3e"].role is Role.MEMBER
    assert pool.asked == ["eu-west-1_pool"]


def test_a_first_admin_is_known_by_their_address():
    pool = Pool(admin_emails=frozenset({"ann@team.example"}))
    assert pool.confirm(email="Ann@Team.Example").role is Role.ADMIN
    assert pool.world.directory.accounts["9c3e"].role is Role.ADMIN


@pytest.mark.parametrize("source", CONFIRMED)
def test_what_is_there_is_left_alone(source):
    pool = Pool()
    pool.confirm()
    person = pool.world.person(STRANGER.__class__("9c3e", Role.MEMBER))
    before, asked = pool.world.dump(), len(pool.world.directory.calls)
    assert pool.confirm(source, name="Another", email="other@team.example") == person
    assert (pool.world.dump(), len(pool.world.directory.calls)) == (before, asked)


def test_someone_without_a_name_is_called_by_their_address():
    assert Pool().confirm().name == "ann"


def test_a_pool_that_is_away_lets_cognito_try_again():
    pool = Pool()
    pool.world.directory.is_away = True
    with pytest.raises(Unavailable):
        pool.confirm()
    pool.world.directory.is_away = False
    assert pool.confirm() is not None


def test_people_are_not_shown_an_error_that_nobody_foresaw(caplog):
    pool = Pool()
    pool.world.table.fail("get_many", ZeroDivisionError("table relayboard-dev"))
    with pytest.raises(TriggerFailed, match="Something went wrong") as caught:
        pool.confirm()
    assert caught.value.__cause__ is None
    assert "trigger.failed" in caplog.messages
