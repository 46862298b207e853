"""Canonical JSON, hashes, numbers."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.errors import ProtocolError
from voteapp.protocol import encoding, limits


class Pair(msgspec.Struct, forbid_unknown_fields=True):
    first: int
    second: str


def test_json_is_compact_and_escapes_as_the_format_does() -> None:
    text = 'a"\\\b\t\n\f\r\x00\x1f\x7f/é中\u2028😀'
    written = encoding.encode_json({"b": text, "a": [1, True]})
    assert written == (
        '{"b":"a\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f\\u007f/é中\u2028😀","a":[1,true]}'.encode()
    )


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_json_comes_back(text: str) -> None:
    assert json.loads(encoding.encode_json(text)) == text


@pytest.mark.parametrize(
    "body",
    [
        b'{"first":1, "second":"x"}',
        b'{"second":"x","first":1}',
        b'{"first":1,"second":"x","first":1}',
        b'{"first":1,"second":"x","third":2}',
        b'{"first":1.0,"second":"x"}',
        b'{"first":1,"second":"\\u0078"}',
        b'{"first":1,"second":"\\ud800"}',
        b'{"first":1,"second":"x"}\n',
        b'{"first":true,"second":"x"}',
        b'{"first":1}',
        b'{"first":NaN,"second":"x"}',
        b'{"first":1,"second":"\xff"}',
        b"",
        b"[" * 100_000,
        b'{"first":' + b"9" * 5000 + b',"second":"x"}',
    ],
)
def test_other_spellings_are_refused(body: bytes) -> None:
    with pytest.raises(ProtocolError) as caught:
        encoding.decode_canonical(body, Pair, "some-code", "a pair")
    assert caught.value.code == "some-code"


def test_canonical_bytes_are_accepted() -> None:
    body = '{"first":1,"second":"中"}'.encode()
    assert encoding.decode_canonical(body, Pair, "c", "a pair") == Pair(1, "中")


def test_too_large_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ProtocolError, match="larger"):
        encoding.decode_json(b'"12345678901"', str, "c", "a text", 10)
    with pytest.raises(ProtocolError, match="larger"):
        encoding.decode_json(b"[" * (limits.MAX_OBJECT_BYTES + 1), list[int], "c", "a list")


def test_hashes() -> None:
    # SHA-256 of nothing, as every implementation gives it.
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert encoding.hash_hex(b"") == digest
    assert encoding.hash_base64(b"") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
    assert encoding.hex_to_base64(digest) == encoding.hash_base64(b"")
    assert encoding.hash_to_integer("") == int(digest, 16)


@pytest.mark.parametrize("text", ["", "0" * 63, "G" * 64, "A" * 64, "0" * 64 + "\n"])
def test_what_is_no_hash(text: str) -> None:
    assert not encoding.is_hash(text)


def test_uuid() -> None:
    uuid = encoding.create_uuid(lambda n: bytes(range(n)))
    assert encoding.is_uuid(uuid)
    assert len(uuid) == 14
    for wrong in ("short", "O" * 14, "a" * 65, "abcdefghijkmn/", "abcdefghijkmno\n"):
        assert not encoding.is_uuid(wrong)
