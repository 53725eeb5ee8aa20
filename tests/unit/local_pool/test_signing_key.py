"""The file with the signing key."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from relayboard.adapters.local_pool.signing_key import SigningKeyBroken, load_or_create


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "signing-key.pem"
    first, second = load_or_create(path), load_or_create(path)
    assert first.key_id == second.key_id
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_several_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "signing-key.pem"
    with ThreadPoolExecutor(3) as threads:
        keys = list(threads.map(lambda _: load_or_create(path), range(3)))
    assert len({key.key_id for key in keys}) == 1
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_file_that_holds_no_key_is_named_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "signing-key.pem"
    path.write_bytes(content)
    with pytest.raises(SigningKeyBroken, match=r"signing-key\.pem"):
        load_or_create(path)
    assert path.read_bytes() == content


def test_the_published_key_is_public(tmp_path: Path) -> None:
    jwk = load_or_create(tmp_path / "signing-key.pem").public_jwk()
    assert {"kty", "n", "e", "kid", "alg", "use"} == jwk.keys()
