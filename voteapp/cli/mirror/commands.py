"""``voteapp mirror``: keep a copy of a campaign's board, sign the first end of it, serve it."""

from __future__ import annotations

import fcntl
import http.client
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from voteapp.campaign.audit.openings import LookedAt, look_at_package
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.statements.texts import compute_end_text
from voteapp.cli import Failure
from voteapp.cli.fetching import fetch, read_campaign_address, send_json
from voteapp.cli.files import FileSource, replace_file
from voteapp.cli.mirror.pulling import Forked, Pulled, Puller
from voteapp.cli.mirror.serving import read_place, serve
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.signers.key_files import Among, SigningKeyFile, take_hand
from voteapp.cli.signers.making import make_key
from voteapp.cli.signers.options import (
    existing_file,
    jobs_option,
    name_option,
    new_key_argument,
)
from voteapp.cli.signers.shown import show_words
from voteapp.cli.signers.signed import Hand, sign_once
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.errors import ConflictError, ProtocolError
from voteapp.protocol.keys.pki import create_seed

LEAST_SECONDS, USUAL_SECONDS, MOST_SECONDS = 30, 300, 3600


class _Mirror(click.Group):
    """``voteapp mirror URL DIR`` without a subcommand's name is ``run``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            return "run", self.commands["run"], args
        return super().resolve_command(ctx, args)


@click.group(cls=_Mirror)
def mirror() -> None:
    """Keep a copy of a campaign's board on another machine: `voteapp mirror URL DIR`.

    A mirror only ever appends. What does not extend the copy is refused, told loudly and kept as
    proof; the first end of voting that it sees is signed, and never another.
    """


@mirror.command()
@new_key_argument
@name_option
@passphrase_option
def key(key_file: Path, name: str, passphrase_file: Path | None) -> None:
    """Make a mirror's key: KEY is the protected file to keep.

    KEY.public.json goes to the committee with the mirror's address before the set-up is fixed;
    tell the trustees the key's words yourself.
    """
    passphrase = ask_passphrase(passphrase_file, new=True)
    make_key("mirror", name, create_seed(secrets.token_bytes), key_file, passphrase)


@mirror.command()
@click.argument("address", metavar="URL")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--key", "key_file", type=existing_file, help="Sign the end of voting with this key.")
@click.option("--once", is_flag=True, help="Fetch what is new once, and end.")
@click.option(
    "--every",
    type=click.IntRange(LEAST_SECONDS, MOST_SECONDS),
    default=USUAL_SECONDS,
    show_default=True,
    help="Seconds between two looks.",
)
@click.option("--serve", "place", metavar="ADDRESS", help="Serve the copy: PORT, or HOST:PORT.")
@jobs_option
@passphrase_option
def run(
    address: str,
    directory: Path,
    key_file: Path | None,
    once: bool,
    every: int,
    place: str | None,
    jobs: int | None,
    passphrase_file: Path | None,
) -> None:
    """Fetch a campaign's board again and again into DIR, and serve it there if asked.

    URL is the campaign's address. Exit 0: what was fetched extends what is held. 1: the server
    contradicted itself (history-forked), or gave ballots that do not verify, now or before; the
    proof lies in DIR. 2: something cannot be fetched or read. Without --once it goes on whatever
    happens, until it is interrupted, and keeps serving what it holds.
    """
    base, campaign = read_campaign_address(address)
    where = None if place is None else read_place(place)
    directory.mkdir(parents=True, exist_ok=True)
    with _alone(directory), serve(where, directory):
        wait = None if once else every
        file = None if key_file is None else SigningKeyFile(key_file, "mirror")
        looked = _take_setup(base, campaign, directory, wait)
        hand = None if file is None else _open_key(file, looked, passphrase_file)
        show_words(_("The set-up in sixteen words:"), looked.setup.campaign_hash)
        places = range(len(looked.setup.manifests))
        keeper = _Keeper([Puller(directory, base, looked, i, jobs) for i in places], hand)
        try:
            code = keeper.look() if once else keeper.go_on(every)
        except KeyboardInterrupt:
            code = int(keeper.is_forked())
    sys.exit(code)


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Two mirrors in one folder would write over each other."""
    with (directory / ".lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(_("Another mirror is at work in %s.") % directory) from None
        yield


class _Keeper:
    """All elections of a campaign, and what signs their ends."""

    def __init__(self, pullers: list[Puller], hand: Hand | None) -> None:
        self.pullers, self.hand = pullers, hand

    def is_forked(self) -> bool:
        """Whether the server ever contradicted itself."""
        return any(puller.shelf.load().forked for puller in self.pullers)

    def look(self) -> int:
        """Look at each election once. The exit code: 1 where the server ever contradicted itself, 2
        where something could not be fetched or read."""
        failed = False
        for puller in self.pullers:
            try:
                self._look_at(puller)
            except Forked as error:
                click.echo(clean(error.message), err=True)
            except (Failure, ProtocolError, OSError) as error:
                failed = True
                click.echo(clean(f"{puller.uuid}: {error}"), err=True)
        if self.is_forked():
            text = _(
                "The server contradicted itself, or its record does not verify: what it gave is "
                "kept beside the copy."
            )
            click.echo(text, err=True)
            return 1
        return 2 if failed else 0

    def go_on(self, every: int) -> NoReturn:
        """Look again and again, more seldom while nothing can be fetched."""
        pause = every
        while True:
            pause = every if self.look() != 2 else min(2 * pause, MOST_SECONDS)
            time.sleep(pause * random.uniform(1.0, 1.1))  # noqa: S311 - only spreads the load

    def _look_at(self, puller: Puller) -> None:
        found = puller.pull()
        if found is None:
            click.echo(_("%s: there is no record yet.") % puller.uuid)
            return
        named = {"uuid": puller.uuid, "size": found.size, "new": found.new}
        click.echo(_("%(uuid)s: %(size)d bytes are held, of these new: %(new)d.") % named)
        if found.end is not None and self.hand is not None:
            self._sign(self.hand, puller, found, found.end)

    def _sign(self, hand: Hand, puller: Puller, found: Pulled, end: str) -> None:
        text = compute_end_text(puller.fingerprint, end)
        published = [] if found.evidence is None else found.evidence.mirror_ends
        try:
            made = sign_once(
                hand, "mirror-end", text, puller.shelf.end, published, secrets.token_bytes
            )
        except ConflictError as error:
            puller.refuse_end(str(error))
        if made not in published:
            _hand_in(puller, encode_canonical(made))


def _hand_in(puller: Puller, statement: bytes) -> None:
    """Give the server what was signed; it is in the folder whatever the server says to it."""
    status = send_json(f"{puller.base}/api/elections/{puller.uuid}/mirror-ends", statement)
    if status not in (http.client.OK, http.client.CONFLICT):
        named = {"status": status, "path": puller.shelf.end}
        text = _("The server did not take what was signed (HTTP %(status)d): give it %(path)s.")
        raise Failure(text % named)


def _open_key(file: SigningKeyFile, looked: LookedAt, passphrase_file: Path | None) -> Hand:
    """Raises Failure where the key is none of a mirror that this set-up names."""
    signer = file.find(Among(looked.people, looked.items))
    return take_hand(file, looked.people, signer, passphrase_file)


def _take_setup(base: str, code: str, directory: Path, wait: int | None) -> LookedAt:
    """CODE-setup.zip as it was seen first; asks again for it every ``wait`` seconds."""
    path = directory / f"{code}-setup.zip"
    while not path.exists():
        if _fetch_setup(f"{base}/campaigns/{code}/{path.name}", path):
            break
        text = _("There is no such campaign there, or its set-up is not fixed yet.")
        if wait is None:
            raise Failure(text)
        click.echo(text, err=True)
        time.sleep(wait)
    looked = look_at_package(FileSource(path))
    # The lists were checked, and need not stay in memory as long as the mirror runs.
    return looked._replace(setup=looked.setup._replace(lists=()))


def _fetch_setup(address: str, path: Path) -> bool:
    with tempfile.TemporaryDirectory(prefix="voteapp-", dir=path.parent) as folder:
        fetched = Path(folder) / path.name
        if not fetch(address, fetched):
            return False
        look_at_package(FileSource(fetched))
        replace_file(path, fetched.read_bytes(), 0o644)
    return True
