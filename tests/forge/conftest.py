"""One JavaScript auditor for a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge.judging import JavaScriptJudge


@pytest.fixture
def javascript(node: Path) -> Iterator[JavaScriptJudge]:
    judge = JavaScriptJudge(str(node))
    yield judge
    judge.stop()
