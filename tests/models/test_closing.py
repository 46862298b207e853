"""The closing's rules hold in the model and no mutant's do, in the sizes that take seconds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tools import find_program


@pytest.mark.slow
def test_the_rules_hold_and_every_mutant_is_caught(root: Path) -> None:
    for program in ("spin", "gcc"):
        find_program(program)
    command = [sys.executable, str(root / "models" / "check.py"), "--sample"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == "every run ended as it must"
    assert sum(line.endswith("yes") for line in lines) == 18
    assert sum(" ours " in line and line.endswith("no") for line in lines) == 6
