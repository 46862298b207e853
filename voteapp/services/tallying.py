"""After closing: the trustees' statements and factors, the result.

DESIGN, "The evidence and the bundle" (strong proofs) and "Trustees" (closing statements).
Everything a trustee sends is checked before it is appended. The last one computes the result;
nobody is shown it before it is published.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.closing_statements import (
    check_closing_statement,
    compute_needed,
    compute_signing_keys,
    decode_closing_statement,
)
from voteapp.campaign.decryptions import Decryption, decode_decryption
from voteapp.campaign.strong_proofs import DecryptionContext, check_strong_proofs
from voteapp.campaign.tallying import compute_result_object, encode_owned_decryption
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.election import create_context
from voteapp.protocol.tally import ElementMatrix, check_partial_decryption, has_enough
from voteapp.protocol.trustees import check_trustees
from voteapp.services.campaigns import (
    count_ballots,
    find_campaign,
    find_election,
    list_elections,
    log_action,
    require_state,
)
from voteapp.services.context import Context
from voteapp.services.errors import NotReadyError
from voteapp.services.evidence import (
    build_plan,
    compute_statement,
    encode_proof_matrix,
    encode_public_evidence,
    get_manifest_bytes,
)
from voteapp.services.keying import OWNER, decode_key
from voteapp.services.overview import find_key
from voteapp.services.records import append_event, encode_record
from voteapp.services.totals import Tallied, load_tallied
from voteapp.services.views import DecryptionElection, DecryptionTask
from voteapp.store.board.models import (
    Batch,
    Campaign,
    ClosingStatement,
    Election,
    PartialDecryption,
    TrusteeKey,
)


def get_decryption_task(context: Context, code: str) -> DecryptionTask:
    """What the trustee's page needs after closing. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        key = find_key(session, campaign)
        return DecryptionTask(
            code=code,
            title=campaign.title,
            state=campaign.state,
            public_key=key.public_key.decode() if key else "",
            elections=tuple(
                _describe(session, election) for election in list_elections(session, campaign)
            ),
        )


def get_record(context: Context, uuid: str) -> bytes:
    """The whole record, for the trustee's own software. Raises NotFoundError."""
    with context.board.read() as session:
        return encode_record(session, find_election(session, uuid))


def get_evidence(context: Context, uuid: str) -> bytes:
    """The evidence with everything in it, for the trustee's own software."""
    with context.board.read() as session:
        return encode_public_evidence(session, find_election(session, uuid), decrypted=True)


def get_manifest(context: Context, uuid: str) -> bytes:
    """The manifest's exact bytes. Raises NotFoundError before opening."""
    with context.board.read() as session:
        return get_manifest_bytes(find_election(session, uuid))


def _describe(session: Session, election: Election) -> DecryptionElection:
    ended = election.end_tip is not None
    plan = build_plan(session, election) if ended else None
    key = (election.id, OWNER)
    head = session.scalar(
        select(Batch.head).where(Batch.election_id == election.id, Batch.final.is_(True))
    )
    return DecryptionElection(
        uuid=election.uuid,
        title=election.title,
        fingerprint=election.fingerprint or "",
        ballots=count_ballots(session, election),
        k=election.k,
        skip="below-k" if election.below_k else None,
        tallied=election.tally_tip is not None,
        owner=OWNER,
        group=plan.groups[0].code if plan and plan.groups else None,
        closing_text=compute_statement(session, election) if ended else None,
        statement_posted=session.get(ClosingStatement, key) is not None,
        decryption_posted=session.get(PartialDecryption, key) is not None,
        head=head.decode() if head else None,
    )


def post_closing_statement(context: Context, actor: str, uuid: str, statement: bytes) -> None:
    """Keep a trustee's closing statement; the same again is no error.

    Raises InvalidInputError (``closing_statement``), ConflictError, WrongStateError.
    """
    with context.board.write() as session:
        campaign = _lock_campaign(session, uuid)
        election = find_election(session, uuid)
        require_state(campaign, "closed", "decrypted")
        text = compute_statement(session, election)
        key = session.get_one(TrusteeKey, (campaign.id, 1))
        election_context = create_context(election.election or b"")
        try:
            signed = decode_closing_statement(statement)
            keys = compute_signing_keys(election_context.group, [decode_key(key.public_key)])
            check_closing_statement(election_context.group, keys, text, signed)
        except ProtocolError as error:
            raise InvalidInputError(
                "closing_statement", _("The statement cannot be used: %(reason)s.", reason=error)
            ) from None
        if session.get(ClosingStatement, (election.id, signed.owner)) is not None:
            return
        session.add(
            ClosingStatement(election_id=election.id, owner=signed.owner, statement=statement)
        )
        log_action(session, context, campaign, actor, "signed-closing", election.title)


