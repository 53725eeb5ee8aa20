"""A table for programs that die."""

from relayboard.ports.table import Delete, Put


class Killed(BaseException):
    """The program ends here; nothing in it may catch this."""


class MortalTable:
    """A table whose program dies before or after its n-th write."""

    def __init__(self, table, dies_at: int, *, is_after: bool) -> None:
        self._table = table
        self._left = dies_at
        self._is_after = is_after
        self.deadly: tuple = ()

    def __getattr__(self, name):
        return getattr(self._table, name)

    def write(self, *writes) -> None:
        self._left -= 1
        if self._left < 0:
            raise Killed  # the dead write nothing more, not even while they unwind
        if self._left == 0 and not self._is_after:
            self.deadly = writes
            raise Killed
        self._table.write(*writes)
        if self._left == 0:
            raise Killed

    @property
    def died_deleting(self) -> bool:
        return any(isinstance(write, Delete) for write in self.deadly)

    @property
    def died_settling(self) -> bool:
        return any(isinstance(write, Put) and write.item.get("state") == "sent" for write in self.deadly)
