"""``python -m benchmarks [NAME...]``: run all measurements, or those named, and print tables."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from rich.console import Console

from benchmarks.tables import Report, print_machine, print_report

NAMES = (
    "checking",
    "audit",
    "hostile",
    "mirroring",
    "slips",
    "browser",
    "ceremony",
    "casting",
    "stalled",
)


def main(arguments: list[str]) -> int:
    """Run them one after the other: they would disturb each other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(NAMES)}")
    parser.add_argument("--small", action="store_true", help="few rounds: does it run at all?")
    chosen = parser.parse_args(arguments)
    for name in chosen.names:
        if name not in NAMES:
            parser.error(f"no benchmark is called {name}")
    console = Console(width=None if sys.stdout.isatty() else 110)
    work = Path("build/bench").resolve()
    work.mkdir(parents=True, exist_ok=True)
    print_machine(console)
    for name in chosen.names or NAMES:
        report: Report = importlib.import_module(f"benchmarks.{name}").measure(work, chosen.small)
        print_report(console, report)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
