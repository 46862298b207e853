"""Bundles each of which is in order by itself, and which contradict each other: the code that is
found when they are put side by side, and no other."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from tests.forgeries.campaign.stage import (
    WHILE,
    WITNESS_KEY,
    Joint,
    count,
    create_singles,
    element,
    hold,
    play,
)
from tests.players.campaign.elections import STRATA
from voteapp.campaign.audit import study_bundle
from voteapp.campaign.audit.together import compare_bundles
from voteapp.campaign.ceremony.agreement import RefusedEntry
from voteapp.campaign.setup.amendments import Change
from voteapp.campaign.slips.tellers import sign_printed
from voteapp.campaign.statements.people import Mirror, Signer, Witness
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.encoding import hash_base64

replace = msgspec.structs.replace
OTHER_SERVER = bytes(range(32))
TOGETHER = Path(__file__).parents[2] / "js" / "together-cli.mjs"
FINDINGS = Path(__file__).parents[3] / "docs" / "findings.md"

pytestmark = pytest.mark.slow


def other_units() -> list[bytes]:
    return Joint(fields={"strata": replace(STRATA, name="Another campaign")}).pack()


def another_joint_key() -> list[bytes]:
    return Joint(keys=[hold(), hold("others")]).pack()


def the_same_trustees_in_another_order() -> list[bytes]:
    """The joint key is the same, and trustee 1 is somebody else."""
    return Joint(keys=[create_singles((0, 1)), create_singles((1, 0))]).pack()


def another_witness() -> list[bytes]:
    two = [Witness(name=name, key=element(WITNESS_KEY + n)) for n, name in enumerate(("Ines", "X"))]
    return Joint(fields={"witnesses": two}).pack()


def another_mirror() -> list[bytes]:
    mirror = Mirror(name="M", address="https://m.example", key=element(205))
    return Joint(fields={"mirrors": [mirror]}).pack()


def another_server() -> list[bytes]:
    """It signs the second election's changes and notes too."""
    joint = Joint(server_key=OTHER_SERVER)
    for election in joint.elections:
        joint.amend(election, (Change("closes", "2026-11-29T20:00:00-08:00", "More time."), WHILE))
        joint.note(election, "A list was found.")
    return joint.pack()


def another_teller() -> list[bytes]:
    return Joint(teller="Somebody else").pack()


def printed_for_another_set_up() -> list[bytes]:
    """The second says that slips were printed for a first that nobody shows."""
    joint = Joint()
    election = joint.elections[1]
    fingerprints = [hash_base64(b"hidden"), joint.fingerprints[1]]
    printed = [sign_printed(fingerprints, joint.tellers[1].secret)]
    election.print_slips(fingerprints)
    assert election.evidence.printed == printed
    return joint.pack()


def two_histories() -> list[bytes]:
    joint = Joint()
    for election, reason in zip(joint.elections, ("More time.", "A storm."), strict=True):
        joint.amend(election, (Change("closes", "2026-11-29T20:00:00-08:00", reason), WHILE))
    return joint.pack()


def a_change_left_out() -> list[bytes]:
    joint = play()
    second = joint.elections[1]
    second.replace(amendments=second.evidence.amendments[:1])
    return joint.pack()


def a_note_left_out() -> list[bytes]:
    joint = play()
    second = joint.elections[1]
    second.replace(notes=second.evidence.notes[:1])
    return joint.pack()


def two_notes_with_one_number() -> list[bytes]:
    joint = Joint()
    for election, text in zip(joint.elections, ("Six.", "Seven."), strict=True):
        joint.note(election, text)
    return joint.pack()


def a_witness_who_opened_one_only() -> list[bytes]:
    joint = play()
    second = joint.elections[1]
    second.replace(openings=[one for one in second.evidence.openings if one.role == "trustee"])
    return joint.pack()


def somebody_who_is_out_of_one_only() -> list[bytes]:
    joint = play()
    joint.leave(joint.elections[1], Signer("witness", 1), WITNESS_KEY)
    return joint.pack()


def other_counts() -> list[bytes]:
    joint = play()
    joint.elections[1].replace(slips=count(2))
    return joint.pack()


def a_slip_given_up_in_one_only() -> list[bytes]:
    joint = play()
    joint.void(1, 5)
    return joint.pack()


def another_ceremony() -> list[bytes]:
    """Something is said to have been refused that the first does not have."""
    joint = play()
    refused = RefusedEntry(trustee=1, step="share", code="trustee-proof", message="{}")
    second = joint.elections[1]
    assert second.evidence.ceremony is not None
    second.replace(ceremony=replace(second.evidence.ceremony, refused=[refused]))
    return joint.pack()


def two_campaigns() -> list[bytes]:
    return [play().pack()[0], Joint("another").pack()[1]]


