"""What a token says."""

import json
import urllib.request
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet

from tests.contract.identity.providers import Provider


def claims_of(provider: Provider, token: str) -> dict[str, Any]:
    """Verify a token by the published keys, as any client could."""
    with urllib.request.urlopen(provider.jwks_url) as answer:
        keys = KeySet.import_key_set(json.load(answer))
    return jwt.decode(token, keys, algorithms=["RS256"]).claims
