"""Receipts and heads: signed canonical JSON."""

import hashlib

import msgspec
import pytest

from voteapp.campaign.board.signing import Head, Receipt, decode_head, decode_receipt
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.signed import check_signed, compute_server_key, compute_signed_bytes, sign
from voteapp.errors import ProtocolError

PRIVATE = hashlib.sha256(b"server").digest()
KEY = compute_server_key(PRIVATE)
RECEIPT = Receipt(
    uuid="LVT5DeUveUjg2b", fingerprint="F" * 43, tracker="T" * 43, credential="c" * 64, batch=3
)
HEAD = Head(
    uuid="LVT5DeUveUjg2b", fingerprint="F" * 43, batch=3, height=9, event="0" * 64, final=False
)


@pytest.mark.parametrize("value", [RECEIPT, HEAD])
def test_sign_and_check(value):
    signed = sign(value, PRIVATE)
    check_signed(signed, KEY, "x")
    decode = decode_receipt if isinstance(value, Receipt) else decode_head
    assert decode(encode_canonical(signed)) == signed


def test_what_is_signed_is_pinned():
    assert compute_signed_bytes(sign(RECEIPT, PRIVATE)) == (
        b'{"batch":3,"credential":"'
        + b"c" * 64
        + b'","fingerprint":"'
        + b"F" * 43
        + b'","tracker":"'
        + b"T" * 43
        + b'",'
        b'"type":"voteapp-receipt","uuid":"LVT5DeUveUjg2b"}'
    )


@pytest.mark.parametrize(
    "change",
    [
        {"batch": 4},
        {"tracker": "U" * 43},
        {"credential": "d" * 64},
        {"uuid": "XVT5DeUveUjg2b"},
        {"signature": ""},
        {"signature": "0" * 128},
        {"signature": "Z" * 128},
    ],
)
def test_any_change_breaks_the_signature(change):
    signed = msgspec.structs.replace(sign(RECEIPT, PRIVATE), **change)
    with pytest.raises(ProtocolError) as caught:
        check_signed(signed, KEY, "receipt-signature")
    assert caught.value.code == "receipt-signature"


def test_another_key_does_not_sign():
    with pytest.raises(ProtocolError):
        check_signed(sign(HEAD, hashlib.sha256(b"other").digest()), KEY, "head-signature")


def test_a_receipt_is_no_head():
    with pytest.raises(ProtocolError) as caught:
        decode_head(encode_canonical(sign(RECEIPT, PRIVATE)))
    assert caught.value.code == "head-encoding"
