"""A database belongs to one signing key: receipts and heads of its elections need that very one.

It is bound at the first start. A key is made only where no election exists; a server that has none
then, or another one, refuses to start, and refuses to fix, seal or cast if it ran already.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.errors import ConfigurationError, Sentence
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import RandomBytes
from voteapp.services.campaigns import get_state
from voteapp.services.life import ENDED, State
from voteapp.services.signing import KEY_FILE, Signer, load_signer, read_signer
from voteapp.store import schema
from voteapp.store.board.models import SERVER_KEY_ROW, Campaign, Election, ServerKey
from voteapp.store.database import Database

NOTHING_LEFT = ENDED | {State.PUBLISHED}
"""Campaigns for which nothing has to be signed any more."""


def open_signer(board: Database, folder: Path, random_bytes: RandomBytes) -> Signer:
    """The signer of a database, which is bound to it from the first start on.

    Raises ConfigurationError where it is missing or another one; nothing is changed then.
    """
    signer = read_signer(folder)
    with board.read() as session:
        problem = find_problem(session, folder, signer)
    if problem is not None:
        raise ConfigurationError(problem)
    made = signer is None
    signer = signer or load_signer(folder, random_bytes)
    _bind(board, signer, replace=made)
    return signer


def _bind(board: Database, signer: Signer, *, replace: bool) -> None:
    """Keep the public key; another that is there already stays, unless ``replace``."""
    with board.read() as session:
        row = session.get(ServerKey, SERVER_KEY_ROW)
        if row is not None and (row.public_key == signer.public_key or not replace):
            require_key(session, signer)
            return
    try:
        with board.write() as session:
            row = session.get(ServerKey, SERVER_KEY_ROW, with_for_update=True)
            if row is None:
                session.add(ServerKey(id=SERVER_KEY_ROW, public_key=signer.public_key))
            elif _has_elections(session):
                require_key(session, signer)
            else:
                row.public_key = signer.public_key
    except IntegrityError:
        pass  # another process was faster
    with board.read() as session:
        require_key(session, signer)


def require_key(session: Session, signer: Signer) -> None:
    """Raise ConfigurationError where the database belongs to another key by now."""
    row = session.get(ServerKey, SERVER_KEY_ROW)
    if row is not None and row.public_key != signer.public_key:
        raise ConfigurationError(_describe_other())


def require_manifest_key(manifest: bytes | None, signer: Signer) -> None:
    """Raise ConfigurationError where an election was fixed under another key."""
    if manifest is not None and decode_manifest(manifest).server_key != signer.public_key:
        raise ConfigurationError(_describe_other())


def examine_key(board: Database, folder: Path) -> Sentence | None:
    """What is wrong with the key in a folder for a database, if anything; nothing is changed.

    Nothing is said of a database of another version: the next start compares.
    """
    if schema.get_revision(board, "board") != schema.get_newest_revision("board"):
        return None
    with board.read() as session:
        return find_problem(session, folder, read_signer(folder))


def find_problem(session: Session, folder: Path, signer: Signer | None) -> Sentence | None:
    """What is wrong with a server's key (None: it has none) for this database, if anything."""
    if signer is None:
        if not _has_elections(session):
            return None
        return _(
            "The signing key %(file)s is missing, and this database has elections. Put the key "
            "back, or name its folder in VOTEAPP_KEYS. Nothing was changed.",
            file=folder / KEY_FILE,
        )
    row = session.get(ServerKey, SERVER_KEY_ROW)
    if row is not None and row.public_key != signer.public_key:
        return _describe_other()
    for manifest in _list_running(session):
        if decode_manifest(manifest).server_key != signer.public_key:
            return _describe_other()
    return None


def _describe_other() -> Sentence:
    return _(
        "This server has another signing key than the one that this database belongs to. Put that "
        "key back, or name its folder in VOTEAPP_KEYS. Nothing was changed."
    )


def _has_elections(session: Session) -> bool:
    return session.scalar(select(Election.id).limit(1)) is not None


def _list_running(session: Session) -> list[bytes]:
    """The manifests of campaigns that are not ended."""
    query = select(Election.manifest, Campaign).join(Campaign).where(Election.manifest.is_not(None))
    return [
        manifest or b""
        for manifest, campaign in session.execute(query)
        if get_state(campaign) not in NOTHING_LEFT
    ]
