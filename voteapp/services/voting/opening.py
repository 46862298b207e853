"""Opening: manifest, election and Setup of every election of a campaign, in one transaction.

DESIGN, "The manifest". Nothing of these can be changed afterwards: every ballot binds them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.manifest import (
    Campaign as ManifestCampaign,
)
from voteapp.campaign.setup.manifest import (
    Manifest,
    Release,
    check_manifest,
    encode_manifest,
    encode_public_credentials,
)
from voteapp.campaign.setup.opening import ElectionTexts, create_setup
from voteapp.campaign.setup.rules import check_rule
from voteapp.campaign.units.strata import Stratum, create_leaf, create_node
from voteapp.errors import gettext as _
from voteapp.protocol.election import compute_fingerprint, create_context
from voteapp.protocol.encoding import hash_hex
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    format_instant,
    get_state,
    list_elections,
    list_leaves,
    record,
    require,
)
from voteapp.services.context import Context
from voteapp.services.drafting.deciding import create_rule
from voteapp.services.errors import NotReadyError
from voteapp.services.holders import load_trustees
from voteapp.services.life import Deed, State
from voteapp.services.overview import compute_missing
from voteapp.services.values.campaigns import Missing
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.services.voting.records import append_event
from voteapp.store.board.models import Campaign, Credential, Election, Leaf


def list_missing(context: Context, code: str) -> tuple[Missing, ...]:
    """What has to be done before opening, and by whom. Raises NotFoundError."""
    with context.board.read() as session:
        return compute_missing(context, session, find_campaign(session, code))


def open_campaign(
    context: Context, actor: str, code: str, *, booth: Mapping[str, str] | None = None
) -> None:
    """Fix everything and append Setup to every election (``ready -> open``).

    ``booth``: path of each of the booth's files, as served, to its SHA-256 in hex.
    Raises NotReadyError, WrongStateError.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.OPENED)
        missing = compute_missing(context, session, campaign)
        if missing or get_state(campaign) is not State.READY:
            raise NotReadyError(_("Something is still missing."), [item.code for item in missing])
        elections = list_elections(session, campaign, lock=True)
        uuids = [election.uuid for election in elections]
        now = context.clock()
        for election in elections:
            _open_election(context, session, campaign, election, uuids, dict(booth or {}))
            election.batch_since = now
        campaign.opened = now
        record(session, context, campaign, Deed.OPENED, actor)


def _open_election(
    context: Context,
    session: Session,
    campaign: Campaign,
    election: Election,
    uuids: Sequence[str],
    booth: dict[str, str],
) -> None:
    draft = decode_draft(campaign)
    part = draft.elections[election.position]
    credentials = session.scalars(
        select(Credential.credential).where(Credential.election_id == election.id)
    ).all()
    questions = create_record_questions(part.questionnaire)
    strata = create_strata(draft, list_leaves(session, campaign))
    manifest = _create_manifest(context, campaign, election, draft, strata)
    manifest = msgspec.structs.replace(
        manifest,
        campaign=ManifestCampaign(name=draft.title, uuids=list(uuids)),
        credentials=hash_hex(encode_public_credentials(credentials)),
        booth=booth,
    )
    check_manifest(manifest)
    if manifest.rule is not None:
        check_rule(manifest.rule, questions)
    election.manifest = encode_manifest(manifest)
    texts = ElectionTexts(
        name=part.title,
        description=part.description,
        questions=questions,
        administrator=draft.organizer,
        credential_authority=draft.organizer,
        language=draft.language,
    )
    trustees = load_trustees(session, campaign)
    setup = create_setup(election.uuid, texts, trustees, credentials, election.manifest)
    create_context(setup.election)  # what we write must be what we can read
    election.election = setup.election
    election.fingerprint = compute_fingerprint(setup.election)
    election.timestamp = str(int(context.clock().timestamp()))
    election.setup_tip = append_event(session, election, "Setup", setup)


def create_strata(draft: CampaignDraft, leaves: Sequence[Leaf]) -> Stratum:
    """The tree of campaign, facility and unit (one of each in this version)."""
    units = [create_leaf(leaf.code, leaf.unit, leaf.roster_size) for leaf in leaves]
    facility = create_node("facility-1", draft.facility, units)
    return create_node("campaign", draft.title, [facility])


def _create_manifest(
    context: Context,
    campaign: Campaign,
    election: Election,
    draft: CampaignDraft,
    strata: Stratum,
) -> Manifest:
    """All but what only the caller knows: uuids, credentials' hash, the booth's files."""
    part: ElectionDraft = draft.elections[election.position]
    return Manifest(
        uuid=election.uuid,
        campaign=ManifestCampaign(name=draft.title, uuids=[]),
        kind="vote" if part.kind == "vote" else "survey",
        organizer=draft.organizer,
        opens=format_instant(campaign.opening, draft.timezone),
        closes=format_instant(campaign.closing, draft.timezone),
        zone=draft.timezone,
        rule=create_rule(part),
        issuance="printed",
        revoting=False,
        trial=campaign.trial,
        credentials="",
        server_key=context.signer.public_key,
        booth={},
        release=Release(policy="total", k=part.k, variants=[""]),
        strata=strata,
        mapping=election.mapping_hash or "",
    )
