"""The trustees' own workers of our pages, driven from Python as the page drives them."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.support.tools import ROOT

PAGES = ROOT / "voteapp" / "static" / "js" / "trustee"


class BrowserWorker:
    """One worker in a process of Node; a job's failure is an AssertionError with its name."""

    def __init__(self, node: Path, name: str) -> None:
        command = [node, ROOT / "tests" / "players" / "cli" / "browser-worker.mjs", PAGES / name]
        self._process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._read()["result"] == "ready"

    def __enter__(self) -> BrowserWorker:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, job: str, **fields: Any) -> Any:
        """Do a job; bytes go in as bytes and come out as bytes."""
        line = json.dumps({"id": 1, "job": job, "input": fields}, default=_pack)
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer = self._read()
        assert "failure" not in answer, (job, answer)
        return answer.get("result")

    def _read(self) -> dict[str, Any]:
        line = self._process.stdout.readline()
        assert line, "the worker ended"
        return dict(json.loads(line, object_hook=_unpack))


def _pack(value: Any) -> dict[str, str]:
    return {"$bytes": base64.b64encode(value).decode()}


def _unpack(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["$bytes"]) if "$bytes" in value else value
