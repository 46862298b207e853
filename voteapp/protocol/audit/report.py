"""What an audit says: findings, warnings, and the report that carries them."""

from __future__ import annotations

from typing import Literal

import msgspec

from voteapp.errors import ProtocolError

MOST_FINDINGS = 10_000


class Finding(msgspec.Struct, frozen=True):
    """One defect: its code (docs/findings.md), the event where it shows, a sentence."""

    code: str
    height: int | None
    message: str


class Warning(msgspec.Struct, frozen=True):
    """Something to know that is no defect, e.g. that the record is not finished."""

    code: str
    message: str


class Report(msgspec.Struct, frozen=True):
    """The outcome of an audit; the fields of ``voteapp audit --json``."""

    verified: bool
    scope: Literal["record", "election"]
    uuid: str | None
    fingerprint: str | None
    ballots: int
    counted: int
    result: list[list[int]] | None
    findings: list[Finding]
    warnings: list[Warning]


class Findings:
    """Collects findings and warnings; the audit goes on after each."""

    def __init__(self) -> None:
        self.items: list[Finding] = []
        self.warnings: list[Warning] = []

    def add(self, code: str, height: int | None, message: str) -> None:
        """Note a defect; of a great many only the first."""
        if len(self.items) < MOST_FINDINGS:
            self.items.append(Finding(code, height, message))

    def add_error(self, error: ProtocolError, height: int | None) -> None:
        """Note the defect that a check raised."""
        self.add(error.code, height, error.message)

    def withdraw(self, code: str) -> None:
        """Take back a finding whose cause another one names better."""
        self.items = [item for item in self.items if item.code != code]

    def warn(self, code: str, message: str) -> None:
        """Note something that is no defect."""
        self.warnings.append(Warning(code, message))

    def has(self, *prefixes: str) -> bool:
        """Whether a finding's code begins with one of these."""
        return any(item.code.startswith(prefixes) for item in self.items)
