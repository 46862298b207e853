"""What is said about a form, on standard error: one line each, its cell first."""

from __future__ import annotations

from collections.abc import Sequence

import click

from voteapp.campaign.forms.importing import Imported
from voteapp.campaign.forms.sheets.remarks import Place, Remark
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _


def tell_all(imported: Imported) -> None:
    """Errors, and then what was left out."""
    if imported.errors:
        click.echo(_("Nothing was made of this form. Errors: %d") % len(imported.errors), err=True)
    for remark in imported.errors:
        click.echo(clean(_write(remark)), err=True)
    for remark in imported.notes:
        click.echo(clean(_("Note: %s") % _write(remark)), err=True)


def tell_faults(faults: Sequence[Remark]) -> None:
    """What is wrong with the paths through a form."""
    click.echo(_("Members could not answer this form as it is. Errors: %d") % len(faults), err=True)
    for remark in faults:
        click.echo(clean(_write(remark)), err=True)


def warn_of(faults: Sequence[Remark]) -> None:
    """The same, where the questionnaire is written all the same."""
    for remark in faults:
        click.echo(clean(_("Warning: %s") % _write(remark)), err=True)


def _write(remark: Remark) -> str:
    sentence = _(remark.sentence.template) % remark.sentence.values
    if remark.place is None:
        return sentence
    return _("%(place)s: %(sentence)s") % {"place": _locate(remark.place), "sentence": sentence}


def _locate(place: Place) -> str:
    values = {"sheet": place.sheet, "row": place.row, "column": place.column}
    if not place.row:
        return _("sheet %(sheet)s") % values
    if not place.column:
        return _("sheet %(sheet)s, row %(row)d") % values
    return _("sheet %(sheet)s, row %(row)d, column %(column)s") % values
