"""Last pass of an audit: the tally, the partial decryptions, the result.

Belenios specification, sections "Encrypted tally", "Partial decryptions", "Election result".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from voteapp.errors import ProtocolError
from voteapp.protocol.audit.ballots import BallotBox
from voteapp.protocol.audit.consistency import check_consistency
from voteapp.protocol.audit.explanations import explain_decryption
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.setup import Setup
from voteapp.protocol.audit.structure import AcceptedEvent, Structure
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.encoding import MAX_INTEGER, decode_canonical
from voteapp.protocol.group import Element
from voteapp.protocol.keys.trustees import Item, collect_keys
from voteapp.protocol.kinds import compute_widths
from voteapp.protocol.tally import (
    ElementMatrix,
    OwnedPartialDecryption,
    PairMatrix,
    Result,
    SizedEncryptedTally,
    check_partial_decryption,
    check_result,
    combine_factors,
    decode_partial_decryption,
    decode_tally,
    has_enough,
)

_MOST_EXPLAINED = 2


@dataclass
class Decryption:
    """What was decrypted; ``factors`` by owner, only those whose proofs hold; ``explained``: of how
    many trustees the wrong factors were looked into."""

    tally: PairMatrix | None = None
    factors: dict[int, ElementMatrix] = field(default_factory=dict)
    explained: int = 0
    result: list[list[int]] | None = None


def verify_decryption(
    structure: Structure, setup: Setup, box: BallotBox, findings: Findings
) -> Decryption:
    """Check everything after EndBallots."""
    decryption = Decryption()
    tallies = structure.of_kind("EncryptedTally")
    if not tallies or setup.context is None:
        return decryption
    for event in structure.of_kind("Shuffle"):
        # Questions that need one are not supported (yet), so none can be called for.
        findings.add("event-order", event.height, "no question calls for a shuffle")
    decryption.tally = _verify_tally(structure, setup.context, box, tallies[0], findings)
    if decryption.tally is None or setup.items is None or not setup.key_matches:
        return decryption
    sound = _verify_partial_decryptions(structure, setup, box, decryption, findings)
    results = structure.of_kind("Result")
    certain = not structure.unreadable and "PartialDecryption" not in structure.disordered
    if results and sound and certain:
        _verify_result(structure, setup.context, setup.items, box, decryption, results[0], findings)
    return decryption


def _verify_tally(
    structure: Structure,
    context: ElectionContext,
    box: BallotBox,
    event: AcceptedEvent,
    findings: Findings,
) -> PairMatrix | None:
    """The record's tally if it is the ballots', else None; one finding at most."""
    body = structure.fetch(event.payload or "")
    if body is None:
        return None
    try:
        sized = decode_canonical(body, SizedEncryptedTally, "tally-encoding", "the tally's size")
        inner = structure.fetch(sized.encrypted_tally)
        if inner is None:
            return None
        widths = compute_widths(context.election.questions)
        tally = decode_tally(context.group, inner, widths, allow_neutral=True)
        if box.tally is None:
            return None
        if tally != box.tally:
            raise ProtocolError("tally-ciphertexts", "the tally is not the ballots' product")
        if sized.num_tallied != len(box.last):
            raise ProtocolError(
                "tally-count", f"{sized.num_tallied} ballots are said, {len(box.last)} count"
            )
        if sized.total_weight != box.total_weight:
            raise ProtocolError(
                "tally-weight", f"weight {sized.total_weight} is said, {box.total_weight} counts"
            )
    except ProtocolError as error:
        findings.add_error(error, event.height)
        return None
    return tally


def _verify_partial_decryptions(
    structure: Structure,
    setup: Setup,
    box: BallotBox,
    decryption: Decryption,
    findings: Findings,
) -> bool:
    """Check each, then how they fit together; returns whether all are sound."""
    keys = collect_keys(setup.items or [])
    sound = True
    heights: dict[int, int] = {}
    for event in structure.of_kind("PartialDecryption"):
        body = structure.fetch(event.payload or "")
        if body is None:
            sound = False
            continue
        try:
            owner, inner = _read_owned(structure, keys, heights, body)
            heights[owner] = event.height
            if inner is not None:
                _verify_one(structure, setup, box, decryption, (owner, keys[owner]), inner)
        except ProtocolError as error:
            findings.add_error(error, event.height)
            sound = False
    return _verify_consistency(setup, decryption, heights, findings) and sound


def _read_owned(
    structure: Structure, keys: dict[int, Element], heights: dict[int, int], body: bytes
) -> tuple[int, bytes | None]:
    """Whose partial decryption it is, and its bytes."""
    owned = decode_canonical(
        body, OwnedPartialDecryption, "decryption-encoding", "a partial decryption's owner"
    )
    if owned.owner not in keys:
        raise ProtocolError("decryption-owner", f"there is no trustee {owned.owner}")
    if owned.owner in heights:
        raise ProtocolError("decryption-duplicate", f"trustee {owned.owner} decrypted before")
    return owned.owner, structure.fetch(owned.payload)


def _verify_one(
    structure: Structure,
    setup: Setup,
    box: BallotBox,
    decryption: Decryption,
    trustee: tuple[int, Element],
    inner: bytes,
) -> None:
    context, tally, (owner, key) = setup.context, decryption.tally, trustee
    if context is None or tally is None:
        return
    try:
        wire = decode_partial_decryption(inner)
        decryption.factors[owner] = check_partial_decryption(
            context.group, context.fingerprint, key, tally, wire
        )
    except ProtocolError as error:
        if error.code == "decryption-proof" and _is_worth_looking(box, decryption):
            decryption.explained += 1
            bodies = (structure.fetch(entry.digest) or b"" for entry in box.entries)
            error = explain_decryption(context, key, tally, wire, bodies, setup.weights)
        raise ProtocolError(error.code, f"trustee {owner}: {error.message}") from None


def _is_worth_looking(box: BallotBox, decryption: Decryption) -> bool:
    """Whether to look for what else was decrypted: it takes some work for each ballot, so it is
    done for the first two trustees, and where most ballots were right."""
    return decryption.explained < _MOST_EXPLAINED and 2 * box.accepted >= len(box.entries)


def _verify_consistency(
    setup: Setup, decryption: Decryption, heights: dict[int, int], findings: Findings
) -> bool:
    """With more than are needed, all must lie on one polynomial; one finding an item at most."""
    sound = True
    if setup.context is None:
        return sound
    for item in [item for item in setup.items or [] if item.kind == "Pedersen"]:
        for owner in [owner for owner in decryption.factors if owner in item.owners]:
            try:
                check_consistency(setup.context.group, item, decryption.factors, owner)
            except ProtocolError as error:
                findings.add_error(error, heights[owner])
                sound = False
                break
    return sound


def _verify_result(
    structure: Structure,
    context: ElectionContext,
    items: list[Item],
    box: BallotBox,
    decryption: Decryption,
    event: AcceptedEvent,
    findings: Findings,
) -> None:
    body = structure.fetch(event.payload or "")
    if body is None or decryption.tally is None:
        return
    try:
        if not has_enough(items, decryption.factors):
            if not findings.has("archive-"):
                raise ProtocolError(
                    "result-insufficient", "too few trustees decrypted for a result"
                )
            return
        result = decode_canonical(body, Result, "result-encoding", "the result")
        factors = combine_factors(context.group, items, decryption.factors)
        bound = min(box.total_weight, MAX_INTEGER)
        check_result(context.group, decryption.tally, factors, result.result, bound)
    except ProtocolError as error:
        findings.add_error(error, event.height)
        return
    decryption.result = result.result
