"""What somebody inside can make right again, and what is found all the same."""

from __future__ import annotations

import json
from random import Random

import pytest

from tests.forge.attacks import POWERS, Change, Spot
from tests.forge.documents import pack
from tests.forge.insiders.mending import mend
from tests.forge.judging import JavaScriptJudge, judge_in_python
from tests.forge.plans import PLANS
from tests.forge.worlds import create_world
from voteapp.protocol.encoding import hash_hex

pytestmark = pytest.mark.slow

NAMES = [plan.name for plan in PLANS]


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_made_right_again(name: str) -> None:
    """A free text that was another from the start: with everybody's help nothing is found, and it
    is another election; with less help something is."""
    world = create_world(name)
    honest, verified = judge_in_python(world.bundle), []
    for power in ("anybody", "server", "tellers", "few", "trustees", "members"):
        election = {**world.documents["election"], "administrator": "Another"}
        change = Change({**world.documents, "election": election}, "election", ("administrator",))
        report = judge_in_python(pack(mend(world, change, power, "x"), world.uuid))
        if report["verified"]:
            verified.append(power)
            assert {n for n in report if report[n] != honest[n]} == {"fingerprint"}
    assert verified[-1] == "members"
    assert not {"server", "tellers", "few"} & set(verified)
    assert ("trustees" in verified) == (name == "asking")


@pytest.mark.parametrize("name", ["sole", "threshold", "witnessed", "undecrypted", "agreed"])
def test_what_a_closing_names_takes_everybody_who_signed_it(name: str) -> None:
    """Counts of slips, which no file proves: one trustee less than decrypt, with every witness and
    mirror, cannot change them once it is decrypted after a closing that was signed; before any is
    signed anybody can."""
    world, verified = create_world(name), set()
    for power in POWERS:
        evidence = json.loads(world.encoded["evidence"])
        evidence["slips"][0]["handed_out"] -= 1
        change = Change({**world.documents, "evidence": evidence}, "evidence", ("slips", 0))
        documents = mend(world, change, power, "x")
        if judge_in_python(pack(documents, world.uuid))["verified"]:
            verified.add(power)
    expected = {"undecrypted": POWERS, "agreed": POWERS[POWERS.index("few") :]}
    assert verified == set(expected.get(name, ("trustees", "members")))


def test_few_leave_out_what_the_others_signed() -> None:
    """Of the witnessed election two trustees and the witness sign another closing; the third's
    statement is not there any more."""
    world = create_world("witnessed")
    evidence = json.loads(world.encoded["evidence"])
    evidence["slips"][0]["handed_out"] -= 1
    change = Change({**world.documents, "evidence": evidence}, "evidence", ("slips", 0))
    few = ("trustee 1", "trustee 4", "witness 1", "mirror 1", "mirror 2")
    documents = mend(world, change, "few", "x", few)
    closings = documents["evidence"]["closing_statements"]
    assert [(one["role"], one["number"]) for one in closings] == [
        *(("trustee", 1), ("trustee", 4)),
        ("witness", 1),
    ]
    report = judge_in_python(pack(documents, world.uuid))
    assert report["findings"] == ["closing-statement-missing at None"]


@pytest.mark.parametrize("name", ["sole", "threshold", "survey"])
def test_a_dropped_ballot_is_hidden_from_the_auditor_by_everybody_together(name: str) -> None:
    """The tally, factors, proofs, statements, plan and heads are all made anew."""
    world = create_world(name)
    layout = [n for n in world.documents["layout"] if n not in ("ballot 1", "event 1")]
    change = Change({**world.documents, "layout": layout}, "layout", ())
    change.documents["evidence"] = json.loads(world.encoded["evidence"])
    report = judge_in_python(pack(mend(world, change, "members", "x"), world.uuid))
    if name == "sole":
        assert report["verified"] and report["ballots"] == 5
    else:
        assert not report["verified"]  # fewer than k ballots are left


@pytest.mark.parametrize("language", [[], ["fr", "ltr"], [""]])
def test_an_election_in_another_language_or_none_is_not_the_one_that_was_fixed(
    language: list[str], javascript: JavaScriptJudge
) -> None:
    """Everything else is right again: a list of no language was read as no list in Python."""
    world = create_world("asking")
    election = {**world.documents["election"], "language": language}
    change = Change({**world.documents, "election": election}, "election", ("language",))
    data = pack(mend(world, change, "trustees", "x"), world.uuid)
    javascript.ask(data)
    ours = judge_in_python(data)
    assert ours == javascript.answer() and ours["findings"] == ["questionnaire-record at None"]


def test_two_commitments_written_as_one_are_found_alike(javascript: JavaScriptJudge) -> None:
    """Joined they are what everybody acknowledged; as a list they are not."""
    world = create_world("threshold")
    evidence = json.loads(world.encoded["evidence"])
    first, second, *rest = evidence["ceremony"]["commitments"]
    evidence["ceremony"]["commitments"] = [f"{first},{second}", *rest]
    data = pack({**world.documents, "evidence": evidence}, world.uuid)
    javascript.ask(data)
    ours = judge_in_python(data)
    assert ours == javascript.answer() and "ceremony-commitment at None" in ours["findings"]


