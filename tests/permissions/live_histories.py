"""A random history of a workspace, and who hears of it while it happens and afterwards."""

from hypothesis.stateful import initialize, invariant, precondition, rule

from relayboard.adapters.memory_table import MemoryChanges
from relayboard.domain.events import SubjectKind
from relayboard.domain.people import Principal, Role
from relayboard.local.live.hearers import Hearers
from relayboard.store.events import event_of, is_event
from tests.permissions.histories import MEMBERS, PEOPLE, Histories, people, picks

EVERYBODY = [one.user_id for one in PEOPLE]


class LiveHistories(Histories):
    """Everybody is connected all the time; what they hear is compared with what they had and have."""

    @initialize()
    def connect(self):
        self.had = {}
        self.heard = {user_id: set() for user_id in EVERYBODY}

    def follow(self):
        """Read what has happened since, as a server does, and return it with who hears of each."""
        if not hasattr(self, "feed"):
            self.feed = MemoryChanges(self.world.engine)
            self.position = self.feed.newest()
            self.hearers = Hearers(self.world.store)
            return []
        told = []
        for change in self.feed.read(self.position, limit=10_000):
            self.position = change.position
            if change.old is None and is_event(change.new):
                event = event_of(change.new)
                if event.subject.kind is SubjectKind.USER:
                    self.hearers.forget(event.subject.id)
                if event.subject.kind is SubjectKind.TASK:
                    told.append((event, set(self.hearers.of(event, EVERYBODY))))
        return told

    @rule(number=picks, assignees=people.filter(bool))
    def give_and_take_at_once(self, number, assignees):
        """Two changes before the server comes to read the first."""
        if task_id := self.pick(number):
            self.note(self.world.assignments.assign(task_id, assignees, by=self.by))
            for user_id in assignees:
                self.note(self.world.assignments.unassign(task_id, user_id, by=self.by))

    @invariant()
    def everybody_hears_what_is_theirs_and_nothing_else(self):
        if not hasattr(self, "world"):
            return
        has = self.holding()
        for event, hearing in self.follow():
            task_id = event.subject.id
            for one in PEOPLE:
                person = self.world.person(one)
                is_theirs = task_id in has[one.user_id]
                lost = event.type == "task.deleted" and task_id in self.had[one.user_id]
                lost |= event.type == "task.unassigned" and one.user_id in {gone.id for gone in event.people}
                expected = person.is_active and (person.role is Role.ADMIN or is_theirs or lost)
                assert (one.user_id in hearing) is expected, (event, one)
            for user_id in hearing:
                self.heard[user_id].add(event.id)
        self.had = has

    def holding(self):
        """Return the ids of the living tasks that each person has."""
        return {
            user_id: {task.id for task in self.living(lambda task, who=user_id: task.is_assigned_to(who))}
            for user_id in EVERYBODY
        }

    @precondition(lambda self: hasattr(self, "feed"))
    @rule()
    def check_that_who_was_away_hears_in_the_feed_of_all_that_is_theirs(self):
        has = self.holding()
        for one in (*MEMBERS, Principal(self.by.user_id, Role.ADMIN)):
            told = self.followed(one)
            for event in told:
                took = event["type"] in ("task.deleted", "task.unassigned")
                assert one.role is Role.ADMIN or event["subject"]["id"] in has[one.user_id] or took
            ids = {event["subject"]["id"] for event in told}
            assert has[one.user_id] <= ids
            if one.role is Role.ADMIN:
                assert self.heard[one.user_id] <= {event["id"] for event in told}

    def followed(self, who):
        told, after, has_more = [], "0" * 26, True
        after = self.world.call("GET", "/events", as_=who).json["nextCursor"][:8] + "0" * 18
        while has_more:
            page = self.world.call("GET", f"/events?after={after}&limit=100", as_=who)
            assert page.status == 200, page.json
            told += page.json["items"]
            after, has_more = page.json["nextCursor"], page.json["hasMore"]
        return told
