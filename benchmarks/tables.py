"""How a measurement is told: what, how much, against which aim or reference."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One figure. ``aim`` is a goal or a reference figure in the same unit.

    ``better``: "lower" for durations, "higher" for rates; the ratio printed is above 1 where the
    figure is better than the aim.
    """

    what: str
    value: float
    unit: str
    aim: float | None = None
    aim_name: str = "aim"
    better: str = "lower"

    @property
    def ratio(self) -> float | None:
        """How many times better than the aim."""
        if self.aim is None:
            return None
        return self.aim / self.value if self.better == "lower" else self.value / self.aim


@dataclass(frozen=True)
class Report:
    """The figures of one benchmark, with what has to be said beside them."""

    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = field(default=())


def _format(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def print_machine(console: Console) -> None:
    """One line on where the figures come from."""
    console.print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    )


def print_report(console: Console, report: Report) -> None:
    """The report as a table, its notes below."""
    table = Table(title=report.title, title_justify="left")
    table.add_column("what")
    for name in ("measured", "unit", "against", "times better"):
        table.add_column(name, justify="left" if name == "unit" else "right")
    for row in report.rows:
        against = "" if row.aim is None else f"{row.aim_name} {_format(row.aim)}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        table.add_row(row.what, _format(row.value), row.unit, against, ratio)
    console.print(table)
    for note in report.notes:
        console.print(f"  {note}", markup=False)
    console.print()
