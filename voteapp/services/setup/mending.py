"""A mended booth: what trustees are asked to sign, and what is served once t of them did.

PAPER, "Fixing the set-up"; docs/formats.md, "Amendments"; ADR 38.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from voteapp.campaign.setup.amendments import Change, InForce
from voteapp.campaign.setup.mended import check_mended
from voteapp.campaign.setup.proposals import (
    Exchange,
    Proposal,
    ProposedFile,
    create_proposal,
    decode_proposal,
    write_text,
)
from voteapp.campaign.statements.signing import Statement, sort_statements
from voteapp.errors import ConflictError, InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    find_campaign,
    get_state,
    record,
    require,
)
from voteapp.services.chain import list_amendments
from voteapp.services.context import Context
from voteapp.services.drafting.checks import check_reason
from voteapp.services.errors import WrongStateError
from voteapp.services.life import OVER, Deed
from voteapp.services.setup.amending import append_amendment, read_held
from voteapp.services.setup.booths import exchange_file, read_kept
from voteapp.services.statements.signers import load_people
from voteapp.store.board.models import Campaign

_NAMED = re.compile(r'"(\.{1,2}/[^"\s]+\.js)"')
"""How a script names another that it loads."""


def list_pinned(context: Context, code: str) -> list[str]:
    """The paths that a campaign pins. Raises NotFoundError, WrongStateError."""
    with context.board.read() as session:
        campaign = _find(context, session, code)
        held, _fingerprints = read_held(session, campaign, list_amendments(session, campaign))
        return sorted(held.booth)


def propose_mended(
    context: Context, code: str, installed: Mapping[str, bytes], reason: str
) -> bytes:
    """The file for the trustees: of each pinned file whose ``installed`` bytes are others.

    Raises NotFoundError, WrongStateError, InvalidInputError (``reason``, ``path``), and
    ConflictError where nothing differs or what is in force is not kept.
    """
    reason = check_reason("reason", reason)
    with context.board.read() as session:
        campaign = _find(context, session, code)
        amendments = list_amendments(session, campaign)
        held, fingerprints = read_held(session, campaign, amendments)
        kept = read_kept(session, campaign)
    exchanges = []
    for path, after in sorted(installed.items()):
        if path not in held.booth:
            raise InvalidInputError("path", _("%(path)s is not pinned.", path=path))
        if path not in kept:
            raise ConflictError(_("What is in force of %(path)s is not kept here.", path=path))
        if after != kept[path]:
            exchanges.append(Exchange(path, _decode(path, kept[path]), _decode(path, after)))
            _require_pinned(path, exchanges[-1].after, held)
    if not exchanges:
        raise ConflictError(_("Nothing is to be mended: these files are the ones in force."))
    return create_proposal(code, fingerprints, amendments, reason, exchanges)


def mend_booth(
    context: Context, actor: str, data: bytes, statements: Sequence[Statement]
) -> Proposal:
    """Amend the campaign by a proposal's files, all or none, and serve phones the new ones.

    ``statements``: what trustees signed of it, whatever else is among them. Raises ProtocolError
    (``proposal-...``, ``booth-...``), NotFoundError, WrongStateError, InvalidInputError
    (``proposal``).
    """
    proposal = decode_proposal(data)
    reason = check_reason("reason", proposal.reason)
    with context.board.write() as session:
        campaign = _find(context, session, proposal.code, lock=True)
        before = list_amendments(session, campaign)
        held, fingerprints = read_held(session, campaign, before)
        if fingerprints != proposal.fingerprints:
            raise InvalidInputError("proposal", _("The proposal is of another campaign."))
        if before != proposal.amendments:
            raise InvalidInputError(
                "proposal",
                _("Something was amended since it was proposed. Propose it again."),
            )
        for file in proposal.files:
            if held.booth.get(file.path) != file.old:
                text = _("Another %(path)s is in force, or none.", path=file.path)
                raise InvalidInputError("proposal", text)
            signed = _pick(proposal, file, statements)
            change = Change("booth", file.new, reason, path=file.path, signed=signed)
            append_amendment(context, session, campaign, change, context.clock())
            exchange_file(session, campaign, file.path, file.after.encode())
        check_mended(load_people(session, campaign), list_amendments(session, campaign))
        record(session, context, campaign, Deed.AMENDED, actor, reason)
    context.cache.booths.pop(proposal.code, None)
    return proposal


def _pick(
    proposal: Proposal, file: ProposedFile, statements: Sequence[Statement]
) -> list[Statement]:
    """Those of this file, each signer's once."""
    text = write_text(proposal, file)
    found = {one.signer: one for one in statements if one.message == text}
    return sort_statements(found.values())


def _find(context: Context, session: Session, code: str, *, lock: bool = False) -> Campaign:
    """A campaign whose booth may be mended."""
    campaign = find_campaign(session, code, lock=lock)
    if campaign.set_up is None:
        raise WrongStateError(_("The set-up is not fixed yet: nothing is pinned."), campaign.state)
    if get_state(campaign) in OVER or context.clock() > campaign.closing:
        raise WrongStateError(_("Voting is over already."), campaign.state)
    require(campaign, Deed.AMENDED)
    return campaign


def _decode(path: str, body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        text = _("%(path)s is no text: nobody could read what changes.", path=path)
        raise InvalidInputError("path", text) from None


def _require_pinned(path: str, text: str, held: InForce) -> None:
    """Whatever a script names is pinned, too: phones would not find it otherwise."""
    if not path.endswith(".js"):
        return
    for name in _NAMED.findall(text):
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
        if wanted not in held.booth:
            named = {"path": path, "other": wanted}
            text = _("%(path)s would load %(other)s, which is not pinned.", **named)
            raise InvalidInputError("path", text)
