"""The roots that AWS's endpoints may chain to, taken from the store of authorities that botocore brings.

Each is a file of its own, named by its subject as OpenSSL looks for it: so of five only the one that an answer
needs is read, and none of the hundred and forty others.
"""

import hashlib
import ssl
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from cryptography import x509
from cryptography.x509.name import _ASN1Type

FOLDER = "relayboard/lambdas/amazon_roots/"
# Amazon Trust Services, "Certificate authorities".
NAMES = (
    "Amazon Root CA 1",
    "Amazon Root CA 2",
    "Amazon Root CA 3",
    "Amazon Root CA 4",
    "Starfield Services Root Certificate Authority - G2",
)
_ATTRIBUTES = {
    "commonName": x509.NameOID.COMMON_NAME,
    "countryName": x509.NameOID.COUNTRY_NAME,
    "localityName": x509.NameOID.LOCALITY_NAME,
    "organizationName": x509.NameOID.ORGANIZATION_NAME,
    "stateOrProvinceName": x509.NameOID.STATE_OR_PROVINCE_NAME,
}
Subject: TypeAlias = Any
"""As `SSLContext.get_ca_certs` gives it: a tuple of parts, each of one name and one value."""


def root_files() -> dict[str, bytes]:
    """Return the certificates by their paths in the zip.

    Raises:
        LookupError: the store does not have all of them.
    """
    wanted = {(("commonName", name),) for name in NAMES}
    files = folder_of(_store(), lambda subject: bool(wanted & {*subject}))
    if len(files) != len(NAMES):
        raise LookupError(f"of {len(NAMES)} roots the store has {len(files)}")
    return {FOLDER + name: content for name, content in files.items()}


def folder_of(store: Path, is_wanted: Callable[[Subject], bool]) -> dict[str, bytes]:
    """Return certificates of a file by the names that OpenSSL looks for in a folder."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(store)
    both = zip(context.get_ca_certs(), context.get_ca_certs(binary_form=True), strict=True)
    return {
        f"{_hash(facts['subject'])}.0": ssl.DER_cert_to_PEM_cert(content).encode()
        for facts, content in both
        if is_wanted(facts["subject"])
    }


def _hash(subject: Subject) -> str:
    """Return what OpenSSL calls the file of a certificate (openssl-rehash)."""
    # The digest of the subject in small letters and one kind of string, without the header of the whole.
    plain = [
        x509.NameAttribute(_ATTRIBUTES[name], " ".join(value.split()).lower(), _ASN1Type.UTF8String)
        for ((name, value),) in subject
    ]
    encoded = x509.Name(plain).public_bytes()
    header = 2 if encoded[1] < 0x80 else 2 + (encoded[1] & 0x7F)
    digest = hashlib.sha1(encoded[header:], usedforsecurity=False).digest()
    return f"{int.from_bytes(digest[:4], 'little'):08x}"


def _store() -> Path:
    found = find_spec("botocore")
    if found is None or found.origin is None:
        raise LookupError("botocore is not installed")
    return Path(found.origin).with_name("cacert.pem")
