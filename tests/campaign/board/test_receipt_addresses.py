"""A receipt as an address, and back; whatever is no address is refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.campaign.board.receipt_addresses import read_receipt, write_fragment
from voteapp.campaign.board.signing import Receipt
from voteapp.campaign.canonical import encode_canonical
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import hex_to_base64

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


@st.composite
def receipts(draw: st.DrawFn) -> Receipt:
    return Receipt(
        uuid=draw(st.text("123456789ABCDEFGHJKLMNPQRSTUVWXYZabc", min_size=14, max_size=64)),
        fingerprint=hex_to_base64(draw(HASHES)),
        tracker=hex_to_base64(draw(HASHES)),
        credential=draw(HASHES),
        batch=draw(st.integers(1, 2**31 - 1)),
        signature=draw(st.binary(min_size=64, max_size=64)).hex(),
    )


@given(receipts())
def test_there_and_back(receipt: Receipt) -> None:
    fragment = write_fragment(receipt)
    for text in (fragment, f"https://vote.example.org/check#{fragment}\n"):
        assert read_receipt(text.encode()) == receipt
    assert read_receipt(encode_canonical(receipt) + b"\n") == receipt


def attempt(text: str) -> Receipt | str:
    """The receipt, or the code of the error."""
    try:
        return read_receipt(text.encode())
    except ProtocolError as error:
        return error.code


@given(receipts(), st.data())
def test_what_is_no_address_is_refused(receipt: Receipt, data: st.DataObject) -> None:
    fragment = write_fragment(receipt)
    place = data.draw(st.integers(0, len(fragment) - 1))
    for bent in (
        fragment[:place] + fragment[place + 1 :],
        fragment[:place] + "!" + fragment[place:],
    ):
        found = attempt(bent)
        assert found == "receipt-encoding" or isinstance(found, Receipt)
        assert found != receipt


@pytest.mark.parametrize(
    "data",
    [b"", b"#", b"1.", b"{}", b"\xff" * 300, b"https://a.example/b/X#" + b"A" * 25, b"1" * 9999],
)
def test_strange_texts(data: bytes) -> None:
    with pytest.raises(ProtocolError) as caught:
        read_receipt(data)
    assert caught.value.code == "receipt-encoding"