def another_order() -> list[bytes]:
    """The second election's list turned round, and signed so by its teller and everybody else."""
    return Joint(turned=True).pack()


def one_of_them_twice() -> list[bytes]:
    first, _second = play().pack()
    return [first, first]


FORGERIES: dict[Callable[[], list[bytes]], str] = {
    other_units: "campaign-units",
    another_joint_key: "campaign-trustees",
    the_same_trustees_in_another_order: "campaign-trustees",
    another_witness: "campaign-witnesses",
    another_mirror: "campaign-mirrors",
    another_server: "campaign-server",
    another_teller: "campaign-tellers",
    printed_for_another_set_up: "campaign-fingerprints",
    two_histories: "campaign-amendments",
    a_change_left_out: "campaign-amendments",
    a_note_left_out: "campaign-notes",
    two_notes_with_one_number: "campaign-notes",
    a_witness_who_opened_one_only: "campaign-openings",
    somebody_who_is_out_of_one_only: "campaign-outs",
    other_counts: "campaign-slips",
    a_slip_given_up_in_one_only: "campaign-voided",
    another_ceremony: "campaign-ceremony",
    two_campaigns: "campaign-elections",
    another_order: "campaign-elections",
    one_of_them_twice: "campaign-elections",
}


def audit(bundles: Sequence[bytes]) -> Findings:
    """Each is in order; what is found when they are compared."""
    studies = [study_bundle(BytesSource(data)) for data in bundles]
    for study in studies:
        assert study.findings.items == []
    return compare_bundles(studies)


def list_codes(found: Findings) -> tuple[list[str], list[str]]:
    return [one.code for one in found.items], [one.code for one in found.warnings]


def test_an_honest_campaign() -> None:
    bundles = play().pack()
    assert list_codes(audit(bundles)) == ([], [])
    assert list_codes(audit(bundles[::-1])) == ([], [])


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_one_defect_gives_one_code(forge: Callable[[], list[bytes]]) -> None:
    bundles = forge()
    for given in (bundles, bundles[::-1]):
        assert list_codes(audit(given)) == ([FORGERIES[forge]], [])


def test_every_code_of_the_page_has_a_forgery() -> None:
    page = FINDINGS.read_text(encoding="utf-8").split("\n## Bundles side by side\n")[1]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)) == set(FORGERIES.values())


def test_an_election_that_is_not_given_is_named() -> None:
    joint = play()
    found = audit(joint.pack()[:1])
    assert list_codes(found) == ([], ["campaign-missing"])
    assert joint.uuids[1] in found.warnings[0].message


def test_an_election_that_is_not_given_has_one_fingerprint_all_the_same() -> None:
    """The first's changes are of one second election, and its slips were printed for another: its
    own audit says so, and beside it nothing more is told."""
    joint = play()
    first = joint.elections[0]
    first.replace(outs=[])
    first.print_slips([joint.fingerprints[0], hash_base64(b"hidden")])
    study = study_bundle(BytesSource(joint.pack()[0]))
    assert [one.code for one in study.findings.items] == ["amendment-chain", "note-chain"]
    assert list_codes(compare_bundles([study])) == ([], ["campaign-missing"])


def test_what_an_audit_found_is_not_found_twice() -> None:
    """A change that the first election's server did not sign: its own audit says so."""
    joint = play()
    second = joint.elections[1]
    *_, last = second.evidence.amendments
    bent = replace(last, reason="Another.")
    second.replace(amendments=[*second.evidence.amendments[:-1], bent])
    studies = [study_bundle(BytesSource(data)) for data in joint.pack()]
    assert [one.code for one in studies[1].findings.items] == ["amendment-signature"]
    assert list_codes(compare_bundles(studies)) == ([], [])


def test_the_browser_says_the_same(node: Path, tmp_path: Path) -> None:
    """Of every forgery, in either order, and where one is not given: the same words."""
    honest_bundles = play().pack()
    groups = [honest_bundles, honest_bundles[:1], *(forge() for forge in FORGERIES)]
    groups += [group[::-1] for group in groups]
    paths = []
    for i, group in enumerate(groups):
        files = [tmp_path / f"{i}-{k}.zip" for k in range(len(group))]
        for file, data in zip(files, group, strict=True):
            file.write_bytes(data)
        paths.append(",".join(map(str, files)))
    done = subprocess.run(
        [node, TOGETHER, *paths], capture_output=True, text=True, timeout=300, check=True
    )
    theirs = [json.loads(line) for line in done.stdout.splitlines()]
    ours = [audit(group) for group in groups]
    assert theirs == [
        {"findings": msgspec.to_builtins(one.items), "warnings": msgspec.to_builtins(one.warnings)}
        for one in ours
    ]
    assert len(theirs) > 40
