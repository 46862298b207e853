"""Running the command line as a person or a script does."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PASSPHRASE = "correct horse battery"


def voteapp(
    *arguments: str | Path,
    text: str | None = None,
    typed: Sequence[str] | None = None,
    expect: int | None = 0,
) -> subprocess.CompletedProcess[str]:
    """Run ``voteapp``; ``expect`` is the exit code (None: any). Never a traceback.

    ``text`` comes through a pipe; ``typed`` are the lines that a person types at a terminal.
    """
    command = [sys.executable, "-c", "from voteapp.cli import main; main()", *map(str, arguments)]
    with _keyboard(typed) as keyboard:
        given = {"input": text} if keyboard is None else {"stdin": keyboard}
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=300, check=False, **given
        )
    assert "Traceback" not in done.stderr, done.stderr
    if expect is not None:
        assert done.returncode == expect, (done.stdout, done.stderr)
    return done


@contextmanager
def _keyboard(typed: Sequence[str] | None) -> Iterator[int | None]:
    """A terminal's keyboard on which these lines were typed; what is said goes elsewhere."""
    if typed is None:
        yield None
        return
    ours, theirs = pty.openpty()
    try:
        os.write(ours, "".join(f"{line}\n" for line in typed).encode())
        yield theirs
    finally:
        os.close(theirs)
        os.close(ours)


def assert_sentence(done: subprocess.CompletedProcess[str]) -> None:
    """Exit 2 with one sentence on standard error and nothing else."""
    assert done.returncode == 2
    lines = done.stderr.strip().splitlines()
    assert lines and lines[-1].startswith("Error: "), done.stderr
