"""A table that remembers what was asked of it, and fails when told to."""

from collections import deque

from tests.support import rights


class CountingTable:
    """Passes every call on.

    Attributes:
        calls: the names of the calls so far.
    """

    def __init__(self, table):
        self.table = table
        self.calls = []
        self._troubles = {}

    def fail(self, call, *errors):
        """Raise these errors, one each, from the next calls of that name."""
        self._troubles.setdefault(call, deque()).extend(errors)

    def get(self, key):
        self._note("get")
        rights.note_get()
        return self.table.get(key)

    def get_many(self, keys):
        self._note("get_many")
        rights.note_get_many()
        return self.table.get_many(keys)

    def query(self, query):
        self._note("query")
        rights.note_query(query)
        return self.table.query(query)

    def write(self, *writes):
        self._note("write")
        rights.note_writes(writes)
        self.table.write(*writes)

    def _note(self, call):
        self.calls.append(call)
        if troubles := self._troubles.get(call):
            raise troubles.popleft()
