"""Bundles of one campaign side by side: what one slip opens is fixed, and told, once for all of it.

docs/formats.md, "Bundles side by side". Each bundle is audited by itself before; here its elections
are compared with each other. The same as ``static/js/campaign/audit/together.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from voteapp.campaign.audit import ElectionAudit
from voteapp.campaign.audit.board import load_trustees
from voteapp.campaign.bundle.evidence import Evidence
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.setup.manifest import Manifest
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.keys.trustees import encode_trustees


class Side(NamedTuple):
    """One election that can be compared; ``evidence``: None where its own audit says why."""

    uuid: str
    fingerprint: str
    manifest: Manifest
    evidence: Evidence | None
    trustees: bytes | None
    findings: Findings


class Shared(NamedTuple):
    """Something that is the same in all elections of a campaign: the ``code`` where it is not, what
    ``read`` gives (None: not to be had), and the beginnings of the codes that explain a
    difference, of an election's own audit or found here before."""

    code: str
    what: str
    read: Callable[[Side], bytes | None]
    unless: tuple[str, ...] = ()


def _of_manifest(code: str, what: str, read: Callable[[Manifest], object]) -> Shared:
    return Shared(code, what, lambda side: encode_canonical(read(side.manifest)))


def _of_evidence(code: str, what: str, read: Callable[[Evidence], object], *unless: str) -> Shared:
    def read_side(side: Side) -> bytes | None:
        return None if side.evidence is None else encode_canonical(read(side.evidence))

    return Shared(code, what, read_side, unless)


SET_UP = (
    _of_manifest("campaign-units", "units", lambda manifest: manifest.strata),
    Shared("campaign-trustees", "trustees", lambda side: side.trustees),
    _of_manifest("campaign-witnesses", "witnesses", lambda manifest: manifest.witnesses),
    _of_manifest("campaign-mirrors", "mirrors", lambda manifest: manifest.mirrors),
    _of_manifest("campaign-server", "servers", lambda manifest: manifest.server_key),
    _of_manifest("campaign-tellers", "tellers", lambda manifest: manifest.tellers),
)
"""What Fix fixed for all elections."""

_NAMED, _PEOPLE = "campaign-fingerprints", ("campaign-trustees", "campaign-witnesses")

EVIDENCE = (
    _of_evidence(
        "campaign-ceremony",
        "ceremonies",
        lambda evidence: evidence.ceremony,
        "ceremony-",
        "campaign-trustees",
    ),
    _of_evidence(
        "campaign-amendments",
        "changes",
        lambda evidence: evidence.amendments,
        "amendment-",
        "campaign-server",
        _NAMED,
    ),
    _of_evidence(
        "campaign-openings",
        "openings",
        lambda evidence: evidence.openings,
        "opening-signer",
        "opening-second",
        "opening-text",
        "opening-signature",
        *_PEOPLE,
        _NAMED,
    ),
    _of_evidence(
        "campaign-outs",
        "statements of who signs no closing",
        lambda evidence: evidence.outs,
        "out-",
        *_PEOPLE,
        _NAMED,
    ),
    _of_evidence(
        "campaign-slips",
        "counts of slips",
        lambda evidence: evidence.slips,
        "slips-",
        "campaign-units",
    ),
    _of_evidence(
        "campaign-voided",
        "numbers of voided slips",
        lambda evidence: len(evidence.voided),
        "slips-voided",
        "void-",
        "credential-voided",
    ),
    _of_evidence(
        "campaign-notes",
        "notes",
        lambda evidence: evidence.notes,
        "note-",
        "campaign-server",
        _NAMED,
    ),
)
"""What is said of all elections at once, as long as nothing that it rests on differs."""


def compare_bundles(audits: Sequence[ElectionAudit]) -> Findings:
    """Compare audited bundles of one campaign. What an election's own audit found is not repeated.

    Findings: ``campaign-...``. Warning: ``campaign-missing``, for each election that is not there.
    """
    found = Findings()
    sides = [side for side in map(_read_side, audits) if side is not None]
    if not sides:
        found.warn("campaign-missing", "no bundle is there that can be compared")
        return found
    _verify_elections(found, sides)
    if found.items:
        return found
    uuids = sides[0].manifest.campaign.uuids
    there = {one.record.setup.context.election.uuid for one in audits if one.record.setup.context}
    for uuid in uuids:
        if uuid not in there:
            found.warn("campaign-missing", f"the bundle of {uuid} is not there")
    ordered = sorted(sides, key=lambda side: uuids.index(side.uuid))
    for shared in SET_UP:
        _verify_same(found, ordered, shared)
    _verify_named(found, ordered)
    for shared in EVIDENCE:
        _verify_same(found, ordered, shared)
    return found


def _read_side(audit: ElectionAudit) -> Side | None:
    """None where the audit found no readable manifest that is this election's."""
    context, manifest = audit.record.setup.context, audit.documents.manifest
    if context is None or manifest is None or audit.findings.has("manifest-uuid"):
        return None
    trustees = load_trustees(audit.record)
    return Side(
        context.election.uuid,
        context.fingerprint,
        manifest,
        audit.documents.evidence,
        None if trustees is None else encode_trustees(trustees),
        audit.findings,
    )


def _verify_elections(found: Findings, sides: Sequence[Side]) -> None:
    """One list of elections, in one order, and each of them once."""
    first = sides[0]
    for i, side in enumerate(sides):
        if any(other.uuid == side.uuid for other in sides[:i]):
            found.add("campaign-elections", None, f"{side.uuid} is there twice")
            return
        if side.manifest.campaign.uuids != first.manifest.campaign.uuids:
            text = f"{first.uuid} and {side.uuid} are not of the same list of elections"
            found.add("campaign-elections", None, text)
            return


def _verify_named(found: Findings, sides: Sequence[Side]) -> None:
    """Whatever was signed for the whole campaign names just these elections."""
    uuids = sides[0].manifest.campaign.uuids
    there = {side.uuid: side.fingerprint for side in sides}
    lists: list[tuple[str, list[str]]] = [
        (side.uuid, one.fingerprints)
        for side in sides
        if side.evidence is not None and not side.findings.has("printed-", "amendment-", "note-")
        for chain in (side.evidence.printed, side.evidence.amendments, side.evidence.notes)
        for one in chain[:1]
    ]
    for uuid, named in lists:
        for other, fingerprint in zip(uuids, named, strict=False):
            if there.get(other, fingerprint) != fingerprint:
                text = f"what was signed in {uuid} is of another {other} than the one here"
                found.add(_NAMED, None, text)
                return
        if named != lists[0][1]:
            text = f"{lists[0][0]} and {uuid} name other elections than one another"
            found.add(_NAMED, None, text)
            return


def _verify_same(found: Findings, sides: Sequence[Side], shared: Shared) -> None:
    if shared.unless and (
        found.has(*shared.unless) or any(side.findings.has(*shared.unless) for side in sides)
    ):
        return
    read = [(side.uuid, shared.read(side)) for side in sides]
    there = [(uuid, value) for uuid, value in read if value is not None]
    for uuid, value in there[1:]:
        if value != there[0][1]:
            text = f"{there[0][0]} and {uuid} have other {shared.what} than one another"
            found.add(shared.code, None, text)
            return
