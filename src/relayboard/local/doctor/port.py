"""The doctor's look at the port to listen on."""

import errno
import json
import socket
from http.client import HTTPConnection, HTTPException

from relayboard.api.openapi import ROOT
from relayboard.local.doctor.findings import Finding, fine, wrong

PATIENCE_SECONDS = 3.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - an address to replace
_LONGEST_HEALTH = 4096


def check_port(host: str, port: int) -> Finding:
    """Look whether a server could listen there, or already does."""
    if port == 0:
        return fine("Any free port will be taken.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        return _unusable(error, host, port)
    return fine(f"Port {port} is free.")


def _unusable(error: OSError, host: str, port: int) -> Finding:
    if error.errno == errno.EADDRINUSE:
        version = _running_version(_EVERYWHERE.get(host, host), port)
        if version is not None:
            return fine(
                f"Relayboard {version} is already running on port {port}; a second one needs another --port."
            )
        return wrong(
            f"Port {port} is taken by another program.",
            f"Choose another with --port, or find out what it is: ss -ltnp 'sport = :{port}'",
        )
    if error.errno == errno.EACCES:
        return wrong(f"Port {port} is for root only.", "Choose one above 1023 with --port.")
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return wrong(
            f"{host} is no address of this computer.", "Use --host 127.0.0.1, or 0.0.0.0 for all addresses."
        )
    return wrong(f"Nothing can listen on {host}, port {port}: {error}.", "Choose others with --host and --port.")


def _running_version(host: str, port: int) -> str | None:
    """Return the version of the Relayboard that answers there, if it is one."""
    connection = HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", f"{ROOT}/health")
        answer = json.loads(connection.getresponse().read(_LONGEST_HEALTH))
    except (HTTPException, OSError, ValueError):
        return None
    finally:
        connection.close()
    is_ours = isinstance(answer, dict) and {"status", "version"} <= answer.keys()
    return str(answer["version"]) if is_ours else None
