"""Both auditors at work: Python here, JavaScript in one process that lives for many files."""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import subprocess
import traceback
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

from tests.support.auditors import audit_in_python, without_words
from voteapp.protocol.group import GROUP_NAME, get_group

JUDGE = Path(__file__).with_name("judge.mjs")
PATIENCE = 60
"""Seconds until an auditor is said to hang. A file of these sizes takes one at most."""


def remember_powers() -> None:
    """Let the group remember what it computed of the same elements and exponents, as the other
    judge does: most files of a run differ in one place only. Every check is made."""
    group: Any = get_group(GROUP_NAME)
    for name in ("commit", "commit_pair", "_is_valid"):
        if not hasattr(getattr(group, name), "cache_info"):
            setattr(group, name, lru_cache(maxsize=20_000)(getattr(group, name)))


class Hanging(Exception):
    """An auditor takes too long."""


def _ring(number: int, frame: FrameType | None) -> None:
    raise Hanging


def judge_in_python(data: bytes) -> dict[str, Any]:
    """What our auditor says, without sentences; ``crash`` where it raises or hangs."""
    before = signal.signal(signal.SIGALRM, _ring)
    signal.alarm(PATIENCE)
    try:
        return without_words(audit_in_python(data))
    except Exception:
        return {"crash": traceback.format_exc()}
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


class JavaScriptJudge:
    """The JavaScript auditor; files that were ``ask``ed are answered in their order."""

    def __init__(self, node: str) -> None:
        self.process = subprocess.Popen(
            [node, str(JUDGE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.waiting = b""

    def stop(self) -> None:
        """End its process."""
        self.process.kill()
        self.process.communicate()

    def ask(self, data: bytes) -> None:
        """Give it a file."""
        stream = self.process.stdin
        assert stream is not None
        stream.write(struct.pack("<I", len(data)) + data)
        stream.flush()

    def answer(self) -> dict[str, Any]:
        """What it says of the next file, without sentences; raises Hanging."""
        stream = self.process.stdout
        assert stream is not None
        while b"\n" not in self.waiting:
            if not select.select([stream], [], [], PATIENCE)[0]:
                raise Hanging("the JavaScript auditor hangs")
            read = os.read(stream.fileno(), 1 << 16)
            if not read:
                raise Hanging("the JavaScript auditor is gone")
            self.waiting += read
        line, self.waiting = self.waiting.split(b"\n", 1)
        report: dict[str, Any] = json.loads(line)
        return report if "crash" in report else without_words(report)
