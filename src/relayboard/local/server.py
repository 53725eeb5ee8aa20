"""Runs the server from the first line it prints to a clean end."""

import errno
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from rich.console import Console

from relayboard.domain.errors import Unavailable
from relayboard.local.app import Installation, install
from relayboard.local.demo.workspace import fill
from relayboard.local.live.protocol import LONGEST_FRAME_BYTES, PING_SECONDS, LiveProtocol
from relayboard.local.logs import configure
from relayboard.local.memory import give_back_large_blocks, settle
from relayboard.local.protocol import PatientProtocol
from relayboard.local.settings import Settings

SHUTDOWN_SECONDS = 5
KEEP_ALIVE_SECONDS = 30
BACKLOG = 1024


def serve_until_stopped(settings: Settings, console: Console) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        Unavailable: the port is taken or may not be used.
        RelayboardError, OSError: as `install` says.
    """
    configure(settings.log_level)
    give_back_large_blocks()
    with _listening(settings.host, settings.port) as listener:
        settings = settings.at_port(listener.getsockname()[1])
        installation = install(settings)
        lines = _greeting(installation)
        settle()
        config = uvicorn.Config(
            installation.app(),
            loop="uvloop",
            http=PatientProtocol,
            ws=LiveProtocol,
            ws_max_size=LONGEST_FRAME_BYTES,
            ws_ping_interval=PING_SECONDS,
            ws_ping_timeout=PING_SECONDS,
            ws_per_message_deflate=False,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        _Server(config, console, lines).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Says where it is as soon as it can be reached, and ends with success when it is told to."""

    def __init__(self, config: uvicorn.Config, console: Console, lines: list[str]) -> None:
        super().__init__(config)
        self._console = console
        self._lines = lines

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            # At once, so that whoever reads the first line can read them all.
            self._console.print("\n".join(self._lines), markup=False)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn's own raises the signal again after its clean end; to a service manager that looks like a crash.
        before = {one: signal.signal(one, self.handle_exit) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise Unavailable(_why_not(error, host, port)) from error
    return listener


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Stop what listens there, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} is for root only. Choose one above 1023 with --port."
    return f"Cannot listen on {host}:{port}: {error.strerror}."


def _greeting(installation: Installation) -> list[str]:
    settings = installation.settings
    lines = [f"Relayboard is at {settings.public_url}", f"Data is in {settings.data.resolve()}"]
    if spread := installation.spreader.status():
        lines.append(spread)
    if settings.is_demo:
        sign_ins = fill(installation.pool, installation.joining, installation.services)
        lines.append("Sign in as one of:" if sign_ins else "This workspace has people of its own: no demo data.")
        lines += [f"  {one.role:<6}  {one.email:<22}  {one.password:<16}  {one.name}" for one in sign_ins]
    elif not installation.first_admin.is_done():
        lines.append(f"Make the first admin: {settings.public_url}{installation.first_admin.path}")
    if settings.is_demo and not settings.smtp:
        lines.append(f"Mail is at {settings.public_url}/mailbox")
    return [*lines, "Stop with Ctrl+C."]
