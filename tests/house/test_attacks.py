"""Every attack of the table is carried out by the test that it names."""

from __future__ import annotations

import re
from pathlib import Path


def test_every_test_that_is_named_exists(root: Path) -> None:
    page = (root / "docs" / "attacks.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", page)
    assert len(named) >= 15
    missing = [
        (path, name)
        for path, name in named
        if not (root / path).is_file()
        or (name and f"def {name}(" not in (root / path).read_text(encoding="utf-8"))
    ]
    assert missing == []


def test_a_row_without_a_test_says_so(root: Path) -> None:
    page = (root / "docs" / "attacks.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 15
    assert [row for row in rows if "`tests/" not in row and "not yet" not in row] == []
