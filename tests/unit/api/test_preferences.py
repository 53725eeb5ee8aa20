"""Preferences over HTTP: what was never said keeps its default, and what is left out stays as it is."""

from relayboard.ports.table import Put
from relayboard.store import keys
from tests.support.world import ANN

DEFAULTS = {
    "email": True,
    "inbox": True,
    "mail": dict.fromkeys(["assignment", "status", "change", "comment", "reminder"], "at_once"),
    "timeZone": "UTC",
    "digestHour": 8,
    "quietHours": None,
}
CHOSEN = {
    "email": True,
    "inbox": False,
    "mail": {
        "assignment": "at_once",
        "status": "digest",
        "change": "digest",
        "comment": "never",
        "reminder": "at_once",
    },
    "timeZone": "Asia/Kolkata",
    "digestHour": 7,
    "quietHours": {"from": "22:00", "to": "06:30"},
}


def preferences(world):
    return world.call("GET", "/users/me", as_=ANN).json["preferences"]


def choose(world, **wanted):
    return world.call("PUT", "/users/me", as_=ANN, body={"name": "Ann", "preferences": wanted})


def test_all_preferences_are_read_as_they_were_chosen(world):
    assert preferences(world) == DEFAULTS
    assert choose(world, **CHOSEN).json["preferences"] == CHOSEN
    assert preferences(world) == CHOSEN


def test_what_is_left_out_stays_as_it_is(world):
    choose(world, **CHOSEN)
    world.call("PUT", "/users/me", as_=ANN, body={"name": "Ann"})
    choose(world, mail={"comment": "digest"})
    choose(world, inbox=True)
    assert preferences(world) == {**CHOSEN, "inbox": True, "mail": {**CHOSEN["mail"], "comment": "digest"}}


def test_quiet_hours_are_given_up_by_saying_so(world):
    choose(world, **CHOSEN)
    choose(world, quietHours=None)
    assert preferences(world) == {**CHOSEN, "quietHours": None}


def test_a_profile_from_before_has_the_defaults(world):
    item = {**world.engine.get(keys.person("ann")), "preferences": {"email": False, "inbox": True}}
    world.engine.write(Put(item))
    assert preferences(world) == {**DEFAULTS, "email": False}
    assert choose(world, email=True).json["preferences"] == DEFAULTS
