"""The booth's files, kept by content from Fix on, for the campaign that pinned them.

Manifests name each file's hash (``booth``). An upgrade changes the program's files: phones of a
campaign that was fixed before are served what it pinned, until nothing can be cast any more. ADR
33. Those that t trustees mended since are kept and served in their place: ADR 38.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voteapp.campaign.setup.amendments import check_amendments
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.errors import MisuseError
from voteapp.protocol.encoding import hash_hex
from voteapp.services.campaigns import find_campaign, get_state, list_elections
from voteapp.services.chain import list_amendments
from voteapp.services.context import Context, KeptBooth
from voteapp.services.life import OVER
from voteapp.store.board.booths import BoothFile, BoothPath
from voteapp.store.board.models import Campaign

FRESH = timedelta(seconds=2)
"""How long a process serves what it has in memory before it looks whether a file was mended: by
another process, or at the command line."""


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
    _keep_bodies(session, {digest: bodies[digest] for digest in booth.values()})
    session.add_all(
        BoothPath(campaign_id=campaign.id, path=path, hash=digest)
        for path, digest in sorted(booth.items())
    )


def exchange_file(session: Session, campaign: Campaign, path: str, body: bytes) -> None:
    """Keep and serve other bytes for a path, in the transaction that amends it. The caller holds
    the campaign's lock. Raises MisuseError where the path is not kept."""
    row = session.get(BoothPath, (campaign.id, path))
    if row is None:
        raise MisuseError(f"{path} is not kept")
    digest = hash_hex(body)
    _keep_bodies(session, {digest: body})
    row.hash = digest


def _keep_bodies(session: Session, bodies: Mapping[str, bytes]) -> None:
    query = select(BoothFile.hash).where(BoothFile.hash.in_(bodies))
    kept = set(session.scalars(query.with_for_update(read=True)))
    for digest in sorted(set(bodies) - kept):
        with suppress(IntegrityError), session.begin_nested():  # kept by another just now
            session.add(BoothFile(hash=digest, data=bodies[digest]))


def get_kept_booth(context: Context, code: str) -> Mapping[str, bytes]:
    """The files that a campaign pinned, by path; none before Fix, and none once it has ended.

    A file whose bytes are not what its hash says is none. Raises NotFoundError.
    """
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        if campaign.set_up is None or get_state(campaign) in OVER:
            return {}
        hashes = _list_hashes(session, campaign)
        known = context.cache.booths.get(code)
        if known is not None and known.hashes == hashes:
            kept = known.files
        else:
            kept = read_kept(session, campaign)
    context.cache.booths[code] = KeptBooth(context.clock(), hashes, kept)
    return kept


def read_kept(session: Session, campaign: Campaign) -> Mapping[str, bytes]:
    """The files in force, by path, without those whose bytes are not what their hash says."""
    query = select(BoothPath.path, BoothFile.hash, BoothFile.data).join(BoothFile)
    rows = session.execute(query.where(BoothPath.campaign_id == campaign.id)).all()
    return {path: data for path, digest, data in rows if hash_hex(data) == digest}


def _list_hashes(session: Session, campaign: Campaign) -> Mapping[str, str]:
    query = select(BoothPath.path, BoothPath.hash).where(BoothPath.campaign_id == campaign.id)
    return {row.path: row.hash for row in session.execute(query)}


def get_kept_file(context: Context, code: str, path: str) -> bytes | None:
    """One of them; from memory where this process has looked at the campaign just now."""
    known = context.cache.booths.get(code)
    if known is None or abs(context.clock() - known.looked) >= FRESH:
        return get_kept_booth(context, code).get(path)
    return known.files.get(path)


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
    election = list_elections(session, campaign)[0]
    manifest, amendments = (
        decode_manifest(election.manifest or b""),
        list_amendments(session, campaign),
    )
    held = check_amendments(amendments, manifest, election.fingerprint or "").booth
    query = select(BoothPath.path, BoothFile.data).join(BoothFile)
    rows = session.execute(query.where(BoothPath.campaign_id == campaign.id))
    return {path: hash_hex(data) for path, data in rows} == held
