"""Who may be what: roles, standing, invitations, and the user pool that must agree."""

import threading

import pytest

from relayboard.adapters.sqlite_table import SqliteTable
from relayboard.domain.errors import Conflict, Forbidden, Invalid, NotFound, RelayboardError, Unavailable
from relayboard.domain.people import Principal, Role, Standing
from relayboard.ports.table import ConditionFailed, TableBusy
from tests.support.world import ANN, BOB, BOSS, LEAD, World

ALONE = (LEAD, ANN)


def pool_agrees(world, *people):
    accounts = world.directory.accounts
    return all(
        (accounts[one.user_id].role, accounts[one.user_id].is_enabled)
        == (world.person(one).role, world.person(one).is_active)
        for one in people
    )


def user_events(world, who):
    found = world.call("GET", "/audit?limit=100", as_=LEAD).json["items"]
    return [event for event in found if event["subject"]["id"] == who.user_id]


def test_a_promotion_reaches_the_pool_and_the_list_of_admins(world):
    world.people.set_role(ANN.user_id, Role.ADMIN, by=LEAD)
    assert world.admin_ids == {"lead", "boss", "ann"}
    assert pool_agrees(world, ANN)
    assert world.directory.accounts["ann"].sessions_ended == 0


def test_a_demotion_ends_the_sessions(world):
    world.people.set_role(BOSS.user_id, Role.MEMBER, by=LEAD)
    assert world.admin_ids == {"lead"}
    assert pool_agrees(world, BOSS)
    assert world.directory.accounts["boss"].sessions_ended == 1


def test_a_deactivation_ends_the_sessions_and_a_reactivation_lets_in_again(world):
    world.people.set_standing(BOSS.user_id, Standing.INACTIVE, by=LEAD)
    assert world.admin_ids == {"lead"}
    assert not world.directory.accounts["boss"].is_enabled
    assert world.directory.accounts["boss"].sessions_ended == 1
    world.people.set_standing(BOSS.user_id, Standing.ACTIVE, by=LEAD)
    assert world.admin_ids == {"lead", "boss"}
    assert pool_agrees(world, BOSS)


def test_an_event_tells_only_what_changed(world):
    world.people.set_role(ANN.user_id, Role.ADMIN, by=LEAD)
    changed = user_events(world, ANN)[0]
    assert (changed["before"], changed["after"]) == ({"role": "MEMBER"}, {"role": "ADMIN"})


def test_a_role_that_somebody_has_already_is_no_event_but_sets_the_pool_right(world):
    world.directory.set_role(ANN.user_id, Role.ADMIN)
    told = len(user_events(world, ANN))
    world.people.set_role(ANN.user_id, Role.MEMBER, by=LEAD)
    assert pool_agrees(world, ANN)
    assert len(user_events(world, ANN)) == told


def test_the_pool_hears_of_a_role_before_the_profile_changes(world):
    world.directory.before = lambda call: roles.append(world.person(ANN).role)
    roles = []
    world.people.set_role(ANN.user_id, Role.ADMIN, by=LEAD)
    assert roles == [Role.MEMBER]


def test_the_last_active_admin_stays():
    world = World(staff=ALONE)
    for change in (
        lambda: world.people.set_role(LEAD.user_id, Role.MEMBER, by=LEAD),
        lambda: world.people.set_standing(LEAD.user_id, Standing.INACTIVE, by=LEAD),
    ):
        calls = list(world.directory.calls)
        with pytest.raises(Conflict):
            change()
        assert world.directory.calls == calls
    assert world.admin_ids == {"lead"}


def test_an_inactive_admin_does_not_count_as_one(world):
    world.people.set_standing(BOSS.user_id, Standing.INACTIVE, by=LEAD)
    with pytest.raises(Conflict):
        world.people.set_role(LEAD.user_id, Role.MEMBER, by=LEAD)


@pytest.mark.parametrize("trouble", [TableBusy("locked"), ConditionFailed([0])])
@pytest.mark.parametrize(
    "change",
    [
        lambda world: world.people.set_role("boss", Role.MEMBER, by=LEAD),
        lambda world: world.people.set_role("ann", Role.ADMIN, by=LEAD),
        lambda world: world.people.set_standing("ann", Standing.INACTIVE, by=LEAD),
        lambda world: world.people.set_standing("bob", Standing.ACTIVE, by=LEAD),
    ],
)
def test_when_the_write_fails_the_pool_is_as_it_was(world, change, trouble):
    world.people.set_standing(BOB.user_id, Standing.INACTIVE, by=LEAD)
    world.table.fail("write", *[trouble] * 6)
    with pytest.raises((Unavailable, Conflict)):
        change(world)
    assert pool_agrees(world, LEAD, BOSS, ANN, BOB)


def test_when_the_table_is_away_altogether_the_pool_is_as_it_was_read(world):
    world.table.fail("write", TableBusy("locked"))
    world.table.fail("get", TableBusy("locked"))
    with pytest.raises(Unavailable):
        world.people.set_role(ANN.user_id, Role.ADMIN, by=LEAD)
    assert pool_agrees(world, ANN)


