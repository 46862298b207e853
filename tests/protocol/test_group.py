"""The group: both libraries, hostile encodings, edges."""

from __future__ import annotations

import ctypes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl import bindings

from tests.forgeries.workshop import NEUTRAL, ORDER_TWO, with_order_two
from voteapp.errors import MisuseError, ProtocolError, UnsupportedError
from voteapp.protocol import fast25519
from voteapp.protocol.group import Ed25519Group, get_group

GROUP = get_group("Ed25519")
Q = GROUP.order
scalars = st.integers(min_value=0, max_value=Q - 1) | st.sampled_from([0, 1, 2, Q - 1])


@pytest.fixture(params=["sodium", "lib25519"])
def group(request: pytest.FixtureRequest) -> Ed25519Group:
    """Each library in turn; lib25519 is one of the test tools, so its absence is a failure."""
    made = Ed25519Group()
    if request.param == "sodium":
        made._fast = None
    else:
        assert made._fast is not None, "lib25519 is missing: run scripts/install-test-tools"
    return made


def test_the_generator_is_the_specifications() -> None:
    assert GROUP.encode(GROUP.generator) == "66" * 31 + "58"
    assert GROUP.encode(GROUP.base_power(1)) == GROUP.encode(GROUP.generator)
    assert GROUP.encode(GROUP.neutral) == NEUTRAL


@given(scalars, scalars, scalars)
def test_both_libraries_agree(a: int, b: int, c: int) -> None:
    sodium, fast = Ed25519Group(), Ed25519Group()
    sodium._fast = None
    base, other = GROUP.base_power(a), GROUP.base_power(b)
    assert sodium.commit(b, base, c) == fast.commit(b, base, c)
    assert sodium.commit_pair(other, a, base, c) == fast.commit_pair(other, a, base, c)
    assert sodium.commit(b, base, c) == GROUP.base_power(b + a * c)


def test_powers_at_the_edges(group: Ed25519Group) -> None:
    base = group.base_power(7)
    assert group.base_power(0) == group.base_power(Q) == group.neutral
    assert group.power(base, 0) == group.power(group.neutral, 5) == group.neutral
    assert group.power(base, Q) == group.neutral
    assert group.power(base, Q - 1) == group.divide(group.neutral, base)
    assert group.commit(0, base, 0) == group.neutral
    assert group.commit(Q - 7, base, 1) == group.neutral
    assert group.commit_pair(base, 1, base, Q - 1) == group.neutral
    assert group.commit_pair(group.neutral, 3, base, 1) == base
    assert group.product([]) == group.neutral
    assert group.generator_power(5) == group.base_power(5)


HOSTILE = {
    "neutral": NEUTRAL,
    "order two": ORDER_TWO,
    "order four": f"{0:064x}",
    "order eight": "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
    "mixed order": with_order_two(GROUP.encode(GROUP.base_power(5))),
    "off the curve": f"{2:064x}",
    "not canonical": (2**255 - 19 + 3).to_bytes(32, "big").hex(),
    "neutral not canonical": (2**255 - 19 + 1).to_bytes(32, "big").hex(),
    "neutral with a sign": (2**255 + 1).to_bytes(32, "big").hex(),
    "upper case": GROUP.encode(GROUP.base_power(5)).upper(),
    "short": "66" * 31,
    "long": "66" * 33,
    "spaces": " " + "66" * 31 + "8",
    "newline": "66" * 31 + "58\n",
    "empty": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_elements_are_refused(group: Ed25519Group, text: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        group.decode(text)
    assert caught.value.code == "element"


def test_every_part_of_small_order_is_refused(group: Ed25519Group) -> None:
    """All seven, alone and with an element: each library reads the whole order, not some bits."""
    eight = bytes.fromhex(HOSTILE["order eight"])[::-1]
    element, part, orders = group.base_power(5), eight, []
    while part != group.neutral:
        orders.append(part)
        for point in (part, bindings.crypto_core_ed25519_add(element, part)):
            with pytest.raises(ProtocolError, match="prime order"):
                group.decode(group.encode(point))
        part = bindings.crypto_core_ed25519_add(part, eight)
    assert len(orders) == 7 and group.encode(orders[3]) == ORDER_TWO
    assert group.encode(orders[1]) in (HOSTILE["order four"], f"{2**255:064x}")


def test_neutral_only_where_it_is_allowed(group: Ed25519Group) -> None:
    assert group.decode(NEUTRAL, allow_neutral=True) == group.neutral
    with pytest.raises(ProtocolError):
        group.decode(ORDER_TWO, allow_neutral=True)


@given(scalars)
def test_elements_come_back(scalar: int) -> None:
    element = GROUP.base_power(scalar)
    assert GROUP.decode(GROUP.encode(element), allow_neutral=True) == element


@pytest.mark.parametrize(
    "text", ["", "00", "01", "-1", "+1", "1.0", "1e3", " 1", "1\n", str(Q), "9" * 77, "٣", "0x1"]
)
def test_hostile_scalars_are_refused(text: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        GROUP.decode_scalar(text)
    assert caught.value.code == "scalar"


def test_scalars() -> None:
    assert GROUP.decode_scalar("0") == 0
    assert GROUP.decode_scalar(str(Q - 1)) == Q - 1
    assert GROUP.random_scalar(lambda n: b"\xff" * n) == (2**512 - 1) % Q


def test_a_library_that_accepts_small_orders_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bindings, "crypto_core_ed25519_is_valid_point", lambda point: True)
    with pytest.raises(MisuseError):
        Ed25519Group()


def test_without_the_fast_library_all_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*arguments: object, **named: object) -> None:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert fast25519.load() is None


@pytest.mark.parametrize("name", ["BELENIOS-2048", "RFC-3526-2048", "ed25519", "Toy", ""])
def test_unknown_groups(name: str) -> None:
    with pytest.raises(UnsupportedError):
        get_group(name)
