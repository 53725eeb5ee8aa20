"""Our directory over Cognito where time passes, and where the pool throttles, refuses and is away."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from relayboard.adapters import aws_calls
from relayboard.adapters.cognito_directory import CognitoDirectory
from relayboard.domain.errors import Conflict, Invalid, NotFound, Unavailable
from relayboard.domain.people import Role
from tests.contract.identity.person import Person
from tests.contract.identity.providers import Provider, cognito_directory, engine_provider
from tests.support.clock import HandClock
from tests.support.fault_proxy import Fault, FaultProxy, cut_after, cut_before, refusal, unavailable
from tests.support.http_listener import Listener, Request, answer
from tests.support.ministack import MiniStack

pytestmark = pytest.mark.engine

throttled = refusal("TooManyRequestsException")
failing = refusal("InternalErrorException", status=500)
FAULTS = {
    "throttled": throttled,
    "500": failing,
    "503": unavailable,
    "cut before": cut_before,
    "cut after": cut_after,
}
NOT_CARRIED_OUT = {name: fault for name, fault in FAULTS.items() if name != "cut after"}


@dataclass(frozen=True)
class Setting:
    """A pool, and our directory behind a proxy."""

    provider: Provider
    proxy: FaultProxy
    pool_id: str

    @property
    def directory(self) -> CognitoDirectory:
        return cognito_directory(self.proxy.url, self.pool_id)


@pytest.fixture(scope="module")
def provider(ministack: MiniStack) -> Provider:
    return engine_provider(ministack.url)


@pytest.fixture
def setting(ministack: MiniStack, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Setting]:
    monkeypatch.setattr(aws_calls, "_FIRST_PAUSE_SECONDS", 0.001)
    with FaultProxy(ministack.url) as proxy:
        yield Setting(provider, proxy, provider.issuer.rpartition("/")[2])


CALLS: dict[str, Callable[[CognitoDirectory, Person], object]] = {
    "find": lambda directory, person: directory.find(person.email),
    "set_role": lambda directory, person: directory.set_role(person.sub, Role.ADMIN),
    "enable": lambda directory, person: directory.enable(person.sub),
    "disable": lambda directory, person: directory.disable(person.sub),
    "end_sessions": lambda directory, person: directory.end_sessions(person.sub),
    "invite": lambda directory, person: directory.invite(f"new-{person.email}", "Bob"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("fault", NOT_CARRIED_OUT.values(), ids=NOT_CARRIED_OUT)
def test_a_bad_moment_passes_unnoticed(setting: Setting, member: Person, fault: Fault, call) -> None:
    setting.proxy.next(fault, fault)
    call(setting.directory, member)


@pytest.mark.parametrize("call", [call for name, call in CALLS.items() if name != "invite"])
def test_a_lost_answer_is_asked_for_again(setting: Setting, member: Person, call) -> None:
    setting.proxy.next(cut_after)
    call(setting.directory, member)


def test_an_invitation_whose_answer_was_lost_is_found_as_an_account(setting: Setting, person: Person) -> None:
    setting.proxy.next(cut_after)
    with pytest.raises(Conflict):
        setting.directory.invite(person.email, "Ann")
    assert setting.directory.find(person.email)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_trouble_that_lasts_is_unavailable(setting: Setting, member: Person, fault: Fault, call) -> None:
    setting.proxy.always(fault)
    with pytest.raises(Unavailable):
        call(setting.directory, member)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("code", ["AccessDeniedException", "ResourceNotFoundException"])
def test_a_pool_that_is_set_up_wrongly_is_unavailable_at_once(
    setting: Setting, member: Person, code: str, call
) -> None:
    setting.proxy.always(refusal(code))
    with pytest.raises(Unavailable, match=code):
        call(setting.directory, member)
    assert len(setting.proxy.requests) == 1


@pytest.mark.parametrize("code", ["InvalidParameterException", "UserLambdaValidationException"])
def test_an_address_that_the_pool_does_not_take_is_named(setting: Setting, person: Person, code: str) -> None:
    setting.proxy.always(refusal(code))
    with pytest.raises(Invalid) as caught:
        setting.directory.invite(person.email, "Ann")
    assert caught.value.fields.keys() == {"email"}


def test_signing_out_who_may_not_sign_in_is_done_already(setting: Setting, member: Person) -> None:
    setting.proxy.next(None, refusal("NotAuthorizedException"))
    setting.directory.disable(member.sub)
    setting.proxy.next(refusal("NotAuthorizedException"))
    setting.directory.end_sessions(member.sub)


def test_an_account_is_shut_out_before_its_sessions_end(setting: Setting, member: Person) -> None:
    setting.directory.disable(member.sub)
    assert setting.proxy.forwarded == ["AdminDisableUser", "AdminUserGlobalSignOut"]


def test_a_demotion_that_breaks_off_leaves_no_admin(setting: Setting, member: Person) -> None:
    setting.provider.directory.set_role(member.sub, Role.ADMIN)
    setting.proxy.next(None)
    setting.proxy.always(cut_before)
    with pytest.raises(Unavailable):
        setting.directory.set_role(member.sub, Role.MEMBER)
    groups = setting.provider.client.admin_list_groups_for_user(UserPoolId=setting.pool_id, Username=member.sub)
    assert groups["Groups"] == []


def later(setting: Setting, ministack: MiniStack, **time: float) -> CognitoDirectory:
    clock = HandClock(datetime.now(UTC) + timedelta(**time))
    return cognito_directory(ministack.url, setting.pool_id, clock=clock)


def test_an_invitation_that_ran_out_is_renewed_for_the_same_account(
    setting: Setting, ministack: MiniStack, person: Person
) -> None:
    first = setting.directory.invite(person.email, "Ann")
    with pytest.raises(Conflict):
        later(setting, ministack, days=6.9).invite(person.email, "Ann")
    assert later(setting, ministack, days=7.1).invite(person.email, "Ann") == first
    assert person.sign_in(setting.provider.temporary_password(person.email))


def test_an_account_that_is_old_and_in_use_is_not_invited_again(
    setting: Setting, ministack: MiniStack, member: Person
) -> None:
    with pytest.raises(Conflict):
        later(setting, ministack, days=400).invite(member.email, "Ann")


def test_an_invitation_is_mailed_and_not_sent_to_a_phone() -> None:
    def created(request: Request) -> list[bytes]:
        attributes = json.loads(request.body)["UserAttributes"]
        return [answer({"User": {"Attributes": [{"Name": "sub", "Value": "s"}, *attributes]}})]

    with Listener(created) as server:
        assert cognito_directory(server.url, "pool").invite("Ann@A.example", "Ann") == "s"
        sent = json.loads(server.requests[0].body)
    assert sent == {
        "UserPoolId": "pool",
        "Username": "ann@a.example",
        "DesiredDeliveryMediums": ["EMAIL"],
        "UserAttributes": [
            {"Name": "email", "Value": "ann@a.example"},
            {"Name": "email_verified", "Value": "true"},
            {"Name": "name", "Value": "Ann"},
        ],
    }


@pytest.mark.parametrize("call", ["enable", "disable", "end_sessions"])
def test_an_account_that_goes_meanwhile_is_not_found(setting: Setting, member: Person, call: str) -> None:
    setting.proxy.always(refusal("UserNotFoundException"))
    with pytest.raises(NotFound):
        getattr(setting.directory, call)(member.sub)
