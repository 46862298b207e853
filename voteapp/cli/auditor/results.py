"""``voteapp results export FILE``: a bundle's numbers for other programs, and its charts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from voteapp.cli import Failure
from voteapp.cli.auditor.audit import audit_file
from voteapp.cli.auditor.figures import compute_audited
from voteapp.cli.auditor.report import Audited, print_report
from voteapp.cli.files import write_new
from voteapp.cli.optional import load_optional
from voteapp.cli.texts import Terminal
from voteapp.cli.texts import gettext as _
from voteapp.cli.watching import PROCESSES
from voteapp.survey.charts.data import Chart
from voteapp.survey.exports.bundles import create_bundle_export
from voteapp.survey.exports.codebook import write_codebook
from voteapp.survey.exports.listing import describe_part
from voteapp.survey.exports.spreadsheet import write_csv
from voteapp.survey.exports.values import Export
from voteapp.survey.figures.survey import SURVEY, SurveyFigures
from voteapp.survey.wording.measures import create_question_entry, list_entries
from voteapp.survey.wording.places import name_group

CHARTS = "charts"


@click.group()
def results() -> None:
    """A published election's numbers for other programs, from its bundle (UUID.zip)."""


@results.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json", "ddi", CHARTS]),
    required=True,
    help="A spreadsheet, JSON, a DDI codebook (XML), or every chart on a page of its own (PDF).",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Write it here.",
)
@click.option("--group", default=None, help="Whose charts: a group's code (default: the first).")
@click.option(
    "--page", type=click.Choice(["a4", "letter"]), default="a4", help="The charts' paper."
)
@click.option(
    "--font",
    "fonts",
    type=click.Path(exists=True, dir_okay=False),
    multiple=True,
    help="An OpenType font for the charts; repeat it for letters that the first lacks.",
)
@click.option(
    "--jobs",
    type=PROCESSES,
    default=None,
    help="How many processes check ballots (default: one a core).",
)
def export(
    file: Path,
    form: str,
    output: Path,
    group: str | None,
    page: str,
    fonts: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Verify FILE, a bundle (UUID.zip), and write its numbers into a new file.

    Exit 0: verified and written. 1: something is wrong, and is listed; nothing is written. 2: FILE
    cannot be read, voting is not over, or the new file is there already.
    """
    audited = audit_file(file, jobs=jobs, quiet=True)
    if not audited.report.verified:
        print_report(audited, file.name)
        sys.exit(1)
    if form == CHARTS:
        data = _draw_charts(audited, group, page, fonts)
    else:
        data = WRITERS[form](_create_export(audited))
    write_new(output, data)


def _create_export(audited: Audited) -> Export:
    documents = audited.documents
    if documents.questionnaire is None:
        raise Failure(_("Exports need the bundle (UUID.zip): the record alone is not enough."))
    if documents.evidence is None or documents.evidence.plan is None:
        raise Failure(_("Voting is not over: there are no numbers yet."))
    return create_bundle_export(documents, audited.report)


def _write_json(export: Export) -> bytes:
    """The same as in ``results.json``, under ``release`` of the election."""
    (part,) = export.parts
    told = {
        "uuid": part.uuid,
        "fingerprint": part.fingerprint,
        "title": part.title,
        "release": describe_part(part),
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def _write_codebook(export: Export) -> bytes:
    (part,) = export.parts
    if part.questionnaire.kind != SURVEY:
        raise Failure(_("This is a vote. Only a survey has a codebook."))
    return write_codebook(export)


WRITERS: Mapping[str, Callable[[Export], bytes]] = {
    "csv": write_csv,
    "json": _write_json,
    "ddi": _write_codebook,
}
"""By format."""


def _draw_charts(audited: Audited, code: str | None, page: str, fonts: tuple[str, ...]) -> bytes:
    """Every chart of a group. Raises Failure where there is no such group, or no library."""
    found = compute_audited(audited)
    chosen = code or next(iter(found.groups), None)
    if chosen not in found.groups:
        raise Failure(_("There is no such group, or nothing of it is shown."))
    paper = load_optional("voteapp.cli.paper.charts", "tellers")
    where = name_group(Terminal(), found, found.groups[chosen])
    drawn: bytes = paper.create_charts_pdf(
        _list_charts(found, chosen),
        title=where,
        foot=f"{where} · {audited.report.uuid}",
        page=page,
        fonts=fonts,
        speaker=Terminal(),
    )
    return drawn


def _list_charts(found: SurveyFigures, code: str) -> list[Chart]:
    """The figures that bargain, then each question's answers."""
    speaker = Terminal()
    entries = list_entries(speaker, found, code)
    entries += [create_question_entry(speaker, found, one, code) for one in found.questions]
    drawn = [entry.chart for entry in entries if entry.chart is not None]
    # One of the five may be a question's own chart: it is drawn once.
    return [chart for place, chart in enumerate(drawn) if chart not in drawn[:place]]
