"""Where the product can be reached, for links and message ids."""

import hashlib
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class Site:
    """One installation.

    Attributes:
        public_url: what people type into their browser.
        api: root of the API, for addresses that programs are given; empty where none is.
    """

    public_url: str
    product: str = "Relayboard"
    api: str = ""

    @property
    def home(self) -> str:
        return self.public_url.rstrip("/")

    @property
    def settings(self) -> str:
        return f"{self.home}/settings"

    @property
    def own_tasks(self) -> str:
        return f"{self.home}/my-tasks"

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"

    def task(self, task_id: str) -> str:
        """Return the address of a task."""
        return f"{self.home}/tasks/{quote(task_id, safe='')}"

    def unsubscribe_page(self, token: str) -> str:
        """Return the address at which people see what a link switches off, before they do so."""
        return f"{self.home}/unsubscribe?token={token}"

    def unsubscribe_call(self, token: str) -> str:
        """Return the address by which mail programs switch it off at once (RFC 8058)."""
        return f"{self.api}/unsubscribe?token={token}"

    def thread_id(self, task_id: str) -> str:
        """Name the thread of a task's mails, as a message id."""
        return f"task-{task_id}@{self.host}"

    def delivery_id(self, event_id: str, channel: str, user_id: str) -> str:
        """Name a mail by what it tells whom: one name for all attempts, so that a second one can be dropped."""
        digest = hashlib.sha256(f"{event_id}/{channel}/{user_id}".encode()).hexdigest()
        return f"{event_id}.{digest[:20]}@{self.host}"
