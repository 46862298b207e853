"""Bundles of whose manifest or evidence somebody signed as much as there may be."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tests.forgeries.election.bench import contents, play
from tests.players.campaign.elections import AUDITOR, README, VOTES, Workshop
from voteapp.campaign.board.signing import Head
from voteapp.campaign.bundle.notes import create_note
from voteapp.campaign.linked import Linked, compute_previous
from voteapp.campaign.setup.amendments import Amendment
from voteapp.campaign.signed import sign
from voteapp.campaign.units.strata import create_leaf, create_node
from voteapp.campaign.zips import encode_zip

OPENS, CLOSES = "2026-11-20T08:00:00-08:00", "2026-11-28T20:00:00-08:00"


def make_amendments(size: int) -> bytes:
    """The closing moved to and fro."""
    workshop = Workshop("amendments")
    election = workshop.open()
    made: list[Amendment] = []
    instants = [CLOSES, "2026-11-29T20:00:00-08:00"]
    for number in range(1, size // 640):
        amendment = Amendment(
            fingerprints=[election.context.fingerprint],
            number=number,
            previous=compute_previous(made[-1:]),
            field="closes",
            leaf=None,
            old=instants[(number - 1) % 2],
            new=instants[number % 2],
            reason="r",
            at=OPENS,
        )
        made.append(sign(amendment, election.server_key))
    election.replace(amendments=made)
    election.print_slips([election.context.fingerprint])
    return workshop.play(election, VOTES).bundle(AUDITOR, README)


def make_notes(size: int) -> bytes:
    """Notes that say nothing much."""
    _, election = play("notes")
    made: list[Linked] = []
    for number in range(1, size // 560):
        note = create_note([], [election.context.fingerprint], "committee", "n", OPENS)
        note = msgspec.structs.replace(note, number=number, previous=compute_previous(made[-1:]))
        made.append(sign(note, election.server_key))
    election.replace(notes=made)
    return election.bundle(AUDITOR, README)


def make_voids(size: int) -> bytes:
    """Most slips given up, each validly."""
    slips = max(20, size // 560)
    workshop = Workshop("voids", slips=slips, manifest_fields=_make_units(slips))
    election = workshop.open()
    voids = [workshop.void(election, member) for member in range(len(VOTES), slips)]
    election.replace(voided=sorted(voids, key=lambda one: one.credential))
    return workshop.play(election, VOTES).bundle(AUDITOR, README)


def _make_units(members: int) -> dict[str, object]:
    leaves = [create_leaf("icu", "ICU", members), create_leaf("er", "ER", members)]
    north = create_node("north", "North", leaves)
    return {"strata": create_node("campaign", "Campaign", [north])}


def make_members(size: int) -> bytes:
    """A list of members with the unit of each."""
    slips = max(20, size // 152)
    workshop = Workshop("members", slips=slips, manifest_fields=_make_units(slips))
    return workshop.play(workshop.open(), VOTES).bundle(AUDITOR, README)


def make_heads(size: int) -> bytes:
    """A head after each ballot."""
    slips = max(20, size // 4600)
    workshop = Workshop("heads", slips=slips, manifest_fields=_make_units(slips))
    election = workshop.open()
    heads: list[Head] = []
    for member in range(slips):
        election.replace(heads=heads[-1:])
        election.seal([workshop.vote(election, member, VOTES[0])])
        heads.append(election.evidence.heads[-1])
    election.replace(heads=heads)
    election.close(workshop.slips())
    workshop.finish(election)
    return election.bundle(AUDITOR, README)


def make_units(size: int) -> bytes:
    """As many units as there may be, with names as long as fit."""
    name = "x" * (size // 1024)
    leaves = [create_leaf(f"u{i:04}", name, 12) for i in range(1021)]
    more = [create_leaf("icu", "ICU", 12), create_leaf("er", "ER", 10)]
    fields: dict[str, object] = {"strata": create_node("campaign", "Campaign", [*leaves, *more])}
    workshop = Workshop("units", manifest_fields=fields)
    return workshop.play(workshop.open(), VOTES).bundle(AUDITOR, README)


def make_booth(size: int) -> bytes:
    """A booth of thousands of files."""
    files = {f"/static/{number:06}": "0" * 64 for number in range(size // 86)}
    workshop = Workshop("booth", manifest_fields={"booth": files})
    return workshop.play(workshop.open(), VOTES).bundle(AUDITOR, README)


def make_openings(size: int) -> bytes:
    """As many trustees as there may be, who all sign all they can."""
    workshop = Workshop("openings", trustees=100)
    return workshop.play(workshop.open(), VOTES).bundle(AUDITOR, README)


def make_everything(size: int) -> bytes:
    """All papers as large as they may be at once, none of them right."""
    limit = 1024 * 1024
    filled = b'["' + b'","'.join([b"x" * (limit - 4096)] * max(1, size // 5 // limit)) + b'"]'
    names = ("manifest.json", "questionnaire.json", "evidence.json", "README.txt", "auditor.html")
    return encode_zip({**contents(play()[1]), **dict.fromkeys(names, filled)})


PAPERS: dict[str, Callable[[int], bytes]] = {
    "amendments": make_amendments,
    "notes": make_notes,
    "voids": make_voids,
    "members": make_members,
    "heads": make_heads,
    "names of units": make_units,
    "files of the booth": make_booth,
    "statements": make_openings,
    "every paper": make_everything,
}
