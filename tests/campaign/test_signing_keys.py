"""Key files of witnesses and mirrors: the same bytes as JavaScript's, opened by their own kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.randomness import RandomStream
from voteapp.campaign.keys.paper import encode_restore_code
from voteapp.campaign.keys.signing_keys import (
    compute_signing_key,
    create_signing_file,
    open_signing_seed,
    read_signing_public,
)
from voteapp.errors import ProtocolError
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.pki import create_seed

FILE = Path(__file__).parent.parent / "vectors-deterministic" / "signing-keys.json"
GROUP = get_group("Ed25519")
VECTORS: list[dict[str, Any]] = json.loads(FILE.read_bytes())


@pytest.mark.parametrize("vector", VECTORS)
def test_files_are_those_of_the_page(vector: dict[str, Any]) -> None:
    role, stream = vector["role"], RandomStream(vector["seed"])
    seed = create_seed(stream)
    assert (seed, encode_restore_code(seed)) == (vector["key_seed"], vector["restore_code"])
    public = GROUP.base_power(compute_signing_key(GROUP, role, seed))
    assert GROUP.encode(public) == vector["key"]
    data = create_signing_file(
        role, vector["name"], seed, vector["passphrase"], stream, n=vector["n"]
    )
    assert data.decode() == vector["file"]
    shown = read_signing_public(data, role)
    assert (shown.name, shown.key) == (vector["name"], vector["key"])
    assert open_signing_seed(data, role, vector["passphrase"]) == seed


def test_a_mirrors_key_is_no_witness() -> None:
    for vector, other in zip(VECTORS, reversed(VECTORS), strict=True):
        with pytest.raises(ProtocolError):
            read_signing_public(vector["file"].encode(), other["role"])
