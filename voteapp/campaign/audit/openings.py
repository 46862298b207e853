"""Before a campaign opens: the whole set-up, recomputed from its package, and who may sign it.

PAPER, "Closing"; docs/formats.md, "Set-up package", "Statements".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony.agreement import check_distinct, check_majority
from voteapp.campaign.setup.amendments import Amendment, InForce, check_amendments
from voteapp.campaign.setup.fixed import FixedSetup
from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.setup.mended import check_mended
from voteapp.campaign.setup.named import name_people
from voteapp.campaign.setup.package import PackedElection, read_packed
from voteapp.campaign.statements.people import People
from voteapp.campaign.statements.texts import compute_opening_text
from voteapp.errors import ProtocolError
from voteapp.protocol.archive import ByteSource
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import hash_hex
from voteapp.protocol.keys.trustees import (
    Item,
    check_trustees,
    compute_signing_keys,
    decode_trustees,
)


class LookedAt(NamedTuple):
    """A package that was recomputed: set-up, files and elections in order, trustees (checked
    ``items``, the same in every election), everybody who may sign."""

    setup: FixedSetup
    packed: tuple[PackedElection, ...]
    elections: tuple[ElectionContext, ...]
    items: Sequence[Item]
    people: People

    @property
    def manifest(self) -> Manifest:
        """The first election's, for what is the same in all."""
        return self.setup.manifests[0]


def look_at_package(source: ByteSource) -> LookedAt:
    """Recompute a package and everything that an opening statement stands for.

    Raises ProtocolError as ``read_packed``; ``setup-campaign`` (the elections have other trustees
    than one another), ``manifest-witnesses``, ``manifest-mirrors`` and the
    codes of trustees who cannot be believed.
    """
    setup, packed = read_packed(source)
    elections = tuple(create_context(one.election) for one in packed)
    if len({one.trustees for one in packed}) != 1:
        raise ProtocolError("setup-campaign", "the elections have other trustees than one another")
    group, first = elections[0].group, setup.manifests[0]
    trustees = decode_trustees(packed[0].trustees)
    items = check_trustees(group, trustees)
    check_majority(trustees)
    keys = compute_signing_keys(group, trustees)
    check_distinct(keys)
    return LookedAt(setup, packed, elections, items, name_people(first, group, keys, items))


def check_amended(looked: LookedAt, amendments: Sequence[Amendment]) -> InForce:
    """What the amendments leave in force of a set-up, once their chain fits each of its elections
    and t trustees signed each mended file.

    Raises ProtocolError ``amendment-...``, ``booth-...``.
    """
    setup = looked.setup
    held = [
        check_amendments(amendments, manifest, fingerprint)
        for manifest, fingerprint in zip(setup.manifests, setup.fingerprints, strict=True)
    ]
    check_mended(looked.people, amendments)
    return held[0]


def write_opening(looked: LookedAt, amendments: Sequence[Amendment], *, late: bool) -> str:
    """What is signed of a set-up that was looked at with these amendments."""
    amended = hash_hex(encode_canonical(list(amendments)))
    return compute_opening_text(looked.setup.fingerprints, amended, late=late)
