"""The tellers' work before Fix: what a teller's page needs, what each posts of her slips.

DESIGN, "Casting, sealing, receipts" (Who makes tokens) and "The manifest" (parts). Tokens never
reach the server; nobody is shown which leaf a credential belongs to, or whose slip it is, before
EndBallots.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import encode_canonical
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
from voteapp.services.slips.planning import forget_part, update_posted
from voteapp.services.slips.statements import (
    describe_tellers,
    find_row,
    list_rows,
    read_shares,
    read_statement,
    require_row,
)
from voteapp.services.values.roles import SlipElection, SlipTask
from voteapp.store.board.models import Campaign, Credential, Election
from voteapp.store.board.tellers import Teller


def get_slip_task(context: Context, code: str, account: str) -> SlipTask:
    """What the page needs of whoever of the committee asks. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        draft, row = decode_draft(campaign), find_row(session, campaign, account)
        shares = {} if row is None else read_shares(row)
        return SlipTask(
            code=code,
            title=draft.title,
            organizer=draft.organizer,
            state=get_state(campaign),
            elections=tuple(_describe_election(one) for one in list_elections(session, campaign)),
            own=row is not None,
            slips=sum(shares.values()),
            shares=tuple(sorted(shares.items())),
            leaves=tuple((leaf.code, leaf.unit) for leaf in list_leaves(session, campaign)),
            opening=campaign.opening,
            closing=campaign.closing,
            timezone=draft.timezone,
            base_url=context.settings.base_url,
            trial=campaign.trial,
            posted=row is not None and row.statement is not None,
            printed=row is not None and row.printed is not None,
            prints=0 if row is None else row.prints,
            destroyed_by=None if row is None else row.destroyed_by,
            reprints=0 if row is None else row.reprints,
            tellers=describe_tellers(session, campaign),
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


def list_fixed(context: Context, code: str) -> dict[str, list[str]]:
    """The public credentials of every slip, of all tellers, sorted, by election: a teller's page
    recomputes with them that what was fixed is all tellers' slips and nothing else.

    Raises NotFoundError, ConflictError before Fix: until then parts may change.
    """
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        if campaign.set_up is None:
            raise ConflictError(_("The set-up is not fixed yet."))
        query = select(Credential.credential).order_by(Credential.credential)
        return {
            election.uuid: list(session.scalars(query.where(Credential.election_id == election.id)))
            for election in list_elections(session, campaign)
        }


def post_credentials(context: Context, actor: str, code: str, batch: bytes) -> None:
    """Keep the public credentials of a teller's part, in every election, in the place of what she
    posted before (``slips -> fixing`` with the last part).

    Raises InvalidInputError (``batch``), NotAllowedError for who makes no slips, WrongStateError.
    """
    parsed = _check_batch(context, actor, code, batch)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.POSTED_CREDENTIALS)
        row, elections = require_row(session, campaign, actor), list_elections(session, campaign)
        slips = Counter(parsed.elections[0].credentials.values())
        if [e.uuid for e in elections] != [e.uuid for e in parsed.elections] or slips != Counter(
            read_shares(row)
        ):
            raise InvalidInputError("batch", _("The campaign has changed in between. Start over."))
        forget_part(session, campaign, row.position)
        _require_apart(context, session, campaign, row, parsed)
        _keep_part(session, campaign, row, parsed)
        row.account, row.prints = actor, 0
        session.flush()
        whole = update_posted(context, session, campaign)
        note = str(sum(slips.values()))
        record(session, context, campaign, Deed.POSTED_CREDENTIALS, actor, note, whole=whole)


def _keep_part(session: Session, campaign: Campaign, row: Teller, parsed: TokenBatch) -> None:
    leaves = {leaf.code: leaf for leaf in list_leaves(session, campaign)}
    for election, posted in zip(list_elections(session, campaign), parsed.elections, strict=True):
        session.execute(
            insert(Credential),
            [
                {
                    "election_id": election.id,
                    "credential": credential,
                    "leaf_id": leaves[leaf].id,
                    "teller": row.position,
                    "voided": False,
                }
                for credential, leaf in sorted(posted.credentials.items())
            ],
        )
    row.salts = json.dumps([posted.salt for posted in parsed.elections])
    row.statement = encode_canonical(parsed.statement)


def _require_apart(
    context: Context, session: Session, campaign: Campaign, row: Teller, parsed: TokenBatch
) -> None:
    """Tellers share no name, no key and no slip, nor the server's key: what is fixed could not be
    read. Raises InvalidInputError (``batch``)."""
    statement = parsed.statement
    others = [
        read_statement(one)
        for one in list_rows(session, campaign)
        if one.position != row.position and one.statement is not None
    ]
    if any(one is not None and one.name == statement.name for one in others):
        raise InvalidInputError(
            "batch", _("Another teller has the same name. Make the slips under a fuller name.")
        )
    keys = [one.key for one in others if one is not None]
    if statement.key in [*keys, context.signer.public_key]:
        raise InvalidInputError("batch", _("This is the file of another teller."))
    for election, posted in zip(list_elections(session, campaign), parsed.elections, strict=True):
        listed = select(Credential.credential).where(Credential.election_id == election.id)
        if not posted.credentials.keys().isdisjoint(session.scalars(listed)):
            raise InvalidInputError("batch", _("A slip of this file is another teller's too."))


def _check_batch(context: Context, actor: str, code: str, batch: bytes) -> TokenBatch:
    """Read and check what was posted, before the database is locked."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        require(campaign, Deed.POSTED_CREDENTIALS)
        uuids = [election.uuid for election in list_elections(session, campaign)]
        leaves = [leaf.code for leaf in list_leaves(session, campaign)]
        shares = read_shares(require_row(session, campaign, actor))
    try:
        parsed = decode_token_batch(batch, uuids, leaves)
    except ProtocolError as error:
        raise InvalidInputError(
            "batch", _("The list cannot be used: %(reason)s.", reason=error)
        ) from None
    _require_share(parsed, shares, leaves)
    every = [c for election in parsed.elections for c in election.credentials]
    if len(set(every)) != len(every):
        raise InvalidInputError("batch", _("A credential is listed twice."))
    return parsed


def _require_share(parsed: TokenBatch, shares: dict[str, int], leaves: Sequence[str]) -> None:
    """Just the slips that this teller is to make. Raises InvalidInputError (``batch``)."""
    found = Counter(parsed.elections[0].credentials.values())
    if sum(found.values()) != sum(shares.values()):
        raise InvalidInputError(
            "batch",
            _(
                "The list has %(found)d slips; %(planned)d were planned.",
                found=sum(found.values()),
                planned=sum(shares.values()),
            ),
        )
    for leaf in leaves:
        if found[leaf] != shares.get(leaf, 0):
            raise InvalidInputError(
                "batch",
                _(
                    "The list has %(found)d slips for %(unit)s; %(planned)d were planned.",
                    found=found[leaf],
                    unit=leaf,
                    planned=shares.get(leaf, 0),
                ),
            )
