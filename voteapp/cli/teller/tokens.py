"""``voteapp tokens``: make slips' tokens, print them, show a token's credential; all offline."""

from __future__ import annotations

import ipaddress
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.protection import Kind, read_envelope
from voteapp.campaign.slips.token_files import (
    Slip,
    check_uuids,
    compute_public_credentials,
    create_token_batch,
    create_token_file,
    open_token_file,
)
from voteapp.campaign.slips.tokens import (
    compute_credential,
    create_token,
    normalize_token,
)
from voteapp.campaign.texts import LONGEST_TITLE, clean_text
from voteapp.campaign.units.strata import MOST_MEMBERS
from voteapp.cli import Failure
from voteapp.cli.files import read_small, write_new
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.texts import gettext as _

AT_ONCE = 100
"""Credentials that are computed between two steps of the bar."""


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
@passphrase_option
def make(
    count: int,
    directory: Path,
    campaign: str,
    uuids: tuple[str, ...],
    leaf: str,
    passphrase_file: Path | None,
) -> None:
    """Make N tokens for one unit.

    Leaves in DIR the protected token file (keep it until opening, then destroy it) and
    credentials.json, which goes to the server and holds no token.
    """
    check_uuids(uuids)
    passphrase = ask_passphrase(passphrase_file, new=True)
    directory.mkdir(parents=True, exist_ok=True)
    slips = [Slip(leaf=leaf, token=create_token(secrets.token_bytes)) for _n in range(count)]
    plain = [slip.token for slip in slips]
    credentials: dict[str, list[str]] = {uuid: [] for uuid in uuids}
    with _bar() as bar:
        task = bar.add_task(_("Computing credentials"), total=count * len(uuids))
        for uuid in uuids:
            for start in range(0, count, AT_ONCE):
                part = compute_public_credentials(uuid, plain[start : start + AT_ONCE])
                credentials[uuid] += part
                bar.advance(task, len(part))
    batch = create_token_batch(uuids, slips, credentials, secrets.token_bytes)
    data = create_token_file(campaign, uuids, slips, passphrase, secrets.token_bytes)
    write_new(directory / "tokens.json", data, private=True)
    write_new(directory / "credentials.json", encode_canonical(batch))
    click.echo(
        _("%(count)d tokens are in %(path)s") % {"count": count, "path": directory / "tokens.json"}
    )
    click.echo(_("Post this to the server: %s") % (directory / "credentials.json"))


@tokens.command("print")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
    """Print the slips of a token FILE as a PDF, with a cover sheet for the box."""
    from voteapp.cli.teller.slip_texts import SlipTexts
    from voteapp.cli.teller.slips_pdf import create_slips_pdf

    if output.exists():
        raise Failure(_("%(name)s exists already; nothing was changed") % {"name": output})
    base = check_base_url(base_url, trial=trial)
    data = read_small(file)
    campaign = read_envelope(data, Kind.SLIPS).public.get("campaign")
    slips = open_token_file(data, ask_passphrase(passphrase_file, new=False)).slips
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
            [slip.token for slip in slips],
            page=page,
            fonts=fonts,
            empty_backs=empty_backs,
            on_slip=lambda done: bar.update(task, completed=done),
        )
    write_new(output, pdf, private=True)
    click.echo(_("%(count)d slips are in %(path)s") % {"count": len(slips), "path": output})
    for option in cut:
        click.echo(
            _("The text of --%s is too long for a slip: there it ends with “…”.") % option, err=True
        )
    if not empty_backs:
        click.echo(_("Print on one side of the paper. The file asks the printer for it."))


def check_base_url(text: str, *, trial: bool) -> str:
    """The address without a slash at its end; Failure where slips may not point to it."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise Failure(_("The address must look like https://vote.example.org"))
    if not trial and (parts.scheme != "https" or _is_loopback(parts.hostname)):
        raise Failure(
            _("Slips must point to an https address that phones can reach; or print a --trial")
        )
    return text.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@tokens.command()
@click.argument("token")
@click.option("--uuid", "uuids", multiple=True, help="Also show the public credential there.")
def credential(token: str, uuids: tuple[str, ...]) -> None:
    """Show the Belenios credential of TOKEN, for use with the independent tool.

    With - as TOKEN it is read from standard input, so that it stays out of the shell's history.
    """
    typed = sys.stdin.readline() if token == "-" else token  # noqa: S105 - a dash
    normal = normalize_token(typed)
    if uuids:
        check_uuids(uuids)
    click.echo(compute_credential(normal))
    for uuid in uuids:
        click.echo(f"{uuid} {compute_public_credentials(uuid, [normal])[0]}")
