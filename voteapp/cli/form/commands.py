"""``voteapp form``: a questionnaire from a spreadsheet, and back."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import click

from voteapp.campaign.forms.exporting import export_form
from voteapp.campaign.forms.importing import Imported, import_file
from voteapp.campaign.forms.naming import list_languages
from voteapp.campaign.forms.playing import list_path_remarks
from voteapp.campaign.forms.sheets.grids import MOST_FORM_BYTES
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.cli.files import write_new
from voteapp.cli.form.remarks import tell_all, tell_faults, warn_of
from voteapp.cli.texts import gettext as _

_file = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE"
)
_new_file = click.Path(dir_okay=False, path_type=Path)


@click.group()
def form() -> None:
    """Questionnaires from and to spreadsheets (XLSForm), without a server.

    FILE is an XLSForm (.xlsx, .xls, .csv) or a questionnaire of voteapp (JSON). Exit 0: done, and
    what was left out is said on standard error. 1: the form has errors, each with its sheet, row
    and column, and nothing was written. 2: FILE cannot be read as a form.
    """


@form.command("import")
@_file
@click.option("-o", "--output", type=_new_file, help="Write it here; without, to standard output.")
def import_(file: Path, output: Path | None) -> None:
    """Make a questionnaire of FILE: canonical JSON, with identities of its own.

    What members could not finish, or would never be asked, is said on standard error as "check"
    says it; the questionnaire is written all the same, to be mended.
    """
    imported, questionnaire = _open(file)
    warn_of(list_path_remarks(questionnaire, imported.places))
    data = encode_questionnaire(questionnaire)
    if output is None:
        click.echo(data, nl=False)
    else:
        write_new(output, data)


@form.command()
@_file
@click.option("-o", "--output", type=_new_file, required=True, help="Write it here.")
def export(file: Path, output: Path) -> None:
    """Make an XLSForm (.xlsx) of FILE.

    Before it is written it is read back and compared: the import of it is the same questionnaire
    but for its identities. What XLSForm has no column for stands in columns "voteapp::" and in a
    sheet "voteapp".
    """
    write_new(output, export_form(_open(file)[1], secrets.token_bytes))


@form.command()
@_file
def check(file: Path) -> None:
    """Say what FILE would become, and write nothing.

    Every path through the questions is played: what cannot be finished or is never reached is an
    error with its place, and exit code 1.
    """
    imported, questionnaire = _open(file)
    faults = list_path_remarks(questionnaire, imported.places)
    if faults:
        tell_faults(faults)
        sys.exit(1)
    click.echo(_("A questionnaire can be made of this form."))
    click.echo(_("Questions: %d") % len(questionnaire.questions))
    click.echo(
        _("Answers: %d") % sum(len(question.answers) for question in questionnaire.questions)
    )
    click.echo(_("Rules: %d") % len(questionnaire.rules))
    click.echo(_("Languages: %s") % ", ".join(list_languages(questionnaire)))


def _open(file: Path) -> tuple[Imported, Questionnaire]:
    """What was read of a file, and its questionnaire; ends the program where there is none."""
    with file.open("rb") as opened:
        data = opened.read(MOST_FORM_BYTES + 1)
    imported: Imported = import_file(data, file.stem, secrets.token_bytes)
    tell_all(imported)
    if imported.questionnaire is None:
        sys.exit(1 if imported.errors else 0)
    return imported, imported.questionnaire
