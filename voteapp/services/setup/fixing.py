"""Fix: manifests and election objects of all parts are made, for good.

DESIGN, "The manifest"; PAPER, "Fixing the set-up". Everything is computed from what the database
holds, so that a page can name, before anything is fixed, the very set-up that would be: the
campaign hash. From Fix on the campaign is opened as it is, amended, or withdrawn whole.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.questionnaire.checks import decode_questionnaire, encode_questionnaire
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.manifest import Campaign as ManifestCampaign
from voteapp.campaign.setup.manifest import (
    Manifest,
    Release,
    check_manifest,
    decode_manifest,
    encode_manifest,
    encode_public_credentials,
)
from voteapp.campaign.setup.named import name_people
from voteapp.campaign.setup.opening import (
    ElectionTexts,
    SetupObjects,
    compute_campaign_hash,
    create_setup,
)
from voteapp.campaign.setup.rules import check_rule
from voteapp.campaign.units.strata import Stratum, create_leaf, create_node
from voteapp.errors import ConflictError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.election import compute_fingerprint, create_context
from voteapp.protocol.encoding import hash_hex
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    format_instant,
    list_elections,
    list_leaves,
    record,
    require,
)
from voteapp.services.context import Context
from voteapp.services.drafting.checks import check_reason
from voteapp.services.drafting.deciding import create_rule
from voteapp.services.drafting.guards.listing import require_confirmed
from voteapp.services.errors import NotReadyError
from voteapp.services.holders import load_checked, load_trustees
from voteapp.services.life import Deed
from voteapp.services.overview import compute_missing
from voteapp.services.server_key import require_key
from voteapp.services.setup.booths import keep_booth
from voteapp.services.setup.guarding import list_before_fix
from voteapp.services.slips.statements import list_tellers
from voteapp.services.standing import require_standing
from voteapp.services.statements.signers import create_mirrors, create_witnesses
from voteapp.services.values.campaigns import Missing
from voteapp.services.values.drafts import CampaignDraft
from voteapp.store.board.models import Campaign, Credential, Election, Leaf


class FixedElection(NamedTuple):
    """One election as Fix makes it: manifest and questionnaire, and the objects of its Setup."""

    manifest: bytes
    questionnaire: bytes
    setup: SetupObjects

    @property
    def fingerprint(self) -> str:
        """Of the election object, which names the manifest."""
        return compute_fingerprint(self.setup.election)


def list_missing(context: Context, code: str) -> tuple[Missing, ...]:
    """What has to be done before the next step, and by whom. Raises NotFoundError."""
    with context.board.read() as session:
        return compute_missing(context, session, find_campaign(session, code))


def compute_set_up(context: Context, code: str, booth: Mapping[str, str]) -> str:
    """The campaign hash that Fix would give now. Raises NotFoundError, NotReadyError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        _require_ready(context, session, campaign)
        return _hash(create_elections(context, session, campaign, booth))


