"""People in the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from relayboard.domain.people import Person, PersonRef, Role, Standing
from relayboard.ports.table import ABSENT, Equals, Index, Item, Put, Query, Value, Write, prefixed
from relayboard.store import keys
from relayboard.store.store import Ref


def person_ref(user_id: str) -> Ref[Person]:
    """Refer to a profile."""
    return Ref(keys.person(user_id), person_of)


def save_person(before: Person | None, after: Person) -> Write:
    """Return the write that takes a profile from one version to the next."""
    unchanged = ABSENT if before is None else Equals("version", before.version)
    return Put(_person_item(after), when=unchanged)


def all_people(role: Role | None, *, limit: int) -> Query:
    """Ask for people, by role and name."""
    lower, upper = prefixed(f"{role}#") if role else (None, None)
    return Query(pk=keys.USERS, index=Index.GSI1, lower=lower, upper=upper, limit=limit)


def person_with_address(email: str) -> Query:
    """Ask for the person with an e-mail address (in its normal form)."""
    return Query(pk=keys.address(email), index=Index.GSI2, limit=1)


@dataclass(frozen=True, slots=True)
class Admins:
    """The ids of all active admins, kept in one item so that two changes at once cannot remove the last."""

    ids: frozenset[str] = frozenset()
    version: int = 0


def admins_ref() -> Ref[Admins]:
    """Refer to the item that names the active admins."""
    return Ref(keys.admins(), _admins_of)


def save_admins(before: Admins | None, ids: frozenset[str]) -> Write:
    """Return the write that replaces the list of active admins."""
    version = before.version if before else 0
    item: dict[str, Value] = {**keys.admins().attributes, "ids": sorted(ids), "version": version + 1}
    return Put(item, when=Equals("version", version) if before else ABSENT)


def person_of(item: Item) -> Person:
    """Read a profile."""
    # Imported here, for what reads tasks mentions people and reads no profile.
    from relayboard.store.preferences import preferences_of
    from relayboard.store.suppressions import suppression_of

    data = cast(Mapping[str, Any], item)
    return Person(
        id=data["id"],
        email=data["email"],
        name=data["name"],
        role=Role(data["role"]),
        standing=Standing(data["standing"]),
        created_at=datetime.fromisoformat(data["createdAt"]),
        updated_at=datetime.fromisoformat(data["updatedAt"]),
        version=data["version"],
        preferences=preferences_of(data["preferences"]),
        suppression=suppression_of(data["suppression"]) if "suppression" in data else None,
    )


def _person_item(person: Person) -> Item:
    from relayboard.store.preferences import preferences_item
    from relayboard.store.suppressions import suppression_item

    return {
        **keys.person(person.id).attributes,
        "GSI1PK": keys.USERS,
        "GSI1SK": keys.person_place(person.role, person.name, person.id),
        "GSI2PK": keys.address(person.email),
        "GSI2SK": person.id,
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role.value,
        "standing": person.standing.value,
        "createdAt": person.created_at.isoformat(),
        "updatedAt": person.updated_at.isoformat(),
        "version": person.version,
        "preferences": preferences_item(person.preferences),
        **({} if person.suppression is None else {"suppression": suppression_item(person.suppression)}),
    }


def ref_item(ref: PersonRef) -> Value:
    """Write down a mention of a person."""
    return {"id": ref.id, "name": ref.name}


def refs_item(refs: Sequence[PersonRef]) -> Value:
    """Write down mentions of people."""
    return [ref_item(ref) for ref in refs]


def ref_of(data: Mapping[str, Any]) -> PersonRef:
    """Read a mention of a person."""
    return PersonRef(data["id"], data["name"])


def _admins_of(item: Item) -> Admins:
    data = cast(Mapping[str, Any], item)
    return Admins(frozenset(data["ids"]), data["version"])
