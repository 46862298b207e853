"""What anybody may download, as files: written once for each state that is public, then sent from
the disk. Nothing here decides what is public: ``counting/disclosure.py`` does.
"""

from __future__ import annotations

import gzip
import json
import shutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.bundle.archive import (
    AUDITOR_NAME,
    EVIDENCE_NAME,
    MANIFEST_NAME,
    QUESTIONNAIRE_NAME,
    README_NAME,
)
from voteapp.campaign.setup.package import PackedElection, create_package
from voteapp.campaign.zips import lay_out_zip
from voteapp.errors import NotFoundError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import find_campaign, list_elections
from voteapp.services.context import Context
from voteapp.services.counting import disclosure
from voteapp.services.counting.evidence import get_manifest_bytes, get_questionnaire_bytes
from voteapp.services.life import State
from voteapp.services.results.publishing import read_auditor, read_readme
from voteapp.services.setup.fixing import rebuild_setup
from voteapp.services.trustees.seats import Seat, find_seat
from voteapp.services.voting import board, search
from voteapp.store.board.models import Campaign, Election
from voteapp.store.written import Written, write_once

_COPIED_BYTES = 1 << 20


def write_record(context: Context, uuid: str, seat: Seat | None = None) -> Written:
    """``UUID.bel`` as far as it is public. Raises NotFoundError, and BusyError as all here."""
    with context.board.read_snapshot() as session:
        return _write_record(context, session, disclosure.find(session, uuid, seat))


def write_evidence(context: Context, uuid: str, seat: Seat | None = None) -> Written:
    """``evidence.json`` as far as it is public. Raises as ``write_record``."""
    with context.board.read_snapshot() as session:
        return _write_evidence(context, session, disclosure.find(session, uuid, seat))


def write_bundle(context: Context, uuid: str) -> Written:
    """``UUID.zip``. Raises as ``write_record``."""
    with context.board.read_snapshot() as session:
        election = disclosure.find(session, uuid)
        record = _write_record(context, session, election)
        evidence = _write_evidence(context, session, election)
        manifest, asked = get_manifest_bytes(election), get_questionnaire_bytes(election)
    members: dict[str, Path | bytes] = {
        f"{uuid}.bel": record.path,
        EVIDENCE_NAME: evidence.path,
        MANIFEST_NAME: manifest,
        QUESTIONNAIRE_NAME: asked,
        AUDITOR_NAME: read_auditor(),
        README_NAME: read_readme(),
    }
    version = _hash(record.tag, evidence.tag, _hash_program())
    return write_once(
        context.settings.published, uuid, version, ".zip", lambda file: _write_zip(file, members)
    )


def write_setup(context: Context, code: str, seat: Seat | None = None) -> Written:
    """``CODE-setup.zip``, the same from Fix on; ``seat``: for whoever sits there only. Raises
    NotFoundError before, ConflictError where the database no longer holds what was fixed, or as
    ``find_seat``, BusyError."""
    with context.board.read_snapshot() as session:
        campaign = find_campaign(session, code) if seat is None else find_seat(session, seat)
        if campaign.set_up is None:
            raise NotFoundError(_("The set-up is not fixed yet."))

        def write(file: IO[bytes]) -> None:
            file.write(create_package([*_pack(session, campaign)]))

        version = _hash("setup", campaign.set_up)
        return write_once(context.settings.published, code, version, "-setup.zip", write)


def _pack(session: Session, campaign: Campaign) -> Iterator[PackedElection]:
    for election in list_elections(session, campaign):
        made = rebuild_setup(session, campaign, election)
        manifest, asked = get_manifest_bytes(election), get_questionnaire_bytes(election)
        yield PackedElection(made.election, made.trustees, made.credentials, manifest, asked)


def write_heads(context: Context, uuid: str, *, compressed: bool) -> Written:
    """All signed heads, as docs/http-api.md says. Raises as ``write_record``."""

    def create() -> object:
        return {"uuid": uuid, "heads": list(board.list_heads(context, uuid))}

    return _write_json(context, uuid, "heads", create, compressed=compressed)


def write_sealed(context: Context, uuid: str, *, compressed: bool) -> Written:
    """All sealed trackers, as docs/http-api.md says. Raises as ``write_record``."""
    return _write_json(
        context,
        uuid,
        "sealed",
        lambda: asdict(search.list_sealed(context, uuid)),
        compressed=compressed,
    )


def write_open(context: Context) -> None:
    """The files of every vote that runs, as the last seal left them, before anybody asks."""
    with context.board.read() as session:
        query = select(Election.uuid).join(Campaign).where(Campaign.state == State.OPEN.value)
        uuids = list(session.scalars(query))
    for uuid in uuids:
        write_bundle(context, uuid)
        write_sealed(context, uuid, compressed=True)


def _write_record(context: Context, session: Session, election: Election) -> Written:
    version = _hash(disclosure.name_record(session, election))
    return write_once(
        context.settings.published,
        election.uuid,
        version,
        ".bel",
        lambda file: disclosure.write_disclosed_record(session, election, file),
    )


def _write_evidence(context: Context, session: Session, election: Election) -> Written:
    version = _hash(disclosure.name_evidence(session, election))
    return write_once(
        context.settings.published,
        election.uuid,
        version,
        ".evidence.json",
        lambda file: _write(file, disclosure.encode_disclosed_evidence(session, election)),
    )


def _write_json(
    context: Context, uuid: str, name: str, create: Callable[[], object], *, compressed: bool
) -> Written:
    with context.board.read() as session:
        seal = disclosure.name_seal(session, disclosure.find(session, uuid))

    def write(file: IO[bytes]) -> None:
        body = json.dumps(create()).encode()
        file.write(gzip.compress(body, 6, mtime=0) if compressed else body)

    suffix = f".{name}.json.gz" if compressed else f".{name}.json"
    return write_once(context.settings.published, uuid, _hash(name, seal), suffix, write)


def _write(file: IO[bytes], body: bytes) -> None:
    file.write(body)


def _write_zip(file: IO[bytes], members: Mapping[str, Path | bytes]) -> None:
    """Members from files or from memory, as the bundle's form wants them."""
    headers, end = lay_out_zip({name: _measure(body) for name, body in members.items()})
    for name, header in headers:
        file.write(header)
        body = members[name]
        if isinstance(body, bytes):
            file.write(body)
        else:
            with body.open("rb") as source:
                shutil.copyfileobj(source, file, _COPIED_BYTES)
    file.write(end)


def _measure(body: Path | bytes) -> tuple[int, int]:
    """Checksum (CRC-32) and bytes."""
    if isinstance(body, bytes):
        return zlib.crc32(body), len(body)
    crc = size = 0
    with body.open("rb") as source:
        while part := source.read(_COPIED_BYTES):
            crc, size = zlib.crc32(part, crc), size + len(part)
    return crc, size


def _hash(*parts: str) -> str:
    return sha256("|".join(parts).encode()).hexdigest()


@cache
def _hash_program() -> str:
    """What this version of the program puts into every bundle."""
    return sha256(read_auditor() + read_readme()).hexdigest()
