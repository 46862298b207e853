"""Run the tests of both languages; nothing may fail, be skipped or be left out.

    .venv/bin/python scripts/run_tests.py          every test
    .venv/bin/python scripts/run_tests.py --fast   those not marked slow, two processes

The last line is "N passed, N failed" over both languages together.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
CORES = max(os.cpu_count() or 1, 2)


def run_node() -> tuple[int, int]:
    """(passed, not passed) of `node --test`; skipped and todo tests count as not passed."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.test.mjs"))
    if not files:
        print("no JavaScript test found", flush=True)
        return 0, 1
    result = subprocess.run(
        ["node", "--test", f"--test-concurrency={CORES}", "--test-reporter=spec", *files],
        cwd=ROOT,
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
    return passed, not_passed


def run_pytest(fast: bool) -> tuple[int, int]:
    """(passed, not passed) of pytest; conftest.py turns every skip into a failure."""
    report = ROOT / "build" / "pytest.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junitxml={report}"]
    if fast:
        command += ["-m", "not slow", "-n", "2", "--dist", "loadfile", "-q"]
    result = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    suites = ElementTree.parse(report).getroot().iter("testsuite") if report.exists() else []
    tests = bad = 0
    for suite in suites:
        tests += int(suite.get("tests", 0))
        bad += sum(int(suite.get(name, 0)) for name in ("failures", "errors", "skipped"))
    passed = max(tests - bad, 0)
    if passed == 0 or (result.returncode and not bad):
        bad += 1
    return passed, bad


def main(arguments: list[str]) -> int:
    """Run both and print the sum; 0 when everything passed."""
    # The tests choose their own settings: a developer's must not reach them.
    for name in [name for name in os.environ if name.startswith("VOTEAPP_")]:
        del os.environ[name]
    node_passed, node_failed = run_node()
    passed, failed = run_pytest("--fast" in arguments)
    print(f"{node_passed + passed} passed, {node_failed + failed} failed", flush=True)
    return 1 if node_failed + failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
