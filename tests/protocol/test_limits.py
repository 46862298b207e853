"""JSON is measured before it is parsed: as a plain walk over its bytes would measure it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voteapp.campaign.questionnaire.checks import decode_questionnaire
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.errors import ProtocolError
from voteapp.protocol import limits
from voteapp.protocol.credentials import decode_public_credentials
from voteapp.protocol.election import decode_election
from voteapp.protocol.keys.trustees import decode_trustees


def is_refused(data: bytes) -> bool:
    try:
        limits.check_json_limits(data, "code", "it")
    except ProtocolError as error:
        return error.code == "code"
    return False


def measure(data: bytes) -> tuple[int, int, bool]:
    """Longest text and depth by a plain walk, and whether the brackets close."""
    longest = depth = deepest = 0
    place = 0
    while place < len(data):
        sign = data[place : place + 1]
        if sign == b'"':
            end = place + 1
            while end < len(data) and data[end : end + 1] != b'"':
                end += 2 if data[end : end + 1] == b"\\" else 1
            longest, place = max(longest, end - place - 1), end
        elif sign in b"[{":
            depth += 1
            deepest = max(depth, deepest)
        elif sign in b"]}":
            depth -= 1
            if depth < 0:
                return longest, deepest, False
        place += 1
    return longest, deepest, depth == 0


values = st.recursive(
    st.none() | st.integers(0, 10**20) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=20,
)


@pytest.mark.slow
@settings(max_examples=200)
@given(values)
def test_what_people_write_passes(value: object) -> None:
    assert not is_refused(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


@settings(max_examples=300)
@given(st.text(alphabet='[]{}",:\\x1', max_size=60).map(str.encode))
def test_it_measures_as_a_plain_walk_does(data: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "MAX_NESTING", 3)
        patch.setattr(limits, "MAX_TEXT_BYTES", 5)
        longest, depth, closes = measure(data)
        # Where a text never ends nothing is promised but that parsing fails, too.
        if data.count(b'"') == 0 or _is_closed(data):
            assert is_refused(data) == (longest > 5 or depth > 3 or not closes)


def _is_closed(data: bytes) -> bool:
    """Whether every text ends and no escape stands outside of one."""
    inside = escaped = False
    for byte in data:
        if escaped:
            escaped = False
        elif byte == 0x5C:
            if not inside:
                return False
            escaped = True
        elif byte == 0x22:
            inside = not inside
    return not inside


@pytest.mark.parametrize("kind", [b"[]", b'{"a":0}', b'"a"', b"0"])
def test_the_bounds_are_where_they_are_said_to_be(kind: bytes) -> None:
    signs = sum(map(kind.count, (b",", b":", b"[", b"{")))
    most = (limits.MAX_VALUES - signs - 1) // (signs + 1)
    if kind == b'"a"':
        most = limits.MAX_VALUES // 2 - 1
    assert not is_refused(b"[" + (kind + b",") * most + kind + b"]")
    assert is_refused(b"[" + (kind + b",") * (most + 2) + kind + b"]")


def test_nesting_ends_at_64() -> None:
    assert not is_refused(b"[" * 64 + b"]" * 64)
    assert is_refused(b"[" * 65 + b"]" * 65)
    assert is_refused(b'{"a":' * 65 + b"0" + b"}" * 65)
    assert not is_refused(b'["' + b"[" * 100 + b'"]')


def test_texts_and_large_numbers_are_bounded() -> None:
    assert not is_refused(b'"' + b"x" * limits.MAX_TEXT_BYTES + b'"')
    assert is_refused(b'"' + b"x" * (limits.MAX_TEXT_BYTES + 1) + b'"')
    assert not is_refused(b"[" + b"1234567890123456," * 999 + b"-1234567890123456]")
    assert is_refused(b"[" + b"1234567890123456," * 1000 + b"-1234567890123456]")


@pytest.mark.parametrize("number", [b"1e999", b"-1E5", b"1.0", b"0.5", b"1" * 400 + b".5"])
def test_numbers_are_whole(number: bytes) -> None:
    """Also one that the parser would not look at: the same name stands there once more."""
    assert is_refused(b'{"a":' + number + b',"a":1}')
    assert not is_refused(b'{"a":"' + number + b'","b":[1,true,false,null],"1e5":1}')
    assert not is_refused(b'["\\\\",1,"\\"1e5"]')


@pytest.mark.parametrize(
    ("read", "most"),
    [
        (decode_election, limits.MAX_PAPER_BYTES),
        (decode_manifest, limits.MAX_PAPER_BYTES),
        (decode_questionnaire, limits.MAX_PAPER_BYTES),
        (decode_trustees, limits.MAX_TRUSTEES_BYTES),
        (decode_public_credentials, limits.MAX_OBJECT_BYTES),
    ],
)
def test_each_kind_has_a_size_of_its_own(read: Callable[[bytes], object], most: int) -> None:
    with pytest.raises(ProtocolError) as found:
        read(b"{}".ljust(most))
    assert "larger" not in found.value.message
    with pytest.raises(ProtocolError, match="larger"):
        read(b"{}".ljust(most + 1))