def test_another_ceremony_takes_all_trustees(javascript: JavaScriptJudge) -> None:
    """One's certificate with another key to encrypt to: everything that hangs on it is signed and
    said again, and is found unless all of them do. A certificate of another ceremony is found."""
    world, found = create_world("threshold"), {}
    for name, size in (("few", 3), ("members", 3), ("members", 4)):
        trustees = json.loads(world.encoded["trustees"])
        certs = [json.loads(cert["message"]) for cert in trustees[0][1]["certs"]]
        said = certs[1] | {"encryption": certs[2]["encryption"]}
        said["context"] |= {"size": size}
        trustees[0][1]["certs"][1]["message"] = json.dumps(said, separators=(",", ":"))
        documents = {**world.documents, "evidence": json.loads(world.encoded["evidence"])}
        path = (0, 1, "certs", 1, "message")
        change = Change({**documents, "trustees": trustees}, "trustees", path)
        data = pack(mend(world, change, name, "x"), world.uuid)
        javascript.ask(data)
        ours = judge_in_python(data)
        assert ours == javascript.answer()
        found[name, size] = ours["findings"]
    assert found["members", 3] == [] and "trustee-certificate at 0" in found["few", 3]
    assert found["members", 4] == ["trustee-certificate at 0"]


@pytest.mark.parametrize("chain", ["amendments", "notes"])
def test_amendments_and_notes_are_of_the_elections_that_were_printed(
    chain: str, javascript: JavaScriptJudge
) -> None:
    """A sibling that there is not, in every entry: two with one number would prove nothing."""
    world = create_world("campaign")
    evidence = json.loads(world.encoded["evidence"])
    for entry in evidence[chain]:
        entry["fingerprints"][0] = "A" * 43
    first, *more = [
        Spot("evidence", (chain, i, "fingerprints")) for i in range(len(evidence[chain]))
    ]
    change = Change({**world.documents, "evidence": evidence}, *first, others=tuple(more))
    data = pack(mend(world, change, "members", "x"), world.uuid)
    javascript.ask(data)
    ours = judge_in_python(data)
    assert ours == javascript.answer() and ours["findings"] == [f"{chain[:-1]}-chain at None"]


@pytest.mark.parametrize("sibling", ["A|B", "A" * 42 + "=", "own"])
def test_what_tellers_printed_for_are_fingerprints(
    sibling: str, javascript: JavaScriptJudge
) -> None:
    """All is joined by strokes where it is signed: what has one in it is two, or none. Nor is this
    election its own sibling."""
    world = create_world("campaign")
    evidence = json.loads(world.encoded["evidence"])
    changed = []
    for chain in ("printed", "amendments", "notes"):
        for i, entry in enumerate(evidence[chain]):
            own = entry["fingerprints"][1]
            entry["fingerprints"][0] = own if sibling == "own" else sibling
            changed.append(Spot("evidence", (chain, i, "fingerprints")))
    for statement in evidence["openings"]:
        text, parts = evidence["printed"][0]["fingerprints"], statement["message"].split("|")
        statement["message"] = "|".join([parts[0], *text, parts[-1]])
    change = Change({**world.documents, "evidence": evidence}, *changed[0], others=(*changed[1:],))
    data = pack(mend(world, change, "members", "x"), world.uuid)
    javascript.ask(data)
    ours = judge_in_python(data)
    assert ours == javascript.answer() and "printed-election at None" in ours["findings"]


def test_few_are_any_who_cannot_decrypt() -> None:
    """Four trustees of whom three decrypt: any two, any one, none; with all helpers or some."""
    world = create_world("witnessed")
    drawn = [world.draw_few(Random(seed)) for seed in range(400)]
    split = [({n for n in few if n.startswith("trustee")}, few) for few in drawn]
    trustees = {frozenset(some) for some, _ in split}
    assert len([one for one in trustees if len(one) == 2]) == 6
    assert {len(one) for one in trustees} == {0, 1, 2}
    assert len({frozenset(few - some) for some, few in split}) == 8
    assert create_world("sole").draw_few(Random(1)) == set()


@pytest.mark.parametrize("name", ["voting", "closed", "undecrypted", "agreed", "witnessed"])
def test_who_can_leave_out_a_ballot(name: str) -> None:
    """The server alone until a closing is signed, and with few trustees until something is
    decrypted; what it signed before proves it. Then everybody is needed."""
    world = create_world(name)
    heads = {head["event"] for head in world.documents["evidence"]["heads"]}
    events = [n for n in world.documents["layout"] if n.startswith("event ")]
    inner = next(  # not the one that a head names
        n for n in events[1:] if hash_hex(world.encoded[n]) not in heads
    )
    place = world.documents["layout"].index(inner)
    ballot = world.documents["layout"][place - 1]
    layout = [n for n in world.documents["layout"] if n not in (ballot, inner)]
    weakest = None
    for power in POWERS:
        documents = {**world.documents, "layout": layout}
        documents["evidence"] = json.loads(world.encoded["evidence"])
        made = mend(world, Change(documents, "layout", ()), power, "x")
        report = judge_in_python(pack(made, world.uuid))
        if report["verified"]:
            assert report["ballots"] == len(world.ballots) - 1
            weakest = weakest or power
    expected = {"agreed": "few", "witnessed": None}  # of the last fewer than k ballots are left
    assert ballot.startswith("ballot ") and weakest == expected.get(name, "server")
