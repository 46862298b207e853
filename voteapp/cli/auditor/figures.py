"""``voteapp figures FILE``: every figure of a survey, worked out again from its bundle, offline."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from voteapp.cli import Failure
from voteapp.cli.auditor.audit import audit_file
from voteapp.cli.auditor.report import Audited, print_report
from voteapp.cli.files import write_new
from voteapp.cli.optional import load_optional
from voteapp.cli.texts import Terminal, clean
from voteapp.cli.texts import gettext as _
from voteapp.cli.watching import PROCESSES
from voteapp.survey.figures.bundles import compute_bundle_figures
from voteapp.survey.figures.describing import encode_figures
from voteapp.survey.figures.survey import SURVEY, SurveyFigures
from voteapp.survey.wording.measures import list_entries
from voteapp.survey.wording.places import list_withheld, name_group, say_response
from voteapp.survey.wording.scales import ScaleTable, list_scales
from voteapp.survey.wording.sheet import Occasion, create_sheet
from voteapp.survey.wording.speaking import say_reading, say_unit
from voteapp.survey.wording.tables import GroupTable, SurveyTable, list_tables


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print figures.json, as the server shows it.")
@click.option(
    "--jobs",
    type=PROCESSES,
    default=None,
    help="How many processes check ballots (default: one a core).",
)
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the sheet for the table, one page, into this new file (PDF).",
)
@click.option("--group", default=None, help="Whose sheet: a group's code (default: the first).")
@click.option(
    "--page", type=click.Choice(["a4", "letter"]), default="a4", help="The sheet's paper."
)
@click.option(
    "--font",
    "fonts",
    type=click.Path(exists=True, dir_okay=False),
    multiple=True,
    help="An OpenType font for the sheet; repeat it for letters that the first lacks.",
)
def figures(
    file: Path,
    as_json: bool,
    jobs: int | None,
    sheet: Path | None,
    group: str | None,
    page: str,
    fonts: tuple[str, ...],
) -> None:
    """Verify a survey's bundle (UUID.zip) and work out every figure from it.

    Exit 0: verified, and the figures are printed. 1: something is wrong, and is listed instead.
    2: the file cannot be read, is no survey's bundle, or voting is not over.
    """
    audited = audit_file(file, jobs=jobs, quiet=as_json)
    if not audited.report.verified:
        if as_json:
            click.echo(msgspec.json.encode(audited.report).decode())
        else:
            print_report(audited, file.name)
        sys.exit(1)
    found = compute_audited(audited)
    if sheet is not None:
        _write_sheet(audited, found, sheet, group, page, fonts)
    if as_json:
        report = audited.report
        data = encode_figures(found, report.uuid or "", report.fingerprint or "")
        click.echo(data, nl=False)
    else:
        print_figures(Console(highlight=False), found)


def compute_audited(audited: Audited) -> SurveyFigures:
    """The figures of a bundle that is verified. Raises Failure where it has none."""
    documents = audited.documents
    if documents.questionnaire is None:
        raise Failure(
            _("Figures need the bundle (UUID.zip): the record alone has no questionnaire.")
        )
    if documents.questionnaire.kind != SURVEY:
        raise Failure(_("This is a vote. Only a survey has figures."))
    if documents.evidence is None or documents.evidence.plan is None:
        raise Failure(_("Voting is not over: there are no figures yet."))
    return compute_bundle_figures(documents, audited.report)


def _write_sheet(
    audited: Audited,
    found: SurveyFigures,
    path: Path,
    code: str | None,
    page: str,
    fonts: Sequence[str],
) -> None:
    """One page into a new file. Raises Failure where there is no such group, or no library."""
    chosen = code or next(iter(found.groups), None)
    manifest, held = audited.documents.manifest, audited.documents.held
    if chosen not in found.groups or manifest is None or held is None:
        raise Failure(_("There is no such group, or nothing of it is shown."))
    paper = load_optional("voteapp.cli.paper.sheets", "tellers")
    occasion = Occasion(
        organizer=manifest.organizer,
        title=manifest.campaign.name,
        opens=_show_instant(held.opens, manifest.zone),
        closes=_show_instant(held.closes, manifest.zone),
        trial=manifest.trial,
        uuid=manifest.uuid,
        fingerprint=audited.report.fingerprint or "",
    )
    words = create_sheet(Terminal(), found, chosen, occasion)
    write_new(path, paper.create_sheet_pdf(words, page=page, fonts=fonts))


def _show_instant(instant: str, zone: str) -> str:
    """A day and a time, as the manifest has them, and where they are so."""
    day, _t, time = instant.partition("T")
    return f"{day} {time[:5]} ({zone})"


def print_figures(console: Console, found: SurveyFigures) -> None:
    """Everything that the results page says of a survey, on standard output."""
    speaker = Terminal()
    for group in found.groups.values():
        _say(console, name_group(speaker, found, group), bold=True)
        _say(console, say_response(speaker, group))
    for sentence in list_withheld(speaker, found):
        _say(console, sentence)
    if not found.questions:
        return
    for sentence in (say_unit(speaker), *say_reading(speaker)):
        _say(console, sentence)
    for code in found.groups:
        for entry in list_entries(speaker, found, code):
            _say(console, entry.title, bold=True)
            for sentence in (*entry.lead, *entry.notes):
                _say(console, sentence)
    for table in list_tables(speaker, found):
        _print_question(console, table)
    for scale in list_scales(speaker, found):
        _print_scale(console, scale)


def _say(console: Console, sentence: str, *, bold: bool = False) -> None:
    console.print(Text(clean(sentence), style="bold" if bold else ""), soft_wrap=True)


def _print_question(console: Console, table: SurveyTable) -> None:
    _say(console, table.caption, bold=True)
    for group in table.groups:
        if group.group:
            _say(console, group.group)
        console.print(_create_table(group))
        for sentence in (group.base, group.no_ballot, *group.limits):
            _say(console, sentence)


def _print_scale(console: Console, scale: ScaleTable) -> None:
    _say(console, scale.caption, bold=True)
    table = Table()
    table.add_column(_("Item"))
    for head in (_("Answered"), _("Mean"), _("Spread"), _("Certain")):
        table.add_column(head, justify="right")
    for line in scale.lines:
        cells = (line.base, line.mean, line.spread, line.bounds)
        table.add_row(Text(clean(line.text)), *cells)
    console.print(table)
    _say(console, scale.about)


def _create_table(group: GroupTable) -> Table:
    table = Table()
    table.add_column(_("Answer"))
    heads = (_("At least"), _("Share"), _("Certain"), _("Likely")) if group.fits else ()
    for head in heads or (_("Ballots"),):
        table.add_column(head, justify="right")
    for line in group.lines:
        cells = (str(line.count), line.share, line.bounds, line.interval)
        table.add_row(Text(clean(line.text)), *(cells if group.fits else cells[:1]))
    for text, count in group.apart:
        table.add_row(Text(clean(text), style="italic"), str(count))
    return table
