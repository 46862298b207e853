"""A fixed set-up, recomputed by whoever does not believe the server: teller, checker, phone.

PAPER, "Fixing the set-up"; docs/formats.md, "Set-up". The same as
``static/js/campaign/setup/fixed.js``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.checks import decode_questionnaire
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.manifest import Manifest, decode_manifest, encode_public_credentials
from voteapp.campaign.setup.opening import compute_campaign_hash
from voteapp.campaign.slips.tellers import TellerSecret, count_slips, create_statement
from voteapp.campaign.texts import split_description
from voteapp.campaign.units.strata import list_leaves
from voteapp.errors import ProtocolError
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import hash_hex


class FixedTexts(NamedTuple):
    """What fixes one election: three files, as bytes."""

    election: bytes
    manifest: bytes
    questionnaire: bytes


class FixedSetup(NamedTuple):
    """A campaign's set-up: its manifests and fingerprints in order, its hash (hex), its leaves;
    ``lists``: each election's public credentials, sorted, where they were read too."""

    manifests: tuple[Manifest, ...]
    fingerprints: tuple[str, ...]
    campaign_hash: str
    leaves: tuple[str, ...]
    lists: tuple[tuple[str, ...], ...] = ()


def read_fixed(elections: Sequence[FixedTexts]) -> FixedSetup:
    """Check that these are all the elections of one campaign, in order, each bound to its manifest.

    Raises ProtocolError ``setup-election`` (manifest, questionnaire and election object do not
    belong together), ``setup-campaign`` (not one campaign's; or one of them has other units,
    another joint key of trustees, other witnesses or mirrors, or another server),
    ``setup-tellers`` (not the same tellers' statements in each), and the codes of what is read.
    """
    read = [_read_election(texts) for texts in elections]
    manifests = tuple(manifest for manifest, _context in read)
    uuids = [manifest.uuid for manifest in manifests]
    if not read or any(manifest.campaign.uuids != uuids for manifest in manifests):
        raise ProtocolError("setup-campaign", "these are not all the elections of one campaign")
    if len({encode_canonical(manifest.strata) for manifest in manifests}) != 1:
        raise ProtocolError("setup-campaign", "the elections have other units than one another")
    if len({encode_canonical(manifest.tellers) for manifest in manifests}) != 1:
        raise ProtocolError("setup-tellers", "the elections have other tellers than one another")
    if len({_write_parties(manifest, context) for manifest, context in read}) != 1:
        text = "the elections have other trustees, witnesses, mirrors or servers than one another"
        raise ProtocolError("setup-campaign", text)
    fingerprints = tuple(context.fingerprint for _manifest, context in read)
    leaves = tuple(leaf.code for leaf in list_leaves(manifests[0].strata))
    return FixedSetup(manifests, fingerprints, compute_campaign_hash(fingerprints), leaves)


def check_slips(
    setup: FixedSetup,
    teller: TellerSecret,
    parts: Mapping[str, Mapping[str, str]],
) -> None:
    """Check that a teller's slips are in the set-up, as she made them: her statement stands there,
    every credential of hers is listed, and the list has just as many entries as all tellers say
    they make. So the list is their disjoint union, or tellers lie, which their parts show later.

    ``parts``: of each election (by uuid) the leaf of each of her credentials. Without ``lists`` in
    the set-up her own credentials are taken for the list: so they are where she makes all slips.
    Raises ProtocolError ``setup-slips``, ``setup-tellers``.
    """
    uuids = [manifest.uuid for manifest in setup.manifests]
    own = [parts.get(uuid, {}) for uuid in uuids]
    if len(teller.salts) != len(uuids) or not own[0]:
        raise ProtocolError("setup-slips", "the file has no slips for these elections")
    tellers = setup.manifests[0].tellers
    if create_statement(uuids, own, teller) not in tellers:
        raise ProtocolError("setup-tellers", "your statement is not there as you signed it")
    lists = setup.lists or tuple(tuple(sorted(part)) for part in own)
    for manifest, listed, part in zip(setup.manifests, lists, own, strict=True):
        if hash_hex(encode_public_credentials(listed)) != manifest.credentials:
            raise ProtocolError("setup-slips", "the list of slips is not the one of this file")
        if not part.keys() <= set(listed):
            raise ProtocolError("setup-slips", "a slip of yours is not on the list")
        if len(listed) != count_slips(tellers):
            raise ProtocolError("setup-slips", "the list has other slips than the tellers made")


def _write_parties(manifest: Manifest, context: ElectionContext) -> bytes:
    """Who opens an election, who looks on, and who signs for it."""
    key = context.election.public_key
    return encode_canonical([key, manifest.server_key, manifest.witnesses, manifest.mirrors])


def _read_election(texts: FixedTexts) -> tuple[Manifest, ElectionContext]:
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
    return manifest, context
