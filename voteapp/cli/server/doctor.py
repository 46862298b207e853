"""``voteapp doctor``: what is set, what is missing, what to do about it. Shows no secret."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from voteapp.cli.texts import gettext as _
from voteapp.config import Settings, load_settings
from voteapp.errors import VoteappError
from voteapp.protocol import fast25519
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.services.server_key import examine_key
from voteapp.services.setup.booths import list_unkept
from voteapp.services.signing import KEY_FILE
from voteapp.store import schema
from voteapp.store.board.models import CLOCK_ROW, ClockState
from voteapp.store.database import Database


@click.command()
def doctor() -> None:
    """Look at settings, databases, keys and libraries; exit 1 if something is wrong."""
    settings = load_settings(os.environ)
    wrong = 0
    for good, sentence in examine(settings):
        click.echo(("ok     " if good else "WRONG  ") + sentence)
        wrong += not good
    if wrong:
        raise SystemExit(1)


def examine(settings: Settings) -> Iterator[tuple[bool, str]]:
    """Each finding: whether it is good, and a sentence."""
    mode = _("trial") if settings.trial else _("real")
    yield True, _("base address {url} ({mode})").format(url=settings.base_url, mode=mode)
    for family, url in (("board", settings.board_url), ("roll", settings.roll_url)):
        yield _examine_database(family, url)
    yield from _examine_board(settings.board_url)
    yield _examine_key(settings)
    try:
        get_group(GROUP_NAME)
        yield True, _("the group library refuses points of small order")
    except VoteappError as error:
        yield False, str(error)
    fast = _("there") if fast25519.load() else _("not there; checking ballots takes twice as long")
    yield True, _("lib25519 is {state}").format(state=fast)


def _examine_database(family: str, url: str) -> tuple[bool, str]:
    kind = url.split(":", 1)[0]
    path = Path(url.removeprefix("sqlite:///"))
    if kind == "sqlite" and not path.exists():
        return True, _("{family} database: made at the first start").format(family=family)
    database = Database(url)
    try:
        present = schema.get_revision(database, family)
    except (SQLAlchemyError, VoteappError) as error:
        reason = type(error).__name__
        return False, _("{family} database: cannot be opened ({reason})").format(
            family=family, reason=reason
        )
    finally:
        database.close()
    if present != schema.get_newest_revision(family):
        text = _("{family} database: at {present}, brought up to date at the next start")
        return True, text.format(family=family, present=present)
    return True, _("{family} database ({kind}): up to date").format(family=family, kind=kind)


def _examine_board(url: str) -> Iterator[tuple[bool, str]]:
    """Nothing where there is no database of this version yet."""
    path = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite") and not path.exists():
        return
    database = Database(url)
    try:
        if schema.get_revision(database, "board") != schema.get_newest_revision("board"):
            return
        with database.read() as session:
            row = session.get(ClockState, CLOCK_ROW)
            unkept = list_unkept(session)
    except (SQLAlchemyError, VoteappError):
        return  # said of the database already
    finally:
        database.close()
    if row is not None and row.doubt is not None:
        text = _("the clock jumped from {good} to {doubt}: look at it, then voteapp clock confirm")
        yield False, text.format(good=row.good.isoformat(), doubt=row.doubt.isoformat())
    else:
        yield True, _("the clock is believed")
    if unkept:
        text = _("the booth that was pinned is not kept whole for {codes}: restore a backup")
        yield False, text.format(codes=", ".join(unkept))
    else:
        yield True, _("the booth's files are kept as they were pinned")


def _examine_key(settings: Settings) -> tuple[bool, str]:
    """Whether it is the one that the board belongs to, and nobody else can read it."""
    path = settings.keys / KEY_FILE
    there = Path(settings.board_url.removeprefix("sqlite:///")).exists()
    if there or not settings.board_url.startswith("sqlite"):
        database = Database(settings.board_url)
        try:
            problem = examine_key(database, settings.keys)
        except SQLAlchemyError:
            problem = None  # said of the database already
        except VoteappError as error:
            return False, str(error)
        finally:
            database.close()
        if problem is not None:
            return False, problem
    if not path.exists():
        return True, _("signing key: made at the first start")
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return False, _("signing key {path}: others can read it; chmod 600").format(path=path)
    return True, _("signing key {path}: there, for its owner only").format(path=path)
