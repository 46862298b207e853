"""``voteapp tokens``: make slips' tokens, print them, show a token's credential; all offline."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.protection import Kind, read_envelope
from voteapp.campaign.setup.fixed import FixedSetup
from voteapp.campaign.slips.pins import SlipCode
from voteapp.campaign.slips.tellers import (
    LONGEST_TELLER_NAME,
    count_slips,
    create_teller,
    sign_printed,
)
from voteapp.campaign.slips.token_files import (
    Slip,
    TokenFileSecret,
    check_uuids,
    compute_public_credentials,
    create_token_batch,
    create_token_file,
    open_token_file,
)
from voteapp.campaign.slips.tokens import (
    compute_credential,
    create_token,
)
from voteapp.campaign.texts import LONGEST_TITLE, clean_text
from voteapp.campaign.units.strata import MOST_MEMBERS
from voteapp.campaign.words import compute_hash_words
from voteapp.cli import Failure
from voteapp.cli.fetching import is_loopback
from voteapp.cli.files import read_small, write_new
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.teller.fitting import Misfit, check_fit, compute_all, list_ambiguous
from voteapp.cli.teller.prints import Print, log_print
from voteapp.cli.teller.reading import read_setup, read_token
from voteapp.cli.texts import gettext as _
from voteapp.errors import InvalidInputError, ProtocolError


@click.group()
def tokens() -> None:
    """Make and print slips without a server."""


def _bar() -> Progress:
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


@tokens.command()
@click.argument("count", type=click.IntRange(1, MOST_MEMBERS), metavar="N")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--campaign", required=True, help="The campaign's code, as its page shows it.")
@click.option("--uuid", "uuids", multiple=True, required=True, help="Each election, in order.")
@click.option("--leaf", default="unit", show_default=True, help="The unit's code.")
@click.option("--name", required=True, help="Your name, as everybody reads it on the poster.")
@passphrase_option
def make(
    count: int,
    directory: Path,
    campaign: str,
    uuids: tuple[str, ...],
    leaf: str,
    name: str,
    passphrase_file: Path | None,
) -> None:
    """Make N tokens for one unit.

    Leaves in DIR the protected token file (keep it until opening, then destroy it) and
    credentials.json, which goes to the server and holds no token.
    """
    check_uuids(uuids)
    name = clean_text("name", name, LONGEST_TELLER_NAME, lines=False)
    passphrase = ask_passphrase(passphrase_file, new=True)
    directory.mkdir(parents=True, exist_ok=True)
    slips = [Slip(leaf=leaf, token=create_token(secrets.token_bytes)) for _n in range(count)]
    plain = [slip.token for slip in slips]
    credentials: dict[str, list[str]] = {uuid: [] for uuid in uuids}
    with _bar() as bar:
        task = bar.add_task(_("Computing credentials"), total=count * len(uuids))
        for uuid in uuids:
            credentials[uuid] += compute_all(uuid, plain, lambda some: bar.advance(task, some))
    teller = create_teller(name, "command", len(uuids), secrets.token_bytes)
    batch = create_token_batch(uuids, slips, credentials, teller)
    data = create_token_file(campaign, uuids, slips, teller, passphrase, secrets.token_bytes)
    write_new(directory / "tokens.json", data, private=True)
    _open_again(
        directory / "tokens.json", TokenFileSecret(slips=slips, teller=teller), passphrase_file
    )
    write_new(directory / "credentials.json", encode_canonical(batch))
    click.echo(
        _("%(count)d tokens are in %(path)s") % {"count": count, "path": directory / "tokens.json"}
    )
    text = _("Send this on your page of slips: %s") % (directory / "credentials.json")
    click.echo(text)


def _open_again(file: Path, made: TokenFileSecret, passphrase_file: Path | None) -> None:
    """Nothing is posted before the file was opened again from the disk, its passphrase typed anew:
    without them nothing can be printed. Asks until it opens."""
    click.echo(_("Open the file again, as you will to print: type its passphrase anew."))
    while True:
        try:
            found = open_token_file(read_small(file), ask_passphrase(passphrase_file, new=False))
        except InvalidInputError as error:
            if passphrase_file is not None:
                raise
            click.echo(str(error), err=True)
            continue
        if found != made:
            raise Failure(_("%(name)s does not hold what was written") % {"name": file})
        return


@tokens.command("print")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("setup", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.pdf")
@click.option("--base-url", required=True, help="The server's address: https://vote.example.org")
@click.option("--title", required=True, help="What the vote is about.")
@click.option("--organizer", required=True, help="Who asks.")
@click.option("--closes", required=True, help="When voting ends, in words.")
@click.option("--page", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option(
    "--font",
    "fonts",
    type=click.Path(exists=True, dir_okay=False),
    multiple=True,
    help="An OpenType font for the texts; repeat it for letters that the first lacks.",
)
@click.option(
    "--empty-backs",
    is_flag=True,
    help="An empty page after each, for a printer that cannot be asked for one side.",
)
@click.option("--trial", is_flag=True, help="Print TRIAL on every slip; any address will do.")
@passphrase_option
def print_slips(
    file: Path,
    setup: Path,
    output: Path,
    base_url: str,
    title: str,
    organizer: str,
    closes: str,
    page: str,
    fonts: tuple[str, ...],
    empty_backs: bool,
    trial: bool,
    passphrase_file: Path | None,
) -> None:
    """Print the slips of a token FILE as a PDF, with a cover sheet for the box.

    SETUP is CODE-setup.zip, from the campaign's server once the set-up is fixed. Everything in it
    is recomputed first. Exit 1: the set-up is not the one of these slips, and nothing was printed.
    """
    from voteapp.cli.teller.slip_texts import SlipTexts
    from voteapp.cli.teller.slips_pdf import create_slips_pdf

    word = output.with_suffix(".printed.json")
    for path in (output, word):
        if path.exists():
            raise Failure(_("%(name)s exists already; nothing was changed") % {"name": path})
    base = check_base_url(base_url, trial=trial)
    data = read_small(file)
    public = read_envelope(data, Kind.SLIPS).public
    secret = open_token_file(data, ask_passphrase(passphrase_file, new=False))
    slips = secret.slips
    fixed, codes = _recompute(setup, public.get("uuids"), secret)
    _tell_words(fixed)
    campaign = public.get("campaign")
    texts = SlipTexts(
        clean_text("title", title, LONGEST_TITLE, lines=False),
        clean_text("organizer", organizer, 100, lines=False),
        clean_text("closes", closes, 60, lines=False),
        f"{base}/b/{campaign}#",
        trial,
    )
    with _bar() as bar:
        task = bar.add_task(_("Drawing slips"), total=len(slips))
        pdf, cut = create_slips_pdf(
            texts,
            codes,
            page=page,
            fonts=fonts,
            tellers=_list_tellers(fixed),
            empty_backs=empty_backs,
            on_slip=lambda done: bar.update(task, completed=done),
        )
    earlier = log_print(file, fixed.campaign_hash, len(slips))
    write_new(output, pdf, private=True)
    printed = sign_printed(fixed.fingerprints, secret.teller)
    body = {
        "prints": len(earlier) + 1,
        "set_up": fixed.campaign_hash,
        "signature": printed.signature,
    }
    write_new(word, encode_canonical(body))
    click.echo(_("%(count)d slips are in %(path)s") % {"count": len(slips), "path": output})
    _tell_earlier(earlier)
    text = _("Once they are printed and one was checked, send this on your page of slips: %s")
    click.echo(text % word)
    for option in cut:
        click.echo(
            _("The text of --%s is too long for a slip: there it ends with “…”.") % option, err=True
        )
    if not empty_backs:
        click.echo(_("Print on one side of the paper. The file asks the printer for it."))


def _recompute(
    file: Path, uuids: object, secret: TokenFileSecret
) -> tuple[FixedSetup, list[SlipCode]]:
    """The set-up and the slips' codes; ends the program (1) where they do not belong together."""
    setup = read_setup(file)
    with _bar() as bar:
        task = bar.add_task(
            _("Computing credentials"), total=len(secret.slips) * len(setup.manifests)
        )
        try:
            codes = check_fit(setup, uuids, secret, lambda some: bar.advance(task, some))
        except ProtocolError as error:
            raise Misfit(
                _("This set-up does not fit these slips: %s. Nothing was printed.") % error.message
            ) from None
    for place in list_ambiguous(setup, codes):
        text = _("The code of slip %d fits two units: the booth asks which stands on the slip.")
        click.echo(text % place, err=True)
    return setup, codes


