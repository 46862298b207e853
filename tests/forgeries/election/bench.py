"""Tools for forging bundles: an honest election that is bent at one step, everything after it
made right again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from tests.players.campaign.elections import AUDITOR, README, VOTES, Workshop
from voteapp.campaign.board.signing import Head
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.opening import SetupObjects
from voteapp.campaign.signed import sign
from voteapp.campaign.zips import encode_zip
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.keys.trustees import encode_trustees

replace = msgspec.structs.replace


def play(seed: str = "forged", **options: Any) -> tuple[Workshop, PlayedElection]:
    """An honest election, finished."""
    workshop = Workshop(seed, **options)
    return workshop, workshop.play(workshop.open(), VOTES)


def open_voting(seed: str = "voting", **options: Any) -> tuple[Workshop, PlayedElection]:
    """An honest election, still open, with one batch of four."""
    workshop = Workshop(seed, **options)
    election = workshop.open()
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES[:4])])
    return workshop, election


def close(workshop: Workshop, election: PlayedElection) -> None:
    """Close with honest counts and tally; nothing is agreed or decrypted yet."""
    election.close(workshop.slips())
    election.compute_tally()


def sign_again(election: PlayedElection) -> PlayedElection:
    """Let all who sign closings sign the evidence as it is now: it was so when it was frozen."""
    election.replace(closing_statements=[])
    election.sign("closing_statements", election.closing_text, election.openers)
    return election


def contents(election: PlayedElection) -> dict[str, bytes]:
    """The bundle's members."""
    return {
        f"{election.uuid}.bel": election.record,
        **{f"{name}.json": body for name, body in election.papers._asdict().items()},
        "auditor.html": AUDITOR,
        "README.txt": README,
    }


def pack(election: PlayedElection, **members: bytes | None) -> bytes:
    """The bundle with some members exchanged (``manifest``, ``evidence``) or left out (None)."""
    found = contents(election)
    for name, body in members.items():
        full = f"{name}.json"
        if body is None:
            del found[full]
        else:
            found[full] = body
    return encode_zip(found)


def edit(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Canonical JSON with one thing changed."""
    value = json.loads(data)
    change(value)
    return encode_canonical(value)


def resign(election: PlayedElection, head: Head, **fields: Any) -> Head:
    """A head with other fields, validly signed by the server."""
    return sign(replace(head, **fields, signature=""), election.server_key)


def rewrite_setup(
    workshop: Workshop,
    *,
    change_election: Callable[[dict[str, Any]], object] = lambda value: None,
    credentials: Callable[[list[str]], list[str]] = lambda entries: entries,
) -> PlayedElection:
    """Open an election whose own objects are changed, with a setup that fits them."""
    honest = workshop.open()
    election = json.loads(honest.setup.election)
    change_election(election)
    listed = encode_json(credentials(json.loads(honest.setup.credentials)))
    body = encode_json(election)
    setup = {
        "election": hash_hex(body),
        "trustees": hash_hex(honest.setup.trustees),
        "credentials": hash_hex(listed),
    }
    objects = SetupObjects(body, honest.setup.trustees, listed, encode_json(setup))
    return PlayedElection(
        manifest=workshop.manifest,
        questionnaire=workshop.questionnaire,
        setup=objects,
        server_key=honest.server_key,
        parts=[workshop.teller.open_part(workshop.leaves)],
        tellers=[workshop.teller.secret],
        timestamp=honest.timestamp,
        random_bytes=workshop.random_bytes,
        openers=workshop.openers,
    )


class CertifiedObjects(NamedTuple):
    """A Setup's objects, a certificate of the credentials among them."""

    election: bytes
    trustees: bytes
    credentials: bytes
    certificate: bytes
    setup_data: bytes


def add_certificate(workshop: Workshop, certificate: bytes) -> PlayedElection:
    """Open an election whose setup calls these bytes a certificate of the credentials."""
    honest = workshop.open()
    named = {"credentials_certificate": hash_hex(certificate)}
    data = encode_json(json.loads(honest.setup.setup_data) | named)
    objects: Any = CertifiedObjects(*honest.setup[:3], certificate, data)
    return PlayedElection(
        manifest=workshop.manifest,
        questionnaire=workshop.questionnaire,
        setup=objects,
        server_key=honest.server_key,
        parts=honest.parts,
        tellers=honest.tellers,
        timestamp=honest.timestamp,
        random_bytes=workshop.random_bytes,
        openers=workshop.openers,
    )


def exchange_trustees(
    workshop: Workshop, right: PlayedElection, items: Sequence[Any]
) -> PlayedElection:
    """The same election just opened, with trustees that our own set-up would refuse."""
    trustees = encode_trustees(items)
    data = {
        "election": hash_hex(right.setup.election),
        "trustees": hash_hex(trustees),
        "credentials": hash_hex(right.setup.credentials),
    }
    objects = SetupObjects(
        right.setup.election, trustees, right.setup.credentials, encode_json(data)
    )
    election = PlayedElection(
        manifest=workshop.manifest,
        questionnaire=workshop.questionnaire,
        setup=objects,
        server_key=right.server_key,
        parts=[workshop.teller.open_part(workshop.leaves)],
        tellers=[workshop.teller.secret],
        timestamp=right.timestamp,
        random_bytes=workshop.random_bytes,
        openers=workshop.openers,
    )
    election.replace(ceremony=right.evidence.ceremony)
    return election
