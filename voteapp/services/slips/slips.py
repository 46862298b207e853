"""The teller's work: public credentials posted, reprints, the end of the token file.

DESIGN, "Casting, sealing, receipts" (Who makes tokens) and "The manifest" (parts). Tokens never
reach the server; nobody is shown which leaf a credential belongs to before EndBallots.
"""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.campaign.slips.tellers import Printed, check_printed
from voteapp.campaign.slips.token_files import TokenBatch, decode_token_batch
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    get_state,
    list_elections,
    list_leaves,
    record,
    require,
)
from voteapp.services.context import Context
from voteapp.services.life import Deed
from voteapp.services.values.roles import SlipElection, SlipTask
from voteapp.store.board.models import Campaign, Credential, Election


def get_slip_task(context: Context, code: str) -> SlipTask:
    """What the teller's page needs. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        draft = decode_draft(campaign)
        return SlipTask(
            code=code,
            title=draft.title,
            organizer=draft.organizer,
            state=get_state(campaign),
            elections=tuple(_describe_election(one) for one in list_elections(session, campaign)),
            slips=draft.slips,
            leaves=tuple((leaf.code, leaf.unit) for leaf in list_leaves(session, campaign)),
            opening=campaign.opening,
            closing=campaign.closing,
            timezone=draft.timezone,
            base_url=context.settings.base_url,
            trial=campaign.trial,
            posted=campaign.credentials_posted is not None,
            destroyed_by=campaign.tokens_destroyed_by,
            reprints=campaign.reprints,
        )


def _describe_election(election: Election) -> SlipElection:
    return SlipElection(
        uuid=election.uuid,
        kind=election.kind,
        title=election.title,
        fingerprint=election.fingerprint,
        election=(election.election or b"").decode(),
        manifest=(election.manifest or b"").decode(),
        questionnaire=(election.questionnaire or b"").decode(),
    )


def post_credentials(context: Context, actor: str, code: str, batch: bytes) -> None:
    """Keep the public credentials of every election (``slips -> fixing``).

    Raises InvalidInputError (``batch``), WrongStateError.
    """
    parsed = _check_batch(context, code, batch)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.POSTED_CREDENTIALS)
        elections = list_elections(session, campaign)
        leaves = {leaf.code: leaf for leaf in list_leaves(session, campaign)}
        if [election.uuid for election in elections] != [e.uuid for e in parsed.elections]:
            raise InvalidInputError("batch", _("The campaign has changed in between. Start over."))
        for election, posted in zip(elections, parsed.elections, strict=True):
            election.part_salt = posted.salt
            session.execute(
                insert(Credential),
                [
                    {
                        "election_id": election.id,
                        "credential": credential,
                        "leaf_id": leaves[leaf].id,
                        "voided": False,
                    }
                    for credential, leaf in sorted(posted.credentials.items())
                ],
            )
        campaign.teller = encode_canonical(parsed.statement)
        campaign.credentials_posted = context.clock()
        record(session, context, campaign, Deed.POSTED_CREDENTIALS, actor)


def _check_batch(context: Context, code: str, batch: bytes) -> TokenBatch:
    """Read and check what was posted, before the database is locked."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        require(campaign, Deed.POSTED_CREDENTIALS)
        uuids = [election.uuid for election in list_elections(session, campaign)]
        leaves = [leaf.code for leaf in list_leaves(session, campaign)]
        slips = decode_draft(campaign).slips
    try:
        parsed = decode_token_batch(batch, uuids, leaves)
    except ProtocolError as error:
        raise InvalidInputError(
            "batch", _("The list cannot be used: %(reason)s.", reason=error)
        ) from None
    found = len(parsed.elections[0].credentials)
    if found != slips:
        raise InvalidInputError(
            "batch",
            _(
                "The list has %(found)d slips; %(planned)d were planned.",
                found=found,
                planned=slips,
            ),
        )
    every = [c for election in parsed.elections for c in election.credentials]
    if len(set(every)) != len(every):
        raise InvalidInputError("batch", _("A credential is listed twice."))
    return parsed


def record_printed(context: Context, actor: str, code: str, set_up: str, signature: str) -> None:
    """The slips are printed with a set-up's pins, and one was read back (``printing -> ready``).

    ``set_up`` is the campaign hash that the teller's program computed from what it was given, and
    ``signature`` what her key signed of it. One teller makes all slips of a campaign.
    Raises WrongStateError, ConflictError where another set-up was fixed, InvalidInputError
    (``signature``) for one that is not the teller's.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.PRINTED)
        if campaign.set_up != set_up:
            raise ConflictError(_("These slips were printed for another set-up. Start over."))
        campaign.printed = encode_canonical(_check_printed(session, campaign, signature))
        record(session, context, campaign, Deed.PRINTED, actor)


def _check_printed(session: Session, campaign: Campaign, signature: str) -> Printed:
    """What the campaign's teller signed. Raises InvalidInputError (``signature``)."""
    elections = list_elections(session, campaign)
    (teller,) = decode_manifest(elections[0].manifest or b"").tellers
    fingerprints = [election.fingerprint or "" for election in elections]
    printed = Printed(key=teller.key, fingerprints=fingerprints, signature=signature)
    try:
        check_printed(printed, "printed-signature")
    except ProtocolError:
        raise InvalidInputError(
            "signature", _("This was not signed by the teller who made the slips.")
        ) from None
    return printed


def record_reprint(context: Context, actor: str, code: str, slips: int) -> None:
    """Write down that slips were printed again from the file, also where the file is gone since.

    Raises InvalidInputError, WrongStateError once voting has opened.
    """
    if slips < 1:
        raise InvalidInputError("slips", _("Type how many slips were printed again."))
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.REPRINTED)
        campaign.reprints += slips
        record(session, context, campaign, Deed.REPRINTED, actor, str(slips))


def record_destroyed(context: Context, actor: str, code: str) -> None:
    """Write down who destroyed the token file. Raises WrongStateError before slips exist."""
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.DESTROYED_TOKENS)
        if campaign.tokens_destroyed_by is None:
            campaign.tokens_destroyed_by = actor
            record(session, context, campaign, Deed.DESTROYED_TOKENS, actor)
