"""A fixed set-up, recomputed by whoever does not believe the server: teller, checker, phone.

PAPER, "Fixing the set-up"; docs/formats.md, "Set-up". The same as
``static/js/campaign/setup/fixed.js``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.checks import decode_questionnaire
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.manifest import Manifest, decode_manifest, encode_public_credentials
from voteapp.campaign.setup.opening import compute_campaign_hash
from voteapp.campaign.texts import split_description
from voteapp.campaign.units.strata import list_leaves
from voteapp.errors import ProtocolError
from voteapp.protocol.election import create_context
from voteapp.protocol.encoding import hash_hex


class FixedTexts(NamedTuple):
    """What fixes one election: three files, as bytes."""

    election: bytes
    manifest: bytes
    questionnaire: bytes


class FixedSetup(NamedTuple):
    """A campaign's set-up: its manifests and fingerprints in order, its hash (hex), its leaves."""

    manifests: tuple[Manifest, ...]
    fingerprints: tuple[str, ...]
    campaign_hash: str
    leaves: tuple[str, ...]


def read_fixed(elections: Sequence[FixedTexts]) -> FixedSetup:
    """Check that these are all the elections of one campaign, in order, each bound to its manifest.

    Raises ProtocolError ``setup-election`` (manifest, questionnaire and election object do not
    belong together), ``setup-campaign`` (not one campaign's), and the codes of what is read.
    """
    read = [_read_election(texts) for texts in elections]
    manifests = tuple(manifest for manifest, _fingerprint in read)
    uuids = [manifest.uuid for manifest in manifests]
    if not read or any(manifest.campaign.uuids != uuids for manifest in manifests):
        raise ProtocolError("setup-campaign", "these are not all the elections of one campaign")
    if len({encode_canonical(manifest.strata) for manifest in manifests}) != 1:
        raise ProtocolError("setup-campaign", "the elections have other units than one another")
    fingerprints = tuple(fingerprint for _manifest, fingerprint in read)
    leaves = tuple(leaf.code for leaf in list_leaves(manifests[0].strata))
    return FixedSetup(manifests, fingerprints, compute_campaign_hash(fingerprints), leaves)


def check_slips(
    setup: FixedSetup, credentials: Mapping[str, Collection[str]], leaves: Collection[str]
) -> None:
    """Check that a teller's slips are the set-up's: ``credentials`` of each election (by uuid) are
    just those listed, and every leaf is one of its leaves. One teller makes all slips.

    Raises ProtocolError ``setup-slips``.
    """
    for manifest in setup.manifests:
        listed = encode_public_credentials(sorted(credentials.get(manifest.uuid, ())))
        if hash_hex(listed) != manifest.credentials:
            raise ProtocolError("setup-slips", "the list of slips is not the one of this file")
    if not set(leaves) <= set(setup.leaves):
        raise ProtocolError("setup-slips", "a slip belongs to a unit that was not fixed")


def _read_election(texts: FixedTexts) -> tuple[Manifest, str]:
    manifest = decode_manifest(texts.manifest)
    questionnaire = decode_questionnaire(texts.questionnaire)
    context = create_context(texts.election)
    election = context.election
    _intro, digest = split_description(election.description)
    belongs = (
        digest == hash_hex(texts.manifest)
        and manifest.uuid == election.uuid
        and manifest.questionnaire == hash_hex(texts.questionnaire)
        and list(election.questions) == create_record_questions(questionnaire)
    )
    if not belongs:
        raise ProtocolError("setup-election", "election, manifest and questionnaire differ")
    return manifest, context.fingerprint
