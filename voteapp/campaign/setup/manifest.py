"""The manifest: what is fixed before an election opens, bound by a line of its description.

DESIGN, "The manifest"; docs/formats.md, "Manifest".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from voteapp.campaign.canonical import (
    Record,
    check_count,
    decode_strict,
    encode_canonical,
    parse_instant,
)
from voteapp.campaign.setup.rules import Rule, check_decides, check_rule
from voteapp.campaign.signed import is_key
from voteapp.campaign.slips.tellers import TellerStatement, check_tellers
from voteapp.campaign.statements.people import Mirror, Witness
from voteapp.campaign.units.release import K_FLOOR
from voteapp.campaign.units.strata import Stratum, check_strata, compute_entitled, list_leaves
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import is_hex, is_uuid
from voteapp.protocol.limits import MAX_PAPER_BYTES

_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,64}\Z")
_PATH = re.compile(r"[A-Za-z0-9._/-]{1,200}\Z")


class Campaign(Record, frozen=True, kw_only=True):
    """The elections that one set of slips opens, in the order in which they are shown."""

    name: str
    uuids: list[str]


class Release(Record, frozen=True, kw_only=True):
    """What may be decrypted: everything, or groups of at least ``k`` ballots."""

    policy: Literal["total", "partition"]
    k: int
    variants: list[str]


class Manifest(Record, frozen=True, kw_only=True):
    """``manifest.json``; the fields are those of docs/formats.md."""

    type: Literal["voteapp-manifest"] = "voteapp-manifest"
    version: Literal[1] = 1
    uuid: str
    campaign: Campaign
    kind: Literal["vote", "survey"]
    organizer: str
    opens: str
    closes: str
    decrypts: str | None
    zone: str
    rule: Rule | None
    issuance: Literal["printed", "desk", "server"]
    revoting: bool
    trial: bool
    credentials: str
    questionnaire: str
    server_key: str
    booth: dict[str, str]
    release: Release
    strata: Stratum
    tellers: list[TellerStatement]
    witnesses: list[Witness] = []
    mirrors: list[Mirror] = []


def encode_manifest(manifest: Manifest) -> bytes:
    """Canonical JSON."""
    return encode_canonical(manifest)


def decode_manifest(data: bytes) -> Manifest:
    """Read and check all that a manifest says of itself. Witnesses and mirrors are checked beside
    the trustees (``statements.people.create_people``).

    Raises ProtocolError ``manifest-encoding`` and the codes of ``check_manifest``.
    """
    code = "manifest-encoding"
    manifest = decode_strict(data, Manifest, code, "the manifest", MAX_PAPER_BYTES)
    check_manifest(manifest)
    return manifest


def check_manifest(manifest: Manifest) -> None:
    """Check a manifest by itself.

    Raises ProtocolError ``manifest-encoding``, ``manifest-key``, ``manifest-uuid``,
    ``manifest-revoting``, ``manifest-schedule``, ``manifest-rule``, ``manifest-strata``,
    ``manifest-release``, ``manifest-tellers`` or ``manifest-tellers-signature``.
    """
    _check_fields(manifest)
    if manifest.revoting:
        raise ProtocolError("manifest-revoting", "version 1 knows no second ballot of one slip")
    uuids = manifest.campaign.uuids
    if not all(map(is_uuid, uuids)) or len(set(uuids)) != len(uuids) or manifest.uuid not in uuids:
        raise ProtocolError("manifest-uuid", "the campaign's uuids do not name this election once")
    opens, closes = parse_instant(manifest.opens), parse_instant(manifest.closes)
    if opens >= closes:
        raise ProtocolError("manifest-schedule", "voting would close before it opens")
    if manifest.decrypts is not None and parse_instant(manifest.decrypts) < closes:
        raise ProtocolError("manifest-schedule", "totals would be opened before voting closes")
    if (manifest.rule is None) != (manifest.kind == "survey"):
        raise ProtocolError("manifest-rule", "a vote has a rule and a survey has none")
    if manifest.rule is not None:
        check_rule(manifest.rule)
        check_decides(manifest.rule)
    check_strata(manifest.strata)
    check_release(manifest.release, manifest.strata)
    codes = [leaf.code for leaf in list_leaves(manifest.strata)]
    check_tellers(manifest.tellers, uuids, codes, manifest.server_key)


def _check_fields(manifest: Manifest) -> None:
    hashes = [
        manifest.credentials,
        manifest.questionnaire,
        manifest.server_key,
    ]
    if not all(is_hex(text, 32) for text in [*hashes, *manifest.booth.values()]):
        raise ProtocolError("manifest-encoding", "a hash or key is not 64 hex digits")
    if not is_key(manifest.server_key):
        raise ProtocolError("manifest-key", "the server's key is no element of prime order")
    if not all(_PATH.match(path) for path in manifest.booth):
        raise ProtocolError("manifest-encoding", "a path of the booth is malformed")
    if not _ZONE.match(manifest.zone):
        raise ProtocolError("manifest-encoding", "the zone is not an IANA name")


def is_too_early(decrypts: str | None, now: float) -> bool:
    """Whether trustees still wait with their factors at ``now``, in seconds from 1970-01-01 UTC;
    ``decrypts`` is the manifest's."""
    return decrypts is not None and now < parse_instant(decrypts)


def check_release(release: Release, strata: Stratum) -> None:
    """Check k, variants and whether the roster is large enough for groups.

    Raises ProtocolError ``manifest-release``.
    """
    check_count(release.k, "manifest-release", "k", least=K_FLOOR)
    if release.variants != sorted({leaf.variant for leaf in list_leaves(strata)}):
        raise ProtocolError("manifest-release", "the variants are not those of the leaves")
    if release.policy == "partition" and compute_entitled(strata) < 2 * release.k:
        raise ProtocolError("manifest-release", "a roster under 2k may only release the total")


def encode_public_credentials(credentials: Sequence[str]) -> bytes:
    """The record's list for an election of ours: sorted, without weights."""
    if len(set(credentials)) != len(credentials):
        raise MisuseError("a credential is listed twice")
    return encode_canonical(sorted(credentials))
