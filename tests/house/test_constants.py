"""A limit, a size or a time has one name and stands once in each language."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

NUMBER_IN_JS = re.compile(r"^(?:export )?const ([A-Z][A-Z0-9_]*) = [0-9(][0-9a-fx_n* ()+-]*;", re.M)


def is_number(node: ast.expr | None) -> bool:
    """A number, an arithmetic of numbers, or a timedelta."""
    if isinstance(node, ast.BinOp):
        return is_number(node.left) and is_number(node.right)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "timedelta"
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def read_python(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign):
            targets: list[ast.expr] = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        else:
            continue
        if is_number(node.value):
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def read_javascript(path: Path) -> Iterator[str]:
    yield from NUMBER_IN_JS.findall(path.read_text())


def find_repeated(places: Iterator[tuple[str, Path]]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, path in places:
        found[name.lstrip("_")].append(path.name)
    assert len(found) > 20
    return {name: files for name, files in found.items() if len(files) > 1}


@pytest.mark.slow
def test_a_number_has_its_name_once_in_python(root: Path) -> None:
    paths = sorted((root / "voteapp").rglob("*.py"))
    assert find_repeated((name, path) for path in paths for name in read_python(path)) == {}


def test_a_number_has_its_name_once_in_javascript(root: Path) -> None:
    folder = root / "voteapp" / "static" / "js"
    paths = [path for path in sorted(folder.rglob("*.js")) if path.parent.name != "vendor"]
    assert find_repeated((name, path) for path in paths for name in read_javascript(path)) == {}
