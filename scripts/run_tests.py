"""Run the tests of both languages; nothing may fail, be skipped or be left out.

    .venv/bin/python scripts/run_tests.py          every test
    .venv/bin/python scripts/run_tests.py --fast   those not marked slow
    .venv/bin/python scripts/run_tests.py --long   every test; what repeats, at its full length

Processes, one more than there are cores, share the tests out file by file; those marked `alone`,
which time something, come after the others. Prints the slowest tests; the last line is
"N passed, N failed" over both languages together.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
CORES = max(os.cpu_count() or 1, 2)
PROCESSES = CORES + 1
"""Who waits for a browser, a server or a button that is dead at first leaves a core to others."""
SLOWEST = 20
FAST = ("--ignore=tests/browser",)
"""All are slow there: they need not even be collected."""


class Run(NamedTuple):
    """How many tests passed, how many did not, and how long each took (seconds, name)."""

    passed: int
    failed: int
    times: list[tuple[float, str]]


def run_node(fast: bool) -> Run:
    """`node --test`; skipped and todo tests count as not passed. ``fast``: without those that
    tests/js/slow.mjs declares."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.test.mjs"))
    if not files:
        print("no JavaScript test found", flush=True)
        return Run(0, 1, [])
    result = subprocess.run(
        ["node", "--test", f"--test-concurrency={CORES}", "--test-reporter=spec", *files],
        cwd=ROOT,
        env={**os.environ, "VOTEAPP_FAST_TESTS": "1" if fast else "0"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    print(result.stdout, flush=True)
    counts = {name: int(n) for name, n in re.findall(r"^ℹ (\w+) (\d+)$", result.stdout, re.M)}
    passed = counts.get("pass", 0)
    not_passed = counts.get("tests", 0) - passed
    if passed == 0 or (result.returncode and not not_passed):
        not_passed += 1
    times = re.findall(r"^✔ (.+) \(([\d.]+)ms\)$", result.stdout, re.M)
    return Run(passed, not_passed, [(float(ms) / 1000, f"node: {name}") for name, ms in times])


def run_pytest(name: str, marks: str, *options: str) -> Run:
    """pytest for the tests with these marks; conftest.py turns every skip into a failure."""
    report = ROOT / "build" / f"{name}.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junitxml={report}", "-q", "-m", marks, *options]
    result = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    tree = ElementTree.parse(report).getroot() if report.exists() else ElementTree.Element("none")
    tests = bad = 0
    for suite in tree.iter("testsuite"):
        tests += int(suite.get("tests", 0))
        bad += sum(int(suite.get(kind, 0)) for kind in ("failures", "errors", "skipped"))
    if result.returncode and not bad:
        bad += 1
    times = [
        (float(case.get("time", 0)), f"{case.get('classname')} {case.get('name')}")
        for case in tree.iter("testcase")
    ]
    return Run(max(tests - bad, 0), bad, times)


def main(arguments: list[str]) -> int:
    """Run both and print the sum; 0 when everything passed."""
    # The tests choose their own settings: a developer's must not reach them.
    for name in [name for name in os.environ if name.startswith("VOTEAPP_")]:
        del os.environ[name]
    # Each server and each command that a test starts would compile every module anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    fast = "--fast" in arguments
    # As tests/conftest.py puts them: what is slow comes first.
    shared = ["--dist", "loadfile", "--no-loadscope-reorder"]
    runs = [run_node(fast)]
    if fast:
        runs.append(run_pytest("fast", "not slow", "-n", str(CORES), *shared, *FAST))
    else:
        length = ["--long"] if "--long" in arguments else []
        runs.append(run_pytest("shared", "not alone", "-n", str(PROCESSES), *shared, *length))
        runs.append(run_pytest("alone", "alone", *length))
    slowest = sorted((time for run in runs for time in run.times), reverse=True)[:SLOWEST]
    print(f"\nThe {len(slowest)} slowest tests (seconds):")
    for seconds, name in slowest:
        print(f"{seconds:8.1f}  {name}")
    failed = sum(run.failed + (run.passed == 0) for run in runs)
    print(f"{sum(run.passed for run in runs)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
