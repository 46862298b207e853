"""The words that hashes, signatures and files begin with stand in one module of each language.

A word written twice is changed in one place some day, and then nothing of before can be checked.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent / "voteapp"
WORD = re.compile(r"(?:voteapp-[a-z-]+[|/]?|[a-z]+\|)")


def list_words(source: str) -> set[str]:
    """The words at the beginning of a Python module's texts; docstrings are not among them."""
    tree = ast.parse(source)
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = [
        node.value.decode() if isinstance(node.value, bytes) else node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (str, bytes))
        and id(node) not in prose
    ]
    return {match[0] for match in map(WORD.match, texts) if match}


def list_words_of_script(source: str) -> set[str]:
    """The same of a JavaScript module; a comment is a line that begins as one."""
    lines = [line for line in source.splitlines() if not re.match(r"\s*(?://|/\*|\*)", line)]
    return set(re.findall(rf"[\"'`]({WORD.pattern})", "\n".join(lines)))


def find_repeated(modules: Iterable[tuple[Path, set[str]]]) -> dict[str, list[str]]:
    found = defaultdict(list)
    for path, words in modules:
        for word in words:
            found[word].append(path.name)
    assert len(found) > 20
    return {word: names for word, names in found.items() if len(names) > 1}


@pytest.mark.slow
def test_python_says_each_word_in_one_module() -> None:
    # A migration repeats words on purpose: it writes what they were at its time.
    paths = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)
    assert find_repeated((path, list_words(path.read_text())) for path in paths) == {}


def test_javascript_says_each_word_in_one_module() -> None:
    folder = ROOT / "static" / "js"
    paths = [path for path in sorted(folder.rglob("*.js")) if path.parent.name != "vendor"]
    assert find_repeated((path, list_words_of_script(path.read_text())) for path in paths) == {}
