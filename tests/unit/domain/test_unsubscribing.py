"""Links that switch off mail: nobody makes one who has not the key, and nobody reads more in it than a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relayboard.domain.errors import Invalid
from relayboard.domain.preferences import Kind, Preferences, When
from relayboard.domain.unsubscribing import Mailing, Unsubscription, read_token

KEY = b"k" * 32
TOKEN = Unsubscription("ann", Mailing.COMMENT).token(KEY)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=64), st.sampled_from(Mailing))
def test_a_link_is_read_as_it_was_made(user_id, mailing):
    made = Unsubscription(user_id, mailing)
    assert read_token(made.token(KEY), KEY) == made


@given(st.text())
def test_what_we_did_not_sign_is_refused(text):
    with pytest.raises(Invalid):
        read_token(text, KEY)


@pytest.mark.parametrize(
    "token",
    [
        TOKEN[:-1],
        TOKEN[:-1] + ("A" if TOKEN[-1] != "A" else "E"),
        TOKEN.replace("comment", "digest"),
        Unsubscription("bob", Mailing.COMMENT).token(b"another key"),
        Unsubscription("bob", Mailing.COMMENT).token(KEY).rpartition(".")[0] + "." + TOKEN.rpartition(".")[2],
        TOKEN.rpartition(".")[0],
        "..",
    ],
)
def test_a_link_that_was_changed_is_refused(token):
    with pytest.raises(Invalid) as refusal:
        read_token(token, KEY)
    assert set(refusal.value.fields) == {"token"}


def test_a_link_out_of_a_notice_switches_off_its_kind_alone():
    before = Preferences(mail={Kind.STATUS: When.DIGEST})
    after = Unsubscription("ann", Mailing.COMMENT).applied_to(before)
    assert {kind for kind in Kind if after.when(kind) is not before.when(kind)} == {Kind.COMMENT}
    assert after.when(Kind.COMMENT) is When.NEVER
    assert Unsubscription("ann", Mailing.COMMENT).applied_to(after) == after


def test_a_link_out_of_a_digest_switches_off_all_that_is_in_it():
    before = Preferences(mail={Kind.STATUS: When.DIGEST, Kind.CHANGE: When.DIGEST, Kind.COMMENT: When.AT_ONCE})
    after = Unsubscription("ann", Mailing.DIGEST).applied_to(before)
    assert {kind for kind in Kind if after.when(kind) is When.NEVER} == {Kind.STATUS, Kind.CHANGE}
    assert Unsubscription("ann", Mailing.DIGEST).applied_to(after) == after
