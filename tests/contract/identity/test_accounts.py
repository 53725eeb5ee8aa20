"""Sign-up, confirmation, forgotten passwords."""

import re

import boto3
import pytest

from tests.contract.identity.person import OTHER_PASSWORD, PASSWORD, Person, expected, outcome, outcome_with_text
from tests.contract.identity.providers import Provider

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def another_than(code: str) -> str:
    return "000000" if code != "000000" else "000001"


def test_signing_up_says_where_the_code_went(person: Person) -> None:
    answer = person.sign_up()
    assert answer["UserConfirmed"] is False
    assert UUID.fullmatch(answer["UserSub"])
    assert answer["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    assert answer["CodeDeliveryDetails"]["AttributeName"] == "email"


@pytest.mark.parametrize("password", ["Short1", "all lower case 1", "ALL UPPER CASE 1", "No digits at all"])
def test_weak_passwords_are_refused(person: Person, password: str) -> None:
    text = outcome_with_text(person.sign_up, password)
    assert text.startswith("InvalidPasswordException: Password did not conform with policy: ")


def test_a_name_that_is_no_address_is_refused(person: Person) -> None:
    assert outcome(person.sign_up, email="ann") == "InvalidParameterException"


def test_signing_up_with_a_known_address(provider: Provider, member: Person) -> None:
    assert outcome(member.sign_up, OTHER_PASSWORD) == expected(provider, "signing up with a known address")
    assert member.tokens(PASSWORD)


def test_nobody_signs_in_before_confirming(person: Person) -> None:
    person.sign_up()
    assert outcome_with_text(person.sign_in) == "UserNotConfirmedException: User is not confirmed."


def test_a_wrong_password_before_confirming(provider: Provider, person: Person) -> None:
    person.sign_up()
    assert outcome(person.sign_in, OTHER_PASSWORD) == expected(provider, "wrong password, not confirmed")


def test_a_wrong_code_does_not_confirm_and_the_right_one_does(provider: Provider, person: Person) -> None:
    person.sign_up()
    wrong = another_than(provider.sign_up_code(person.email))
    assert outcome_with_text(person.confirm, wrong) == (
        "CodeMismatchException: Invalid verification code provided, please try again."
    )
    person.confirm()
    assert person.tokens()


def test_the_sixth_wrong_code(provider: Provider, person: Person) -> None:
    person.sign_up()
    wrong = another_than(provider.sign_up_code(person.email))
    for _ in range(5):
        assert outcome(person.confirm, wrong) == "CodeMismatchException"
    assert outcome(person.confirm, wrong) == expected(provider, "sixth wrong code")


def test_an_unknown_address_is_confirmed_as_little_as_a_wrong_code(person: Person) -> None:
    assert outcome(person.confirm, "123456") == "CodeMismatchException"


def test_confirming_twice_is_refused(provider: Provider, person: Person) -> None:
    person.sign_up()
    code = provider.sign_up_code(person.email)
    person.confirm(code)
    assert outcome_with_text(person.confirm, code) == (
        "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED"
    )
    wrong = another_than(code)
    assert outcome(person.confirm, wrong) == expected(provider, "wrong sign-up code, confirmed already")


def test_a_code_can_be_sent_again(provider: Provider, person: Person) -> None:
    person.sign_up()
    answer = person.client.resend_confirmation_code(ClientId=person.client_id, Username=person.email)
    person.confirm()
    assert answer["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    assert person.tokens()


def test_resending_to_an_unknown_address_answers_alike(person: Person) -> None:
    answer = person.client.resend_confirmation_code(ClientId=person.client_id, Username=person.email)
    assert answer["CodeDeliveryDetails"].keys() == {"Destination", "DeliveryMedium", "AttributeName"}


def test_a_forgotten_password_is_replaced_by_a_mailed_code(provider: Provider, member: Person) -> None:
    before = member.tokens()
    assert member.forget()["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    code = provider.reset_code(member.email)
    assert outcome(member.recover, another_than(code)) == "CodeMismatchException"
    member.recover(code)
    assert member.tokens(OTHER_PASSWORD)
    assert outcome(member.sign_in, PASSWORD) == "NotAuthorizedException"
    after = outcome(member.refresh, before["RefreshToken"])
    assert after == expected(provider, "refresh token after a recovered password")


def test_an_unknown_address_may_forget_its_password_too(person: Person, member: Person) -> None:
    unknown = f"x{member.email}"
    assert person.forget(unknown)["CodeDeliveryDetails"].keys() == member.forget()["CodeDeliveryDetails"].keys()
    assert outcome(person.recover, "000000", email=unknown) == "CodeMismatchException"


def test_a_reset_code_that_nobody_asked_for(provider: Provider, member: Person) -> None:
    assert outcome(member.recover, "000000") == expected(provider, "reset code that nobody asked for")


def test_a_weak_new_password_is_refused(provider: Provider, member: Person) -> None:
    member.forget()
    code = provider.reset_code(member.email)
    assert outcome(member.recover, code, "weak") == "InvalidPasswordException"
    member.recover(code)


def test_changing_a_password_wants_the_old_one(provider: Provider, member: Person) -> None:
    here, there = member.tokens(), member.tokens()

    def change(old: str, new: str) -> None:
        member.client.change_password(AccessToken=here["AccessToken"], PreviousPassword=old, ProposedPassword=new)

    assert outcome_with_text(change, OTHER_PASSWORD, OTHER_PASSWORD) == (
        "NotAuthorizedException: Incorrect username or password."
    )
    assert outcome(change, PASSWORD, "weak") == "InvalidPasswordException"
    change(PASSWORD, OTHER_PASSWORD)
    assert member.tokens(OTHER_PASSWORD)
    assert member.refresh(here["RefreshToken"])
    other = outcome(member.refresh, there["RefreshToken"])
    assert other == expected(provider, "refresh token of another session after a changed password")


def test_an_admin_operation_over_the_network(provider: Provider, person: Person) -> None:
    credentials = {"aws_access_key_id": "000000000000", "aws_secret_access_key": "test"}
    signed = boto3.client(
        "cognito-idp", region_name="eu-west-1", endpoint_url=person.client.meta.endpoint_url, **credentials
    )
    pool_id = provider.issuer.rpartition("/")[2]
    result = outcome(signed.admin_get_user, UserPoolId=pool_id, Username=person.email)
    assert result == expected(provider, "an admin operation over the network")
