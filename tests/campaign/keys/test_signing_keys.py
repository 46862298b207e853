"""Witnesses' and mirrors' key files."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.players.campaign.elections import GROUP, Stream
from voteapp.campaign.keys.signing_keys import (
    compute_signing_key,
    create_signing_file,
    encode_public_file,
    open_signing_seed,
    read_signing_public,
)
from voteapp.campaign.protection import WrongPassphraseError
from voteapp.errors import InvalidInputError, ProtocolError

SEED, WORD = "2222222222222222222222", "example passphrase"


def make(role: str = "witness", name: str = "Wanda") -> bytes:
    return create_signing_file(role, name, SEED, WORD, Stream("file"), n=2**14)


@pytest.mark.parametrize("role", ["witness", "mirror"])
def test_a_file_gives_its_key_back(role: str) -> None:
    data = make(role)
    x = int(hashlib.sha512(f"voteapp-{role}|{SEED}".encode()).hexdigest(), 16) % GROUP.order
    assert compute_signing_key(GROUP, role, SEED) == x
    public = read_signing_public(data, role)
    assert public.key == GROUP.encode(GROUP.base_power(x))
    assert open_signing_seed(data, role, WORD) == SEED
    assert SEED.encode() not in data
    assert json.loads(encode_public_file(public)) == {"key": public.key, "name": "Wanda"}
    with pytest.raises(WrongPassphraseError):
        open_signing_seed(data, role, "another passphrase")


def test_a_witness_is_no_mirror() -> None:
    with pytest.raises(ProtocolError, match="not a voteapp-mirror-key"):
        read_signing_public(make(), "mirror")


@pytest.mark.parametrize("name", ["", "x" * 201, "Wan\nda", "\x1b[2J"])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(InvalidInputError):
        make(name=name)


def test_a_changed_key_is_noticed() -> None:
    data = make()
    key = read_signing_public(data, "witness").key.encode()
    other = GROUP.encode(GROUP.base_power(5)).encode()
    with pytest.raises(WrongPassphraseError):
        open_signing_seed(data.replace(key, other), "witness", WORD)
    with pytest.raises(ProtocolError):
        read_signing_public(data.replace(key, b"0" * 64), "witness")
