"""The certificates that functions trust: AWS's own, and nobody else's."""

import ssl
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from lambda_package.roots import FOLDER, NAMES
from relayboard.lambdas.settings import LambdaSettings

SYSTEM = Path("/etc/ssl/certs/ca-certificates.crt")
YEAR_SECONDS = 365 * 24 * 3600


@pytest.fixture(scope="module")
def files(package):
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith(FOLDER)}


def certificates(store):
    """Return the facts and the bytes of each certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=store)
    return list(zip(context.get_ca_certs(), context.get_ca_certs(binary_form=True), strict=True))


def names_of(facts):
    return {name: value for ((name, value),) in facts["subject"]}


def test_the_roots_are_exactly_those_of_amazon(files):
    found = [certificates(content.decode())[0] for content in files.values()]
    assert sorted(names_of(facts)["commonName"] for facts, _ in found) == sorted(NAMES)
    assert {names_of(facts)["organizationName"] for facts, _ in found} == {
        "Amazon",
        "Starfield Technologies, Inc.",
    }
    assert all(facts["subject"] == facts["issuer"] for facts, _ in found)


def test_the_roots_are_good_for_years(files):
    for content in files.values():
        ((facts, _),) = certificates(content.decode())
        assert ssl.cert_time_to_seconds(facts["notBefore"]) < time.time()
        assert ssl.cert_time_to_seconds(facts["notAfter"]) > time.time() + 5 * YEAR_SECONDS


@pytest.mark.skipif(not SYSTEM.exists(), reason="this machine keeps its roots elsewhere")
def test_this_machine_trusts_the_same_roots(files):
    system = {content for _, content in certificates(SYSTEM.read_text())}
    for content in files.values():
        assert certificates(content.decode())[0][1] in system


def test_openssl_finds_each_by_its_name(files, unpacked_package):
    for name in files:
        command = ["openssl", "x509", "-noout", "-subject_hash", "-in", unpacked_package / name]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        except FileNotFoundError:
            pytest.skip("openssl is not installed")
        assert name == f"{FOLDER}{done.stdout.strip()}.0"


def test_they_stand_where_functions_look(files, unpacked_package):
    beside = Path(LambdaSettings.read({"AWS_REGION": "eu-west-1"}).roots).relative_to(Path("src").resolve())
    assert {(unpacked_package / name).parent for name in files} == {unpacked_package / beside}
