"""What a command takes: its own seconds and memory, whoever runs it.

``ru_maxrss`` of a child begins with the pages of whoever started it: Linux hands them on when the
child becomes another program. So the command's parent is a small process of its own, never the
tests', which hold hundreds of megabytes after they were collected.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_LAUNCHER = """
import json, os, resource, sys
report, limit, *command = sys.argv[1:]
child = os.fork()
if child == 0:
    resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit)))
    os.execvp(command[0], command)
_, status, used = os.wait4(child, 0)
told = [os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]
with os.fdopen(int(report), "w") as stream:
    json.dump(told, stream)
"""


class Cost(NamedTuple):
    """What was printed, the exit status (below 0: a signal), seconds of work, bytes at most."""

    printed: bytes
    exit: int
    seconds: float
    memory: int


def run_measured(command: Sequence[str | Path], folder: Path, *, limit: int = 600) -> Cost:
    """Run a command to its end in a folder; after ``limit`` seconds of work it is ended."""
    read, write = os.pipe()
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(write), str(limit)]
    with os.fdopen(read, "rb") as report:
        with os.fdopen(write, "wb"):
            run = subprocess.run(
                [*launcher, *map(str, command)],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=[write],
                check=True,
            )
        code, seconds, memory = json.load(report)
    return Cost(run.stdout, code, seconds, memory)
