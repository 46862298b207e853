"""Running the command line as a person at a terminal does."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def at_terminal(arguments: Sequence[str | Path], answers: Sequence[str]) -> tuple[int, str]:
    """Run ``voteapp`` with a terminal and type ``answers``; the exit code and what was shown."""
    command = [sys.executable, "-c", "from voteapp.cli import main; main()", *map(str, arguments)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:
            pass  # The other end is closed: the program is over.
        code = process.wait(timeout=120)
    os.close(ours)
    text = shown.decode()
    assert "Traceback" not in text, text
    return code, text
