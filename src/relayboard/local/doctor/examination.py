"""Says in words what is wrong with an installation; it looks, and changes nothing."""

from collections.abc import Iterator

from relayboard.adapters.system_clock import SystemClock
from relayboard.local.doctor.endpoints import check_endpoints
from relayboard.local.doctor.findings import DoctorInput, Finding
from relayboard.local.doctor.machine import check_clock, check_folder, check_open_files, check_page, check_space
from relayboard.local.doctor.mail import check_mail
from relayboard.local.doctor.port import check_port
from relayboard.local.doctor.store import check_key, check_store
from relayboard.ports.clock import Clock

__all__ = ["DoctorInput", "Finding", "examine"]


def examine(given: DoctorInput, *, clock: Clock | None = None) -> list[Finding]:
    """Look at everything that a server needs; takes some seconds when others do not answer."""
    return list(_findings(given, clock or SystemClock()))


def _findings(given: DoctorInput, clock: Clock) -> Iterator[Finding]:
    yield check_folder(given.data)
    yield check_space(given.data)
    yield check_store(given.store, given.data, environ=given.aws)
    yield check_key(given.data)
    yield check_port(given.host, given.port)
    yield check_mail(given.smtp, given.data, clock=clock, mails_per_second=given.mails_per_second)
    yield from check_endpoints(given.endpoints, clock=clock)
    yield check_clock(given.data, clock)
    yield check_page(given.page)
    yield check_open_files()
