"""A fixed set-up is read alike in Python and JavaScript, whatever is changed in it."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.players.campaign.setups import create_setup_zip
from voteapp.campaign.setup.fixed import FixedTexts, check_slips, read_fixed
from voteapp.campaign.setup.manifest import Mirror, Witness
from voteapp.campaign.setup.package import read_package
from voteapp.campaign.signed import compute_server_key
from voteapp.campaign.slips.tellers import TellerSecret, create_teller
from voteapp.campaign.slips.token_files import Slip, compute_public_credentials, create_token_batch
from voteapp.campaign.slips.tokens import create_token
from voteapp.campaign.units.strata import LARGEST_TREE, check_strata, create_leaf, create_node
from voteapp.campaign.zips import read_directory
from voteapp.errors import ProtocolError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.group import get_group

SCRIPT = Path(__file__).parents[2] / "js" / "setup-cli.mjs"
UUIDS = ["LVT5DeUveUjg2b", "MVT5DeUveUjg2b", "NVT5DeUveUjg2b"]
CHANGES = 40
"""Changed set-ups that one process of Node is asked about."""

KEY = get_group("Ed25519").encode(get_group("Ed25519").base_power(77))
"""Of somebody who is known to no other election."""

Setup = list[FixedTexts]


class Slips(NamedTuple):
    """What a teller's file says of her slips: her secret, and by election the leaf of each."""

    teller: TellerSecret
    parts: dict[str, dict[str, str]]


def make(title: str, count: int = 3, **options: Any) -> tuple[Setup, Slips]:
    """A set-up of ``count`` elections as its files have it, and its slips."""
    random = Random(title).randbytes
    slips = [Slip(leaf=leaf, token=create_token(random)) for leaf in ("icu", "er", "icu")]
    tokens = [slip.token for slip in slips]
    credentials = {uuid: compute_public_credentials(uuid, tokens) for uuid in UUIDS[:count]}
    teller = create_teller("Ada", "command", count, random)
    batch = create_token_batch(UUIDS[:count], slips, credentials, teller)
    source = BytesSource(create_setup_zip(msgspec.json.encode(batch), title=title, **options))
    members, _tidy = read_directory(source)
    found = {one.name: source.read_at(one.offset, one.size) for one in members}
    names = ("election", "manifest", "questionnaire")
    setup = [FixedTexts(*(found[f"{u}/{name}.json"] for name in names)) for u in UUIDS[:count]]
    assert options or read_fixed(setup) == read_package(source)._replace(lists=())
    return setup, Slips(teller, {one.uuid: one.credentials for one in batch.elections})


FIRST, SLIPS = make("first")
OTHERS = [make("first", 2)[0], make("second")[0]]


def describe(setup: Setup, slips: Slips) -> dict[str, Any]:
    try:
        read = read_fixed(setup)
    except ProtocolError as error:
        return {"code": error.code}
    code = None
    try:
        check_slips(read, *slips)
    except ProtocolError as error:
        code = error.code
    return {
        "code": None,
        "slips": code,
        "hash": read.campaign_hash,
        "fingerprints": list(read.fingerprints),
        "leaves": list(read.leaves),
    }


