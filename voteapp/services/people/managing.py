"""Who has an account: invitations, accounts switched off and on again, accounts removed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.errors import ConflictError, NotFoundError
from voteapp.errors import gettext as _
from voteapp.services.context import Context
from voteapp.services.people.accounts import (
    add_secret,
    end_everything,
    find_account,
    make_name_key,
    view_account,
)
from voteapp.services.values.campaigns import AccountView, InvitationView
from voteapp.store.roll.models import Account, SetupSecret

OPERATOR = "voteapp"
"""Stands as the inviter where the server's own command invited."""


def list_accounts(context: Context) -> tuple[AccountView, ...]:
    """All accounts, oldest first."""
    with context.roll.read() as session:
        return tuple(
            view_account(row) for row in session.scalars(select(Account).order_by(Account.id))
        )


def get_account(context: Context, number: int) -> AccountView:
    """The account of that number. Raises NotFoundError."""
    with context.roll.read() as session:
        account = session.get(Account, number)
        if account is None:
            raise NotFoundError(_("There is no account of this name."))
        return view_account(account)


def create_invitation(context: Context, actor: str) -> str:
    """A one-time secret for one more committee account; ``actor`` must have one."""
    with context.roll.write() as session:
        made_by = find_account(session, actor).name
        return add_secret(context, session, "invitation", None, made_by)


def create_operators_invitation(context: Context) -> str:
    """A one-time secret for one more account, by whoever looks after the server."""
    with context.roll.write() as session:
        return add_secret(context, session, "invitation", None, OPERATOR)


def disable(context: Context, actor: str, name: str) -> None:
    """Nobody signs in with the account any more, and its sessions end; ``enable`` undoes it.

    Raises NotFoundError, ConflictError for one's own.
    """
    with context.roll.write() as session:
        account = _find_other(session, actor, name)
        account.disabled = context.clock()
        end_everything(session, account)


def enable(context: Context, name: str) -> None:
    """The account can be used again. Raises NotFoundError."""
    with context.roll.write() as session:
        find_account(session, name).disabled = None


def remove(context: Context, actor: str, name: str) -> None:
    """Forget an account; what it did stays in the logs. Raises NotFoundError, ConflictError."""
    with context.roll.write() as session:
        account = _find_other(session, actor, name)
        end_everything(session, account)
        session.delete(account)


def _find_other(session: Session, actor: str, name: str) -> Account:
    account = find_account(session, name)
    if account.name_key == make_name_key(actor):
        raise ConflictError(_("This is your own account. Ask somebody else of the committee."))
    return account


def list_invitations(context: Context) -> tuple[InvitationView, ...]:
    """Invitations that nobody has used yet, oldest first."""
    with context.roll.read() as session:
        query = select(SetupSecret).where(
            SetupSecret.purpose == "invitation", SetupSecret.expires > context.clock()
        )
        rows = session.scalars(query.order_by(SetupSecret.expires, SetupSecret.secret_hash))
        return tuple(InvitationView(r.secret_hash[:16], r.made_by or "", r.expires) for r in rows)


def revoke_invitation(context: Context, mark: str) -> None:
    """The invitation of that mark works no longer; used or revoked before is no error."""
    with context.roll.write() as session:
        for row in session.scalars(select(SetupSecret).where(SetupSecret.purpose == "invitation")):
            if row.secret_hash[:16] == mark:
                session.delete(row)
