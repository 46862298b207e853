"""What comes after a report: the exit codes of `voteapp audit` and of the JavaScript auditor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from click.testing import CliRunner

from tests.support.auditors import AUDITOR, without_words
from voteapp.cli import main

ALL, APART = 11, 30
"""Of so many cases one is asked of the command (of every kind of turn: there are thirteen); of so
many of these one of both commands, as processes."""


def expect_exit(report: dict[str, Any]) -> int:
    """0 verified, 1 found wrong, 2 not read: what a report without words stands for."""
    return 2 if "error" in report else int(not report["verified"])


def find_complaint(data: bytes, report: dict[str, Any], *, number: int) -> str | None:
    """What is wrong with the command's answer where ``report`` is right; None: nothing. ``number``:
    the case's, which says whether it is asked for JSON, and whether in a process of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "attack.zip"
        path.write_bytes(data)
        as_json = number // ALL % 2 == 0
        options = ["audit", "--jobs", "1", *(["--json"] if as_json else []), str(path)]
        code, said, wrong = _run(options, apart=number // ALL % APART == 0)
        expected = expect_exit(report)
        if wrong or code != expected:
            return f"voteapp audit ends with {code} where {expected} is right: {wrong}{said}"
        if as_json and code < 2 and without_words(json.loads(said)) != report:
            return f"voteapp audit --json says another report: {said}"
        if not as_json and ("NOT VERIFIED" in said) != (code == 1) and code < 2:
            return f"voteapp audit says otherwise than its exit code {code}: {said}"
        if number // ALL % APART == 0:
            node = subprocess.run(
                ["node", AUDITOR, str(path)], capture_output=True, text=True, check=False
            )
            if node.returncode != expected:
                return f"the JavaScript auditor ends with {node.returncode}: {node.stderr}"
    return None


def _run(options: list[str], *, apart: bool) -> tuple[int, str, str]:
    """Exit code, standard output, and what must not be: a traceback."""
    if apart:
        command = [sys.executable, "-m", "voteapp", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wrong = done.stderr if "Traceback" in done.stderr else ""
        return done.returncode, done.stdout, wrong
    result = CliRunner().invoke(main, options)
    raised = result.exception
    wrong = "" if raised is None or isinstance(raised, SystemExit) else repr(raised)
    return result.exit_code, result.stdout, wrong