def ask_javascript(node: Path, setups: list[Setup], slips: Slips) -> Any:
    packed = [
        [
            {name: base64.b64encode(body).decode() for name, body in texts._asdict().items()}
            for texts in setup
        ]
        for setup in setups
    ]
    asked = {"setups": packed, **slips._asdict(), "teller": msgspec.to_builtins(slips.teller)}
    done = subprocess.run(
        [str(node), str(SCRIPT)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)


def change_value(draw: Callable[..., Any], text: bytes) -> bytes:
    """One value of a document becomes something else; written as canonical as before."""
    raw = json.loads(text)
    place, parents = raw, []
    while isinstance(place, dict | list) and place:
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = draw(st.sampled_from(list(keys)))
        parents.append((place, key))
        place = place[key]
    holder, key = parents[-1]
    values = st.sampled_from([None, 0, 1, "", "x", "0" * 64, [], {}, True, -1])
    holder[key] = draw(values) if draw(st.booleans()) else _bend(place)
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode()


def _bend(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value}0" if isinstance(value, str) else [value]


@st.composite
def changed(draw: Callable[..., Any]) -> Setup:
    """The set-up with an election left out, doubled, moved or of another campaign's, or with one
    of its files changed in one value or byte; sometimes as it is."""
    setup = list(FIRST)
    how = draw(st.sampled_from(["none", "drop", "double", "swap", "foreign", "value", "byte"]))
    place = draw(st.integers(0, len(setup) - 1))
    if how == "drop":
        setup.pop(place)
    elif how == "double":
        setup.append(setup[place])
    elif how == "swap":
        setup[place], setup[place - 1] = setup[place - 1], setup[place]
    elif how == "foreign":
        other = draw(st.sampled_from(OTHERS))
        name = draw(st.sampled_from(["all", *FixedTexts._fields]))
        taken = other[place % len(other)]
        whole = name == "all"
        setup[place] = taken if whole else setup[place]._replace(**{name: getattr(taken, name)})
    elif how in ("value", "byte"):
        name = draw(st.sampled_from(FixedTexts._fields))
        body = getattr(setup[place], name)
        if how == "value":
            body = change_value(draw, body)
        else:
            at = draw(st.integers(0, len(body) - 1))
            body = (
                body[:at]
                + bytes([body[at] ^ draw(st.sampled_from([1, 2, 4, 32]))])
                + body[at + 1 :]
            )
        setup[place] = setup[place]._replace(**{name: body})
    return setup


@pytest.mark.slow
def test_javascript_reads_the_same(node: Path) -> None:
    setups = [FIRST, *OTHERS, FIRST[:1], FIRST[::-1], []]
    expected = [describe(setup, SLIPS) for setup in setups]
    assert ask_javascript(node, setups, SLIPS) == expected
    assert [one["code"] for one in expected] == [None, None, None, *["setup-campaign"] * 3]
    slips = [one.get("slips") for one in expected[:3]]
    assert slips == [None, "setup-slips", "setup-tellers"]
    assert expected[1]["hash"] != expected[0]["hash"]


PARTIES: dict[str, dict[str, Any]] = {
    "trustees": {"divided": True},
    "witnesses": {"apart": {"witnesses": [Witness(name="Eve", key=KEY)]}},
    "mirrors": {"apart": {"mirrors": [Mirror(name="M", address="https://m.example", key=KEY)]}},
    "server": {"apart": {"server_key": compute_server_key(bytes(range(32)))}},
}


@pytest.mark.slow
def test_all_elections_have_the_same_people(node: Path) -> None:
    """The second part of a slip could be opened, looked at or signed for by others than the first;
    whoever recomputes the set-up refuses it: teller, checker, auditor's page."""
    setups = [make("first", **options)[0] for options in PARTIES.values()]
    expected = [describe(setup, SLIPS) for setup in setups]
    assert [one["code"] for one in expected] == ["setup-campaign"] * len(PARTIES)
    assert ask_javascript(node, setups, SLIPS) == expected


@pytest.mark.slow
def test_slips_that_are_not_the_set_ups(node: Path) -> None:
    part = SLIPS.parts[UUIDS[1]]
    first = min(part)
    others = make("second")[1]
    changed = {
        "one less": {**SLIPS.parts, UUIDS[1]: {k: v for k, v in part.items() if k != first}},
        "another unit": {**SLIPS.parts, UUIDS[1]: {**part, first: "other"}},
        "none": {},
        "another campaign's": others.parts,
    }
    said = {how: describe(FIRST, SLIPS._replace(parts=parts)) for how, parts in changed.items()}
    assert {how: one["slips"] for how, one in said.items()} == {
        "one less": "setup-tellers",
        "another unit": "setup-tellers",
        "none": "setup-slips",
        "another campaign's": "setup-tellers",
    }
    for how, parts in changed.items():
        assert ask_javascript(node, [FIRST], SLIPS._replace(parts=parts)) == [said[how]]
    strange = SLIPS._replace(teller=others.teller)
    assert describe(FIRST, strange)["slips"] == "setup-tellers"
    assert ask_javascript(node, [FIRST], strange) == [describe(FIRST, strange)]


@pytest.mark.slow
@settings(max_examples=8)
@given(st.lists(changed(), min_size=CHANGES, max_size=CHANGES))
def test_both_refuse_the_same(node: Path, setups: list[Setup]) -> None:
    """Nothing that was changed is taken for the set-up by either."""
    expected = [describe(setup, SLIPS) for setup in setups]
    whole = describe(FIRST, SLIPS)
    for setup, said in zip(setups, expected, strict=True):
        assert (said == whole) is (setup == FIRST), said
    found = ask_javascript(node, setups, SLIPS)
    # Which of two codes is said first may differ; whether one is must not.
    assert [one["code"] is None for one in found] == [one["code"] is None for one in expected]
    for mine, theirs in zip(expected, found, strict=True):
        if mine["code"] is None:
            assert theirs == mine


@pytest.mark.parametrize("leaves", [LARGEST_TREE, LARGEST_TREE + 1])
def test_a_tree_of_more_leaves_than_may_be_tried(leaves: int) -> None:
    units = [create_leaf(f"u{place}", "Unit", 20) for place in range(leaves)]
    tree = create_node("campaign", "C", [create_node("f", "F", units)])
    if leaves == LARGEST_TREE:
        check_strata(tree)
        return
    with pytest.raises(ProtocolError) as caught:
        check_strata(tree)
    assert caught.value.code == "manifest-strata"
