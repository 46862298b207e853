"""A sample of the attacks that `make forge` makes, and that the forge itself would notice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.forge import __main__ as command
from tests.forge import cases, running
from tests.forge.allowed import ALLOWED, find_allowed
from tests.forge.attacks import (
    Attack,
    Change,
    list_attacks,
    list_file_attacks,
    list_places,
    name_pattern,
    perform,
)
from tests.forge.cases import BAD, Case, Verdict, build_case, create_case
from tests.forge.changes.kinds import FILE_WAYS, WAYS
from tests.forge.changes.tars import read_tar
from tests.forge.changes.zipping import read_zip, write_zip
from tests.forge.commanding import ALL, expect_exit, find_complaint
from tests.forge.dealing import get_attack
from tests.forge.documents import pack, pack_record
from tests.forge.insiders.mending import mend
from tests.forge.insiders.renaming import EVERYWHERE
from tests.forge.judging import JavaScriptJudge, judge_in_python
from tests.forge.plans import PLANS
from tests.forge.running import run_numbers
from tests.forge.worlds import create_world

pytestmark = pytest.mark.slow

SEED = "sample"
NAMES = [plan.name for plan in PLANS]


@pytest.mark.parametrize("name", NAMES)
def test_the_honest_elections_are_verified(name: str, javascript: JavaScriptJudge) -> None:
    """So that whatever is found is the attack; and again what was asked before."""
    bundle = create_world(name).bundle
    ours = judge_in_python(bundle)
    javascript.ask(bundle)
    javascript.ask(bundle)
    assert ours["verified"] and ours["findings"] == []
    assert javascript.answer() == javascript.answer() == ours


def test_a_sample_of_attacks(node: Path, length: Callable[[int, int], int]) -> None:
    wanted, failed, done, allowed = length(330, 4000), [], 0, 0
    for start in count(0, 40):
        for case, verdict in run_numbers(SEED, range(start, start + 40)):
            done += 1
            allowed += verdict.kind == "allowed"
            if verdict.kind in BAD:
                command.keep(case, verdict)
                failed.append(f"{case.attack.describe()}\n{verdict.kind}: {verdict.text}")
        if done >= wanted:
            break
    assert failed == [] and 0 < allowed < done / 20


def test_what_was_taken_out_of_a_thing_is_what_may_be_allowed() -> None:
    """Of an election who administrates it may be gone, from the start; its name may not."""
    attack = Attack(1, "asking", "election", "object: a field taken out", "trustees")
    gone = {perform("sample", attack._replace(number=n)).gone for n in range(40)}  # type: ignore[union-attr]
    allowed = {
        name
        for (name,) in gone
        if find_allowed(attack, Change({}, "election", (), (name,)), {"fingerprint"})
    }
    assert {"name", "questions", "administrator"} <= {name for (name,) in gone}
    assert allowed == {"administrator", "credential_authority", "language"}


def test_a_whole_file_is_taken_apart_and_put_together() -> None:
    """So that a way changes what it says, and nothing beside."""
    bundle = create_world("sole").bundle
    assert write_zip(read_zip(bundle)) == bundle
    record = pack_record(create_world("sole").documents)
    assert b"".join(read_tar(record)) == record
    assert set(FILE_WAYS) == {way for _, _, way, _ in list_file_attacks(SEED)}
    emptied = perform(SEED, Attack(1, "sole", "tar", "tar: nothing", "nobody"))
    assert emptied is not None
    bodies = {one.name: one.body for one in read_zip(pack(emptied.documents, "x")).members}
    honest = {
        one.name: one.body for one in read_zip(pack(create_world("sole").documents, "x")).members
    }
    assert bodies == honest | {b"x.bel": b""}


def test_a_record_without_its_header_is_made_and_refused(javascript: JavaScriptJudge) -> None:
    world = create_world("sole")
    documents = {name: one for name, one in world.documents.items() if name != "header"}
    data = pack(documents, world.uuid)
    javascript.ask(data)
    assert judge_in_python(data) == javascript.answer() == {"error": "not-an-archive"}


def test_a_number_is_always_the_same_case() -> None:
    numbers = range(7000, 7030)
    first = [create_case(SEED, number) for number in numbers]
    again = [create_case(SEED, number) for number in numbers]
    assert [c and c.data for c in first] == [c and c.data for c in again]
    assert any(first) and first != [create_case("other", number) for number in numbers]


def test_every_value_of_every_document_is_attacked() -> None:
    """Whatever fields there are: nobody has to name them."""
    attacked = {(world, pattern) for world, pattern, _, _ in list_attacks(SEED)}
    for name in NAMES:
        documents = create_world(name).documents
        for kind in ("manifest", "evidence", "election", "questionnaire"):
            assert {(name, f"{kind}/{field}") for field in documents[kind]} <= attacked
    assert {way for _, _, way, _ in list_attacks(SEED)} > WAYS.keys()


def test_every_entry_of_the_table_is_about_something() -> None:
    patterns = {pattern for name in NAMES for pattern in list_places(name)}
    patterns |= {"zip"} | {
        f"evidence/{kind}/{i}" for kind in ("openings", "closing_statements") for i in (2, 3)
    }
    for entry in ALLOWED:
        assert any(re.fullmatch(entry.pattern, pattern) for pattern in patterns), entry.pattern
        assert entry.reason


def _case() -> Case:
    attack = Attack(1, "sole", "manifest/organizer", "text: doubled", "members")
    return Case(SEED, attack, Change({}, "manifest", ("organizer",)), b"")


def test_what_must_not_be_is_noticed() -> None:
    honest = judge_in_python(create_world("sole").bundle)
    other = honest | {"fingerprint": "other"}
    found = honest | {"verified": False, "findings": ["note-chain at None"]}
    crash = {"crash": "Traceback"}
    seen = [
        cases.compare(_case(), ours, theirs).kind
        for ours, theirs in (
            (other, other),
            (honest, honest),
            (other | {"result": [[9]]}, other | {"result": [[9]]}),
            (found, found),
            (found, honest),
            (found, found | {"warnings": ["x"]}),
            (crash, found),
            (found, crash),
        )
    ]
    assert seen == [
        "allowed",
        *("unexpected", "unexpected", "ok"),
        *("disagreement", "disagreement", "crash", "crash"),
    ]


STAMP = ("header/timestamp", "text: half")
NOTE = ("evidence/notes", "list: the last taken out")
NAME = ("manifest/organizer", "text: doubled")


@pytest.mark.parametrize(
    ("first", "second", "expected"), [(STAMP, NOTE, "allowed"), (STAMP, NAME, "unexpected")]
)
def test_two_changes_pass_where_each_may_alone(
    first: tuple[str, str], second: tuple[str, str], expected: str
) -> None:
    """A pair that verifies though one of the two alone is found is a failure."""
    case = build_case(SEED, Attack(1, "sole", *first, "nobody", (second,)))
    assert case is not None and len(case.change.spots) == 2
    honest = judge_in_python(create_world("sole").bundle)
    assert cases.compare(case, honest, honest).kind == expected
    other = honest | {"fingerprint": "other"}  # which neither of the two alone makes another
    assert cases.compare(case, other, other).kind == "unexpected"


def test_of_several_changes_each_is_made_alone_as_with_the_others() -> None:
    attack = Attack(5, "sole", *NAME, "members", (STAMP, ("tar", "tar: nothing")))
    together = perform(SEED, attack)
    assert together is not None
    for i, spot in enumerate(together.spots):
        alone = perform(SEED, attack, i)
        assert alone is not None and alone.spots == (spot,)
        if spot.document != "tar":
            assert alone.documents[spot.document] == together.documents[spot.document]
    twice = attack._replace(more=(("manifest", "object: an unknown field"),))
    assert perform(SEED, twice) is None  # the one is within the other


def test_every_kind_of_turn_is_in_the_sample() -> None:
    attacks = [get_attack(SEED, number) for number in range(400)]
    assert {len(attack.steps) for attack in attacks} == {1, 2, 3}
    assert {attack.form for attack in attacks} == {"zip", "bel"}
    assert any(attack.way.startswith(EVERYWHERE) for attack in attacks)
    documents = [{pattern.split("/")[0] for pattern, _ in a.steps} for a in attacks if a.more]
    assert sum(len(names) > 1 for names in documents) > sum(len(names) == 1 for names in documents)
    assert {attack.pattern.split("/")[0] for attack in attacks if attack.form == "bel"}.isdisjoint(
        ("manifest", "evidence", "questionnaire")
    )


@pytest.mark.parametrize(
    ("pattern", "old", "expected"),
    [
        ("manifest/strata/children/*/children/*/code", "icu", "allowed"),
        ("manifest/uuid", "", None),
    ],
)
def test_what_is_fixed_is_put_otherwise_wherever_it_stands(
    pattern: str, old: str, expected: str | None, javascript: JavaScriptJudge
) -> None:
    """A unit by another code is another set-up from the start; of a uuid the slips are made."""
    attack = Attack(0, "sole", pattern, f"{EVERYWHERE}text: doubled", "members")
    numbers = (attack._replace(number=n) for n in range(20))
    case = next(c for a in numbers if (c := build_case(SEED, a)) and old in str(c.change.spots))
    javascript.ask(case.data)
    verdict = cases.judge(case._replace(attack=case.attack._replace(number=1)), javascript)
    assert verdict.kind == (expected or "ok"), verdict
    if expected:
        places = {name_pattern(spot.document, spot.path) for spot in case.change.spots}
        assert {"evidence/slips/*/leaf", "evidence/parts/*/leaves/#"} < places
        named = f"{old}{old}"
        assert any(named in map(str, spot.path) for spot in case.change.spots)


def _file_of(kind: str) -> bytes:
    world = create_world("asking")
    if kind == "unsupported":
        manifest = json.loads(world.encoded["manifest"])
        manifest["release"]["policy"] = "partition"
        change = Change({**world.documents, "manifest": manifest}, "manifest", ("release",))
        return pack(mend(world, change, "trustees", "x"), world.uuid)
    if kind == "found":
        return pack({**world.documents, "manifest": {}}, world.uuid)
    return world.bundle if kind == "verified" else b"no archive"


@pytest.mark.parametrize("kind", ["verified", "found", "unsupported", "not-an-archive"])
def test_the_commands_exit_code_follows_from_the_report(kind: str, node: Path) -> None:
    """In words, as JSON, and both commands as processes; what does not follow is said."""
    data = _file_of(kind)
    report = judge_in_python(data)
    assert expect_exit(report) == {"verified": 0, "found": 1}.get(kind, 2)
    for number in (0, ALL, 2 * ALL):
        assert find_complaint(data, report, number=number) is None
    wrong = {"error": "unsupported"} if expect_exit(report) < 2 else {"verified": True}
    assert "ends with" in str(find_complaint(data, wrong, number=ALL))


def test_what_the_command_says_wrongly_is_noticed(
    javascript: JavaScriptJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(case for n in range(0, 60 * ALL, ALL) if (case := create_case(SEED, n)))
    monkeypatch.setattr(cases, "find_complaint", lambda data, report, number: "another exit code")
    javascript.ask(case.data)
    assert cases.judge(case, javascript) == Verdict("disagreement", "another exit code")


def test_less_help_or_another_place_is_not_allowed() -> None:
    case, said = _case(), {"fingerprint"}
    assert find_allowed(case.attack, case.change, said)
    assert not find_allowed(case.attack._replace(power="server"), case.change, said)
    assert not find_allowed(case.attack, case.change._replace(path=("uuid",)), said)
    assert not find_allowed(case.attack._replace(way="any: null"), case.change, said)


@pytest.mark.parametrize("blind", [True, False])
def test_the_command_fails_where_an_auditor_is_blind(
    blind: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    """An auditor that finds nothing any more: each case fails, is kept, and the exit code is 1."""
    real = running.judge

    def judge(case: Case, javascript: JavaScriptJudge) -> Verdict:
        verdict = real(case, javascript)
        return verdict._replace(kind="unexpected") if blind else verdict

    monkeypatch.setattr(running, "judge", judge)
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    number = next(n for n in count() if create_case(SEED, n))
    assert command.main(["--seed", SEED, "--case", str(number)]) == int(blind)
    said = capsys.readouterr().out
    assert f"seed {SEED}" in said and get_attack(SEED, number).describe() in said
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ([f"{SEED}-{number}.json", f"{SEED}-{number}.zip"] if blind else [])
