"""Certificates of a chain as long as AWS's (root, intermediate, server), for one run on loopback."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chain:
    """Files of PEM: what the server shows, its key, and the root that its clients have to trust."""

    certificate: Path
    key: Path
    root: Path


def make_chain(folder: Path) -> Chain:
    """Write a chain for 127.0.0.1, of RSA with 2048 bits as AWS's."""
    root_key, middle_key, server_key = (rsa.generate_private_key(65537, 2048) for _ in range(3))
    root = _authority("Cold root", root_key, "Cold root", root_key, depth=1)
    middle = _authority("Cold intermediate", middle_key, "Cold root", root_key, depth=0)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    server = (_begun("127.0.0.1", server_key, "Cold intermediate").add_extension(address, critical=False)).sign(
        middle_key, hashes.SHA256()
    )
    chain = Chain(folder / "server.pem", folder / "server.key", folder / "root.pem")
    _write(chain.certificate, [server, middle])
    _write(chain.root, [root])
    chain.key.write_bytes(
        server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return chain


def _authority(
    name: str, key: rsa.RSAPrivateKey, issuer: str, issuer_key: rsa.RSAPrivateKey, *, depth: int
) -> x509.Certificate:
    limits = x509.BasicConstraints(ca=True, path_length=depth)
    return _begun(name, key, issuer).add_extension(limits, critical=True).sign(issuer_key, hashes.SHA256())


def _begun(name: str, key: rsa.RSAPrivateKey, issuer: str) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return x509.CertificateBuilder(
        _name(issuer), _name(name), key.public_key(), x509.random_serial_number(), now - _DAY, now + _DAY
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _write(path: Path, certificates: Sequence[x509.Certificate]) -> None:
    path.write_bytes(b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates))