def test_a_race_that_is_won_at_the_second_try_leaves_pool_and_profile_agreeing(world):
    world.table.fail("write", ConditionFailed([0]))
    world.people.set_role(ANN.user_id, Role.ADMIN, by=LEAD)
    assert world.person(ANN).role is Role.ADMIN
    assert pool_agrees(world, ANN)


def test_when_the_pool_is_away_the_profile_stays(world):
    world.directory.is_away = True
    with pytest.raises(Unavailable):
        world.people.set_role(ANN.user_id, Role.ADMIN, by=LEAD)
    assert world.person(ANN).role is Role.MEMBER


@pytest.mark.parametrize("user_id", ["boss", "nobody"])
def test_a_refused_change_never_touches_the_pool(world, user_id):
    calls = list(world.directory.calls)
    with pytest.raises((Forbidden, NotFound)):
        world.people.set_role(user_id, Role.MEMBER, by=ANN)
    with pytest.raises((Forbidden, NotFound)):
        world.people.set_standing("nobody", Standing.INACTIVE, by=LEAD)
    assert world.directory.calls == calls


def test_an_invited_admin_is_one_at_once(world):
    person = world.people.invite(" New@Team.Example ", " New ", Role.ADMIN, by=LEAD)
    assert (person.email, person.name) == ("new@team.example", "New")
    assert world.admin_ids == {"lead", "boss", person.id}
    assert world.directory.accounts[person.id].role is Role.ADMIN


def test_an_invitation_names_all_that_is_wrong(world):
    with pytest.raises(Invalid) as refusal:
        world.people.invite("nobody", " ", Role.MEMBER, by=LEAD)
    assert set(refusal.value.fields) == {"email", "name"}


def test_an_address_is_invited_once(world):
    world.people.invite("new@team.example", "New", Role.MEMBER, by=LEAD)
    with pytest.raises(Conflict):
        world.people.invite("NEW@team.example", "New", Role.MEMBER, by=LEAD)


def test_an_invitation_that_broke_off_behind_the_pool_is_taken_up(world):
    def no_longer(call):
        if call == "set_role":
            raise Unavailable("The user pool cannot be reached.")

    world.directory.before = no_longer
    with pytest.raises(Unavailable):
        world.people.invite("new@team.example", "New", Role.MEMBER, by=LEAD)
    world.directory.before = lambda call: None
    person = world.people.invite("new@team.example", "New", Role.MEMBER, by=LEAD)
    assert world.people.get(person.id, by=LEAD).email == "new@team.example"
    assert len([one for one in world.directory.accounts.values() if one.email == "new@team.example"]) == 1


def at_once(*works):
    """Run these in threads that start together; return each one's error, or nothing."""
    start, errors = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        start.wait(timeout=30)
        try:
            work()
        except RelayboardError as error:
            errors[number] = error

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.parametrize("first", ["demote", "deactivate"])
@pytest.mark.parametrize("second", ["demote", "deactivate"])
@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_of_two_admins_removing_each_other_at_once_exactly_one_succeeds(tmp_path, kind, first, second):
    engine = (lambda clock: SqliteTable(tmp_path / "table.db", clock=clock)) if kind == "sqlite" else None
    world = World(engine=engine)
    # Both have read, and both have told the pool, before either writes.
    both_ready = threading.Barrier(2)
    waited = threading.local()

    def wait_once(call):
        if call in ("set_role", "disable") and not getattr(waited, "done", False):
            waited.done = True
            both_ready.wait(timeout=30)

    def remove(how, whom, by):
        if how == "demote":
            return lambda: world.people.set_role(whom.user_id, Role.MEMBER, by=by)
        return lambda: world.people.set_standing(whom.user_id, Standing.INACTIVE, by=by)

    world.directory.before = wait_once
    errors = at_once(remove(first, BOSS, LEAD), remove(second, LEAD, BOSS))
    assert errors.count(None) == 1
    assert len(world.admin_ids) == 1
    assert pool_agrees(world, LEAD, BOSS)
    (admin,) = world.admin_ids
    assert world.person(Principal(admin, Role.ADMIN)).role is Role.ADMIN


def test_a_demotion_and_a_confirmation_of_the_same_role_at_once_leave_the_pool_agreeing(world):
    told = threading.Event()

    def between(call):
        # While the demotion is between pool and profile, somebody else sets the old role again.
        if call == "end_sessions" and not told.is_set():
            told.set()
            world.people.set_role(ANN.user_id, Role.ADMIN, by=BOSS)

    world.people.set_role(ANN.user_id, Role.ADMIN, by=BOSS)
    world.directory.before = between
    world.people.set_role(ANN.user_id, Role.MEMBER, by=LEAD)
    assert pool_agrees(world, ANN)
    assert world.person(ANN).role is Role.MEMBER
