"""The booth's files, kept by content from Fix on, for the campaign that pinned them.

Manifests name each file's hash (``booth``). An upgrade changes the program's files: phones of a
campaign that was fixed before are served what it pinned, until nothing can be cast any more. ADR
33.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.errors import MisuseError
from voteapp.protocol.encoding import hash_hex
from voteapp.services.campaigns import find_campaign, get_state, list_elections
from voteapp.services.context import Context
from voteapp.services.life import OVER
from voteapp.store.board.booths import BoothFile, BoothPath
from voteapp.store.board.models import Campaign


def keep_booth(
    session: Session, campaign: Campaign, booth: Mapping[str, str], files: Collection[bytes]
) -> None:
    """Keep what a campaign pins: ``booth`` is the manifest's, ``files`` are its files' bytes.

    Raises MisuseError where one is missing: it could not be served later.
    """
    bodies = {hash_hex(body): body for body in files}
    missing = sorted(path for path, digest in booth.items() if digest not in bodies)
    if missing:
        raise MisuseError(f"the booth's file {missing[0]} was not given")
    wanted = set(booth.values())
    query = select(BoothFile.hash).where(BoothFile.hash.in_(wanted))
    kept = set(session.scalars(query.with_for_update(read=True)))
    for digest in sorted(wanted - kept):
        with suppress(IntegrityError), session.begin_nested():  # kept by another's Fix just now
            session.add(BoothFile(hash=digest, data=bodies[digest]))
    session.add_all(
        BoothPath(campaign_id=campaign.id, path=path, hash=digest)
        for path, digest in sorted(booth.items())
    )


def get_kept_booth(context: Context, code: str) -> Mapping[str, bytes]:
    """The files that a campaign pinned, by path; none before Fix, and none once it has ended.

    A file whose bytes are not what its hash says is none. Raises NotFoundError.
    """
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        if campaign.set_up is None or get_state(campaign) in OVER:
            return {}
        known = context.cache.booths.get(code)
        if known is not None:
            return known
        query = select(BoothPath.path, BoothFile.hash, BoothFile.data).join(BoothFile)
        rows = session.execute(query.where(BoothPath.campaign_id == campaign.id)).all()
    kept = {path: data for path, digest, data in rows if hash_hex(data) == digest}
    context.cache.booths[code] = kept
    return kept


def get_kept_file(context: Context, code: str, path: str) -> bytes | None:
    """One of them; from memory where this process has served the campaign before."""
    known = context.cache.booths.get(code)
    return (get_kept_booth(context, code) if known is None else known).get(path)


def drop_ended(context: Context) -> int:
    """Forget the files of campaigns that have ended; how many paths were forgotten."""
    ended = select(Campaign.id).where(Campaign.state.in_([state.value for state in OVER]))
    stale = BoothPath.campaign_id.in_(ended)
    with context.board.read() as session:
        if session.scalar(select(BoothPath.path).where(stale).limit(1)) is None:
            return 0
    with context.board.write() as session:
        paths = list(session.scalars(select(BoothPath.path).where(stale)))
        session.execute(delete(BoothPath).where(stale))
        used = select(BoothPath.hash)
        session.execute(delete(BoothFile).where(BoothFile.hash.not_in(used)))
    context.cache.booths.clear()
    return len(paths)


def list_unkept(session: Session) -> list[str]:
    """Codes of the campaigns whose pinned files are not all kept as they were, of those that have
    not ended."""
    query = select(Campaign).where(Campaign.set_up.is_not(None)).order_by(Campaign.code)
    running = [one for one in session.scalars(query) if get_state(one) not in OVER]
    return [one.code for one in running if not _is_kept(session, one)]


def _is_kept(session: Session, campaign: Campaign) -> bool:
    pinned = decode_manifest(list_elections(session, campaign)[0].manifest or b"").booth
    query = select(BoothPath.path, BoothFile.data).join(BoothFile)
    rows = session.execute(query.where(BoothPath.campaign_id == campaign.id))
    return {path: hash_hex(data) for path, data in rows} == pinned
