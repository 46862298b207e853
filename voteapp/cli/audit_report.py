"""The auditor's report in words."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from voteapp.cli.texts import gettext as _
from voteapp.protocol.audit import Report

SCOPES = {
    "record": "the record alone: ballots, counts and decryptions",
    "election": "the whole election: the record and the evidence beside it",
}


def print_report(report: Report, name: str) -> None:
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
    if report.result is not None:
        for number, row in enumerate(report.result, 1):
            totals = ", ".join(str(value) for value in row)
            console.print(
                _("Question %(number)d: %(totals)s") % {"number": number, "totals": totals}
            )
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
        table.add_row(finding.code, event, finding.message.replace("[", r"\["))
    return table
