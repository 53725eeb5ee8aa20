"""Switching off mail by the link in it, as mail programs do (RFC 8058)."""

import pytest

from relayboard.domain.preferences import Kind, When
from relayboard.domain.unsubscribing import Mailing, Unsubscription
from relayboard.store.unsubscribe_key import UnsubscribeKey
from tests.support.world import ANN, BOB, World


def link(world, mailing=Mailing.COMMENT, who=ANN):
    return Unsubscription(who.user_id, mailing).token(UnsubscribeKey(world.store)())


def unsubscribe(world, token, *, raw=b"", headers=None):
    return world.call("POST", f"/unsubscribe?token={token}", as_=None, raw=raw, headers=headers)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
        ),
        ("application/json", b"{}"),
        ("", b""),
    ],
)
def test_whatever_a_mail_program_sends_one_click_is_enough(world, kind, raw):
    token = link(world)
    assert unsubscribe(world, token, raw=raw, headers={"Content-Type": kind} if kind else None).status == 204
    assert unsubscribe(world, token).status == 204
    assert {one for one in Kind if world.person(ANN).preferences.when(one) is When.NEVER} == {Kind.COMMENT}
    assert world.person(BOB).preferences.when(Kind.COMMENT) is When.AT_ONCE


def test_asking_without_a_click_changes_nothing(world):
    token, before = link(world), world.dump()
    assert world.call("GET", f"/unsubscribe?token={token}", as_=None).status == 405
    assert world.dump() == before


@pytest.mark.parametrize(
    "query", ["", "?token=", "?token=comment.YW5u.AAAA", "?token=a%20b", "?token=%F0%9F%98%80"]
)
def test_a_link_that_is_broken_is_answered_clearly(world, query):
    link(world)
    before = world.dump()
    reply = world.call("POST", f"/unsubscribe{query}", as_=None)
    assert (reply.status, set(reply.errors)) == (422, {"token"})
    assert reply.headers["content-type"] == "application/problem+json"
    assert world.dump() == before


def test_a_link_of_somebody_who_is_gone_is_no_error(world):
    token = Unsubscription("gone", Mailing.STATUS).token(UnsubscribeKey(world.store)())
    assert unsubscribe(world, token).status == 204


def test_a_link_stays_good_for_every_process_that_reads_the_table(world):
    assert link(world) == link(world)
    assert link(world) != link(World())


def test_of_two_processes_that_make_the_key_at_once_one_wins(world):
    first, second = UnsubscribeKey(world.store), UnsubscribeKey(world.store)
    fetch, asked = world.store.fetch, []

    def fetch_before_the_other_writes(*refs):
        found = fetch(*refs)
        if not asked:
            asked.append(b"")
            asked[0] = second()
        return found

    world.store.fetch = fetch_before_the_other_writes
    assert first() == asked[0] == UnsubscribeKey(world.store)()
