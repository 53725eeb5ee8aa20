"""How people come in by themselves."""

import pytest

from relayboard.domain.errors import Forbidden, Unavailable
from relayboard.domain.people import Principal, Role, Standing
from relayboard.ports.table import ConditionFailed, TableBusy
from tests.support.world import ANN, LEAD, World

NEW = Principal("new", Role.MEMBER)


def join(world, *, email="new@team.example", name="New", **rules):
    world.directory.add("new", email, name)
    world.joining(**rules).post_confirmation("new", email, name)
    return world.person(NEW)


def test_who_joins_is_an_active_member_and_the_log_says_so(world):
    person = join(world)
    assert (person.role, person.standing, person.name) == (Role.MEMBER, Standing.ACTIVE, "New")
    assert world.directory.accounts["new"].role is Role.MEMBER
    event = world.call("GET", "/audit?limit=1", as_=LEAD).json["items"][0]
    assert (event["type"], event["actor"]["id"]) == ("user.joined", "new")


@pytest.mark.parametrize("email", ["first@team.example", "First@Team.Example"])
def test_the_configured_first_admin_joins_as_one(world, email):
    person = join(world, email=email, admin_emails=frozenset({"first@team.example"}))
    assert (person.role, person.email) == (Role.ADMIN, "first@team.example")
    assert "new" in world.admin_ids


def test_a_confirmation_that_fires_again_changes_nothing(world):
    world.people.set_role(join(world).id, Role.ADMIN, by=LEAD)
    before, pool = world.dump(), dict(world.directory.accounts)
    world.joining().post_confirmation("new", "new@team.example", "Other name")
    assert (world.dump(), world.directory.accounts) == (before, pool)


def test_the_first_to_join_finds_the_main_board():
    world = World(staff=())
    join(world)
    assert [board["id"] for board in world.call("GET", "/boards", as_=NEW).json["items"]] == ["main"]


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "bell\a"])
def test_who_has_no_fit_name_is_called_by_their_address(world, name):
    assert join(world, name=name).name == "new"


def test_a_long_name_is_cut(world):
    assert join(world, name="n" * 99 + " long").name == "n" * 99


def test_only_allowed_domains_sign_up(world):
    joining = world.joining(allowed_domains=frozenset({"team.example"}))
    joining.pre_sign_up("ann@Team.example")
    with pytest.raises(Forbidden):
        joining.pre_sign_up("ann@team.example.evil.example")
    world.joining().pre_sign_up("ann@anywhere.example")


def test_a_lost_race_is_tried_again_and_a_busy_store_is_told(world):
    world.table.fail("write", ConditionFailed([0]))
    assert join(world).id == "new"
    world.table.fail("write", TableBusy("locked"))
    world.directory.add("late", "late@team.example", "Late")
    with pytest.raises(Unavailable):
        world.joining().join("late", "late@team.example", "Late", Role.MEMBER)
    assert world.person(Principal("late", Role.MEMBER)) is None


def test_a_member_who_joins_is_no_admin(world):
    join(world)
    assert world.admin_ids == {"lead", "boss"}
    assert world.person(ANN).role is Role.MEMBER