def fix_campaign(
    context: Context,
    actor: str,
    code: str,
    *,
    booth: Mapping[str, str],
    version: str,
    files: Collection[bytes] = (),
    confirmed: Collection[str] = (),
) -> None:
    """Fix the set-up that the campaign hash ``version`` names (``fixing -> ready``).

    ``booth``: path of each of the booth's files, as served, to its SHA-256 in hex; ``files``: their
    bytes, which are kept; ``confirmed``: the keys of the warnings that were read. Raises
    NotReadyError, WrongStateError, ConflictError where it is another one by now, InvalidDraftError
    for what cannot work, UnconfirmedError, MisuseError for a file without bytes.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.FIXED)
        _require_ready(context, session, campaign)
        require_key(session, context.signer)
        elections = list_elections(session, campaign, lock=True)
        made = create_elections(context, session, campaign, booth)
        if _hash(made) != version:
            raise ConflictError(
                _("Something has changed since you looked. Read everything again, then fix it.")
            )
        require_confirmed(list_before_fix(session, campaign), confirmed)
        for election, fixed in zip(elections, made, strict=True):
            election.manifest, election.questionnaire = fixed.manifest, fixed.questionnaire
            election.election = fixed.setup.election
            election.fingerprint = fixed.fingerprint
        keep_booth(session, campaign, booth, files)
        campaign.fixed, campaign.set_up = context.clock(), version
        record(session, context, campaign, Deed.FIXED, actor)


def withdraw_campaign(context: Context, actor: str, code: str, reason: str, *, seen: str) -> None:
    """End a campaign whole before it opens, for a reason that everybody can read.

    Its uuids, keys, slips and papers end with it. Raises InvalidInputError (``reason``),
    WrongStateError, StaleDraftError.
    """
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.WITHDRAWN)
        require_standing(session, campaign, seen)
        campaign.cancelled, campaign.cancel_reason = context.clock(), reason
        record(session, context, campaign, Deed.WITHDRAWN, actor, reason)


def create_elections(
    context: Context, session: Session, campaign: Campaign, booth: Mapping[str, str]
) -> list[FixedElection]:
    """All elections of a campaign as its draft, key and credentials make them."""
    elections = list_elections(session, campaign)
    uuids = [election.uuid for election in elections]
    return [
        _create_election(context, session, campaign, election, uuids, booth)
        for election in elections
    ]


def rebuild_setup(session: Session, campaign: Campaign, election: Election) -> SetupObjects:
    """The objects of a fixed election's Setup, to append. Raises ConflictError where keys or
    credentials are not those that were fixed."""
    draft = decode_draft(campaign)
    manifest = election.manifest or b""
    setup = _create_setup(session, campaign, election, draft, manifest)
    listed = decode_manifest(manifest).credentials
    if setup.election != election.election or hash_hex(setup.credentials) != listed:
        raise ConflictError(_("The database no longer holds what was fixed. Do not open it."))
    return setup


def _require_ready(context: Context, session: Session, campaign: Campaign) -> None:
    missing = compute_missing(context, session, campaign)
    if missing:
        raise NotReadyError(_("Something is still missing."), [item.code for item in missing])


def _hash(elections: Sequence[FixedElection]) -> str:
    return compute_campaign_hash([election.fingerprint for election in elections])


def _create_election(
    context: Context,
    session: Session,
    campaign: Campaign,
    election: Election,
    uuids: Sequence[str],
    booth: Mapping[str, str],
) -> FixedElection:
    draft = decode_draft(campaign)
    part = draft.elections[election.position]
    questionnaire = encode_questionnaire(part.questionnaire)
    manifest = Manifest(
        uuid=election.uuid,
        campaign=ManifestCampaign(name=draft.title, uuids=list(uuids)),
        kind="vote" if part.kind == "vote" else "survey",
        organizer=draft.organizer,
        opens=format_instant(draft.opening, draft.timezone),
        closes=format_instant(draft.closing, draft.timezone),
        decrypts=format_instant(draft.decrypts, draft.timezone) if draft.decrypts else None,
        zone=draft.timezone,
        rule=create_rule(part),
        issuance="printed",
        revoting=False,
        trial=campaign.trial,
        credentials=hash_hex(encode_public_credentials(_list_credentials(session, election))),
        questionnaire=hash_hex(questionnaire),
        server_key=context.signer.public_key,
        booth=dict(booth),
        release=Release(policy="total", k=part.k, variants=[""]),
        strata=create_strata(draft, list_leaves(session, campaign)),
        tellers=list_tellers(session, campaign),
        witnesses=create_witnesses(session, campaign),
        mirrors=create_mirrors(session, campaign),
    )
    check_manifest(manifest)
    _check_signers(session, campaign, manifest)
    if manifest.rule is not None:
        check_rule(manifest.rule, create_record_questions(part.questionnaire))
    encoded = encode_manifest(manifest)
    setup = _create_setup(session, campaign, election, draft, encoded)
    create_context(setup.election)  # what we write must be what we can read
    decode_questionnaire(questionnaire)
    return FixedElection(encoded, questionnaire, setup)


def _check_signers(session: Session, campaign: Campaign, manifest: Manifest) -> None:
    """Witnesses and mirrors beside the trustees. Raises ConflictError."""
    checked = load_checked(session, campaign)
    try:
        name_people(manifest, get_group(GROUP_NAME), checked.signing_keys, checked.items)
    except ProtocolError as error:
        text = _("The witnesses or mirrors cannot be used: %(reason)s.", reason=error)
        raise ConflictError(text) from None


def _create_setup(
    session: Session, campaign: Campaign, election: Election, draft: CampaignDraft, manifest: bytes
) -> SetupObjects:
    part = draft.elections[election.position]
    texts = ElectionTexts(
        name=part.title,
        description=part.description,
        questions=create_record_questions(part.questionnaire),
        administrator=draft.organizer,
        credential_authority=draft.organizer,
        language=draft.language,
    )
    trustees, credentials = load_trustees(session, campaign), _list_credentials(session, election)
    return create_setup(election.uuid, texts, trustees, credentials, manifest)


def _list_credentials(session: Session, election: Election) -> Sequence[str]:
    query = select(Credential.credential).where(Credential.election_id == election.id)
    return session.scalars(query).all()


def create_strata(draft: CampaignDraft, leaves: Sequence[Leaf]) -> Stratum:
    """The tree of campaign, facility and unit (one of each in this version)."""
    units = [create_leaf(leaf.code, leaf.unit, leaf.roster_size) for leaf in leaves]
    facility = create_node("facility-1", draft.facility, units)
    return create_node("campaign", draft.title, [facility])
