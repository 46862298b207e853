"""The auditor's report in words."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from voteapp.cli.texts import gettext as _
from voteapp.protocol.audit.report import Report
from voteapp.protocol.election import Election
from voteapp.protocol.kinds import kind_of
from voteapp.protocol.questions import Question

SCOPES = {
    "record": "the record alone: ballots, counts and decryptions",
    "election": "the whole election: the record and the evidence beside it",
}


def print_report(report: Report, election: Election | None, name: str) -> None:
    """Print what was checked, what was found and what it means, on standard output."""
    console = Console(highlight=False)
    verdict = _("VERIFIED") if report.verified else _("NOT VERIFIED")
    console.print(f"[bold]{verdict}[/bold]: ", end="")
    console.print(name, markup=False)
    console.print(_("Checked: %(scope)s.") % {"scope": _(SCOPES[report.scope])})
    if report.uuid is not None:
        console.print(_("Election: %(uuid)s") % {"uuid": report.uuid}, markup=False)
        console.print(
            _("Fingerprint: %(fingerprint)s") % {"fingerprint": report.fingerprint}, markup=False
        )
    console.print(
        _("Ballots accepted: %(ballots)d, counted: %(counted)d")
        % {"ballots": report.ballots, "counted": report.counted}
    )
    if report.result is not None and election is not None:
        for question, row in zip(election.questions, report.result, strict=False):
            console.print(Text(question.question, style="bold"))
            console.print(_result_table(question, row))
    for warning in report.warnings:
        console.print(_("Warning: %(message)s") % {"message": warning.message}, markup=False)
    if report.findings:
        console.print(_findings_table(report))
        console.print(_("What each code means: docs/findings.md"))


def _findings_table(report: Report) -> Table:
    table = Table(title=_("What is wrong"), title_justify="left")
    for heading in (_("Code"), _("Event"), _("What was found")):
        table.add_column(heading)
    for finding in report.findings:
        event = "" if finding.height is None else str(finding.height)
        table.add_row(finding.code, event, Text(finding.message))
    return table


def _result_table(question: Question, row: list[int]) -> Table:
    table = Table()
    table.add_column(_("Answer"))
    table.add_column(_("Total"), justify="right")
    totals = kind_of(question).read_totals(question, row)
    blank = [] if totals.blank is None else [(_("Blank"), totals.blank)]
    for label, total in [*blank, *totals.answers]:
        table.add_row(Text(label), str(total))
    return table