def post_decryption(context: Context, actor: str, uuid: str, decryption: bytes) -> None:
    """Check a trustee's factors with both kinds of proof, append them; the last one gives the
    result and, with the campaign's last election, the state ``decrypted``.

    The same again is no error. Raises InvalidInputError (``decryption``), NotReadyError,
    WrongStateError.
    """
    try:
        posted = decode_decryption(decryption)
    except ProtocolError as error:
        raise InvalidInputError(
            "decryption", _("The decryption cannot be used: %(reason)s.", reason=error)
        ) from None
    if posted.uuid != uuid:
        raise InvalidInputError("decryption", _("This decryption is for another election."))
    with context.board.read() as session:
        election = find_election(session, uuid)
        _require_ready(session, election, posted.owner)
        tallied = load_tallied(session, election)
        group_code = build_plan(session, election).groups[0].code
    if posted.group != group_code:
        raise InvalidInputError("decryption", _("This decryption is for another group."))
    factors = _check_factors(tallied, posted)
    with context.board.write() as session:
        campaign = _lock_campaign(session, uuid)
        election = find_election(session, uuid, lock=True)
        if session.get(PartialDecryption, (election.id, posted.owner)) is not None:
            return
        require_state(campaign, "closed")
        _append_decryption(session, election, posted)
        log_action(session, context, campaign, actor, "decrypted", election.title)
        if has_enough(tallied.items, [posted.owner]):
            _finish_election(session, election, tallied, {posted.owner: factors})
        _finish_campaign(session, campaign)


def _lock_campaign(session: Session, uuid: str) -> Campaign:
    """The campaign of an election, locked; campaigns are always locked before elections."""
    election = find_election(session, uuid)
    query = select(Campaign).where(Campaign.id == election.campaign_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _require_ready(session: Session, election: Election, owner: int) -> None:
    """At least k ballots, enough closing statements, one by this trustee."""
    if election.below_k:
        raise ConflictError(_("Fewer than k ballots were cast; nothing will be decrypted."))
    campaign = session.get_one(Campaign, election.campaign_id)
    require_state(campaign, "closed", "decrypted", "published")
    query = select(ClosingStatement.owner).where(ClosingStatement.election_id == election.id)
    signed = set(session.scalars(query))
    key = session.get_one(TrusteeKey, (campaign.id, 1))
    group = create_context(election.election or b"").group
    needed = compute_needed(check_trustees(group, [decode_key(key.public_key)]))
    if len(signed) < needed or owner not in signed:
        raise NotReadyError(
            _("The trustees have to agree on the closed record first."), ["closing-statement"]
        )


def _check_factors(tallied: Tallied, posted: Decryption) -> ElementMatrix:
    """The format's proofs, then the strong ones; returns the factors."""
    keys = {o: k for item in tallied.items for o, k in zip(item.owners, item.keys, strict=True)}
    try:
        if posted.owner not in keys:
            raise ProtocolError("decryption-owner", "this is nobody of the trustees")
        context = DecryptionContext(
            tallied.election.group,
            tallied.election.fingerprint,
            tallied.parent,
            posted.owner,
            keys[posted.owner],
        )
        factors = check_partial_decryption(
            context.group,
            context.fingerprint,
            context.public_key,
            tallied.totals,
            posted.partial_decryption,
        )
        check_strong_proofs(context, tallied.totals, factors, posted.strong_proofs)
    except ProtocolError as error:
        raise InvalidInputError(
            "decryption", _("The decryption cannot be used: %(reason)s.", reason=error)
        ) from None
    return factors


def _append_decryption(session: Session, election: Election, posted: Decryption) -> None:
    objects = encode_owned_decryption(posted.owner, posted.partial_decryption)
    append_event(session, election, "PartialDecryption", objects)
    session.add(
        PartialDecryption(
            election_id=election.id,
            owner=posted.owner,
            number=len(_list_decryptions(session, election)) + 1,
            data=objects[0],
            strong_proofs=encode_proof_matrix(posted.strong_proofs),
        )
    )
    session.flush()


def _list_decryptions(session: Session, election: Election) -> list[PartialDecryption]:
    """In the order of their events."""
    query = select(PartialDecryption).where(PartialDecryption.election_id == election.id)
    return list(session.scalars(query.order_by(PartialDecryption.number)))


def _finish_election(
    session: Session,
    election: Election,
    tallied: Tallied,
    factors: dict[int, ElementMatrix],
) -> None:
    body = compute_result_object(
        tallied.election, tallied.items, tallied.totals, factors, election.counted or 0
    )
    append_event(session, election, "Result", [body])
    election.result = body


def _finish_campaign(session: Session, campaign: Campaign) -> None:
    """``decrypted`` once every election of k ballots or more has its result."""
    session.flush()
    elections = list_elections(session, campaign)
    if all(e.below_k or e.result is not None for e in elections):
        campaign.state = "decrypted"
