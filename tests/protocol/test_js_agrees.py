"""Both auditors say the same of every record: genuine, forged, cut, and of every bundle.

Messages may differ; verdict, codes, heights, numbers and warnings may not.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.forgeries.record.factor_forgeries import FACTOR_FORGERIES
from tests.forgeries.record.test_record_forgeries import (
    CATALOGUE,
    decrypt_first_ballot,
    respell_first,
)
from tests.forgeries.record.threshold_forgeries import THRESHOLD_FORGERIES
from tests.forgeries.workshop import Honest, Step, build, make_election
from tests.support.auditors import audit_in_python, compare, mutate, sample
from voteapp.protocol.encoding import encode_json, hash_hex


@pytest.mark.slow
def test_genuine_records(node: Path, tmp_path: Path, vectors: Path) -> None:
    files = {path.parent.name: path.read_bytes() for path in sorted(vectors.glob("*/*.bel"))}
    assert len(files) == 13
    compare(node, tmp_path, files)


@pytest.mark.slow
def test_forged_records(node: Path, tmp_path: Path) -> None:
    honest = make_election()
    files = {name: forge(copy.deepcopy(honest)) for name, forge, _ in CATALOGUE}
    files |= {forge.__name__: forge() for forge in (*THRESHOLD_FORGERIES, *FACTOR_FORGERIES)}
    files["respelled"] = respell_first(copy.deepcopy(honest), decrypt_first_ballot)
    assert len(files) >= 100
    compare(node, tmp_path, files)


@pytest.mark.slow
def test_cut_and_bent_records(node: Path, tmp_path: Path) -> None:
    data = build(make_election().steps)
    files = {f"cut at {end}": data[:end] for end in range(0, len(data), 4999)}
    for place in range(0, len(data), 2503):
        bent = bytearray(data)
        bent[place] ^= 0x20
        files[f"bent at {place}"] = bytes(bent)
    compare(node, tmp_path, files)


def bend_object(honest: Honest, step: int, place: int, body: bytes) -> bytes:
    """The record with one object replaced, all references to it and the chain made right."""
    old = honest.steps[step].objects
    new = [*old[:place], body, *old[place + 1 :]]
    for later in range(place + 1, len(old)):
        names = zip(old[:later], new[:later], strict=True)
        for before, after in names:
            name, other = hash_hex(before).encode(), hash_hex(after).encode()
            new[later] = new[later].replace(name, other)
    steps: list[Step] = list(honest.steps)
    steps[step] = replace(steps[step], objects=new)
    return build(steps)


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["Setup", "Ballot", "EncryptedTally", "PartialDecryption", "Result"]
)
def test_every_field_of_every_object(
    node: Path, tmp_path: Path, kind: str, length: Callable[[int, int], int]
) -> None:
    honest = make_election(trustees=2 if kind == "Setup" else 1)
    step = honest.index(kind)
    files = {}
    for place, body in enumerate(honest.steps[step].objects):
        for name, value in mutate(json.loads(body), wide=1):
            bent = bend_object(honest, step, place, encode_json(value))
            files[f"{kind} {place} {name}"] = bent
    assert len(files) >= 10
    compare(node, tmp_path, sample(files, length))


BEFORE = {"a text": b'"x"', "nothing": b"null", "a list": b"[[]]"}
UNREADABLE = {"half a letter": b'"\\ud800"', "too large": b"1e999", "no whole number": b"1.5"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["answers", "credential", "signature"])
def test_what_stands_twice_in_a_ballot(node: Path, tmp_path: Path, name: str) -> None:
    """Another ballot's answers, and before them something else by the same name: the last holds in
    both languages, so that both say whether the tally is of these ballots."""
    files = {}
    for kind, before in {**BEFORE, **UNREADABLE}.items():
        honest = make_election()
        ballot = json.loads(honest.ballots[0])
        ballot["answers"] = json.loads(honest.ballots[1])["answers"]
        field = b'"%s":' % name.encode()
        body = encode_json(ballot).replace(field, field + before + b"," + field, 1)
        honest.step("Ballot").objects = [body]
        files[kind] = build(honest.steps)
    compare(node, tmp_path, files)
    said = {kind: audit_in_python(data)["findings"] for kind, data in files.items()}
    codes = {kind: [finding["code"] for finding in found] for kind, found in said.items()}
    for kind, found in codes.items():
        read = ["ballot-encoding", *(["tally-ciphertexts"] if kind in BEFORE else [])]
        assert found == read, kind
