"""Running the command line as a person or a script does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PASSPHRASE = "correct horse battery"


def voteapp(
    *arguments: str | Path, text: str | None = None, expect: int | None = 0
) -> subprocess.CompletedProcess[str]:
    """Run ``voteapp``; ``expect`` is the exit code (None: any). Never a traceback."""
    command = [sys.executable, "-c", "from voteapp.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=False, input=text
    )
    assert "Traceback" not in done.stderr, done.stderr
    if expect is not None:
        assert done.returncode == expect, (done.stdout, done.stderr)
    return done


def assert_sentence(done: subprocess.CompletedProcess[str]) -> None:
    """Exit 2 with one sentence on standard error and nothing else."""
    assert done.returncode == 2
    lines = done.stderr.strip().splitlines()
    assert lines and lines[-1].startswith("Error: "), done.stderr
