"""The auditor's report in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from voteapp.campaign.audit import ElectionAudit
from voteapp.campaign.audit.documents import Documents
from voteapp.campaign.counting.answers import (
    describe_vote,
    say_answer,
    say_too_few,
    say_turnout,
)
from voteapp.campaign.setup.rules import compute_outcome
from voteapp.campaign.shares import compute_permille
from voteapp.cli.texts import Terminal, clean
from voteapp.cli.texts import gettext as _
from voteapp.protocol.audit.report import Finding, Findings, Report, Warning
from voteapp.protocol.election import Election
from voteapp.protocol.kinds import kind_of
from voteapp.protocol.questions import Question

SCOPES = {
    "record": "the record alone: ballots, counts and decryptions",
    "election": "the whole election: the record and the evidence beside it",
}


class Audited(NamedTuple):
    """What an audit learned: its report, the election if it can be read, what stood beside the
    record, whether voting is over, and of a bundle all the rest."""

    report: Report
    election: Election | None
    documents: Documents
    ended: bool
    study: ElectionAudit | None = None


def print_report(audited: Audited, name: str) -> None:
    """Print the answer, what was checked, what was found and what it means, on standard output."""
    console, report = Console(highlight=False), audited.report
    if answer := _find_answer(audited):
        console.print(Text(clean(answer), style="bold"), soft_wrap=True)
    _print_verdict(console, report.verified, clean(name), report.warnings)
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
    if report.result is not None and audited.election is not None:
        for question, row in zip(audited.election.questions, report.result, strict=False):
            console.print(Text(clean(question.question), style="bold"))
            console.print(_result_table(question, row, report.counted))
        console.print(_("Shares are rounded to one decimal. The exact numbers decide."))
    _print_findings(console, report.findings)


def print_unreadable(name: str, reason: str) -> None:
    """Say, on standard error, that one of several files is no election's."""
    console = Console(stderr=True, highlight=False)
    said = _("%(name)s: %(reason)s") % {"name": name, "reason": reason}
    console.print(Text(clean(said)), soft_wrap=True)


def print_together(found: Findings) -> None:
    """Print what came out when the bundles of one campaign were compared, on standard output."""
    console = Console(highlight=False)
    console.print()
    name = _("the files side by side")
    _print_verdict(console, not found.items, name, found.warnings)
    console.print(
        _("Checked: whether they say the same of everything that a campaign’s elections share.")
    )
    _print_findings(console, found.items)


def _print_verdict(
    console: Console, verified: bool, name: str, warnings: Sequence[Warning]
) -> None:
    verdict = _("VERIFIED") if verified else _("NOT VERIFIED")
    console.print(f"[bold]{verdict}[/bold]: ", end="")
    console.print(name, markup=False)
    for warning in warnings:
        message = clean(warning.message)
        console.print(_("Warning: %(message)s") % {"message": message}, markup=False)


def _print_findings(console: Console, findings: Sequence[Finding]) -> None:
    if findings:
        console.print(_findings_table(findings))
        console.print(_("What each code means: docs/findings.md"))


def _find_answer(audited: Audited) -> str | None:
    """What came out, in one sentence; None where it is not verified, or the file does not tell."""
    report, election, documents = audited.report, audited.election, audited.documents
    manifest, held = documents.manifest, documents.held
    if not report.verified or election is None or manifest is None or held is None:
        return None
    speaker, title, k = Terminal(), election.name, manifest.release.k
    if report.result is None:
        few = audited.ended and report.counted < k
        return say_too_few(speaker, title, report.counted, k) if few else None
    rule = manifest.rule
    if rule is None:
        return say_turnout(speaker, title, report.counted, held.members)
    found = compute_outcome(rule, election.questions, report.result, report.counted, held.members)
    return say_answer(speaker, describe_vote(title, rule, election.questions, found))


def _findings_table(findings: Sequence[Finding]) -> Table:
    table = Table(title=_("What is wrong"), title_justify="left")
    for heading in (_("Code"), _("Event"), _("What was found")):
        table.add_column(heading)
    for finding in findings:
        event = "" if finding.height is None else str(finding.height)
        table.add_row(finding.code, event, Text(clean(finding.message)))
    return table


def _result_table(question: Question, row: list[int], counted: int) -> Table:
    table = Table()
    table.add_column(_("Answer"))
    table.add_column(_("Total"), justify="right")
    table.add_column(_("Share"), justify="right")
    totals = kind_of(question).read_totals(question, row)
    blank = [] if totals.blank is None else [(_("Blank"), totals.blank)]
    for label, total in [*blank, *totals.answers]:
        table.add_row(Text(clean(label)), str(total), _show_share(total, counted))
    return table


def _show_share(part: int, whole: int) -> str:
    """A share in per cent with one decimal, half to even; a dash of nothing."""
    if whole <= 0:
        return "–"
    whole_percent, tenth = divmod(compute_permille(part, whole), 10)
    return f"{whole_percent}.{tenth} %"