def _tell_words(setup: FixedSetup) -> None:
    words = compute_hash_words(setup.campaign_hash)
    click.echo(_("The set-up in sixteen words: %s") % words)
    click.echo(_("Compare them with the words that the committee sees. If they differ, stop."))
    for name, count in _list_tellers(setup):
        click.echo(_("Teller %(name)s: %(count)d slips") % {"name": name, "count": count})
    click.echo(_("Is one of these nobody you know? Then stop, and tell your committee."))


def _list_tellers(setup: FixedSetup) -> list[tuple[str, int]]:
    """Name and number of slips of everybody who made some."""
    return [(one.name, count_slips([one])) for one in setup.manifests[0].tellers]


def _tell_earlier(earlier: Sequence[Print]) -> None:
    if not earlier:
        return
    text = _(
        "These slips were printed before (prints so far: %(count)d, the last at %(at)s). Destroy"
        " what came out then: everybody can read that you printed again, once the file is sent."
    )
    click.echo(text % {"count": len(earlier), "at": earlier[-1].at}, err=True)


def check_base_url(text: str, *, trial: bool) -> str:
    """The address without a slash at its end; Failure where slips may not point to it."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise Failure(_("The address must look like https://vote.example.org"))
    if not trial and (parts.scheme != "https" or is_loopback(parts.hostname)):
        raise Failure(
            _("Slips must point to an https address that phones can reach; or print a --trial")
        )
    return text.rstrip("/")


@tokens.command()
@click.argument("token")
@click.option("--uuid", "uuids", multiple=True, help="Also show the public credential there.")
def credential(token: str, uuids: tuple[str, ...]) -> None:
    """Show the Belenios credential of TOKEN, for use with the independent tool.

    TOKEN has 25 characters; the thirty of a slip's code, token and pin, will do as well.
    With - as TOKEN it is read from standard input, so that it stays out of the shell's history.
    """
    typed = sys.stdin.readline() if token == "-" else token  # noqa: S105 - a dash
    normal = read_token(typed)
    if uuids:
        check_uuids(uuids)
    click.echo(compute_credential(normal))
    for uuid in uuids:
        click.echo(f"{uuid} {compute_public_credentials(uuid, [normal])[0]}")
