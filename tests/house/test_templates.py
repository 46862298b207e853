"""Templates show what a view gives them: they compute nothing and know no list of states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
# What gives another value than the one that a view chose; the others only show it.
CHANGING = {"list", "map", "reject", "rejectattr", "replace", "select", "selectattr", "sort", "sum"}


def find_logic(text: str) -> Iterator[str]:
    """What a template works out by itself, with its line."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for node in environment.parse(text).find_all(nodes.Node):
        if isinstance(node, ARITHMETIC):
            yield f"{node.lineno}: arithmetic"
        elif isinstance(node, nodes.Operand) and node.op in ("in", "notin"):
            yield f"{node.lineno}: a list to look in"
        elif isinstance(node, nodes.Filter) and node.name in CHANGING:
            yield f"{node.lineno}: the filter {node.name}"
        elif isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
            yield f"{node.lineno}: a look into a table"


def test_templates_compute_nothing(root: Path) -> None:
    paths = sorted((root / "templates").rglob("*.html"))
    found = {
        str(path.relative_to(root)): logic
        for path in paths
        if (logic := list(find_logic(path.read_text())))
    }
    assert found == {}
    assert len(paths) > 40


@pytest.mark.parametrize(
    "text",
    [
        "{{ number + 1 }}",
        "{% if state in ('open', 'closed') %}{% endif %}",
        "{{ tags[state] }}",
        "{{ elections|rejectattr('below_k')|list }}",
        "{{ zone|replace('_', ' ') }}",
    ],
)
def test_logic_is_found(text: str) -> None:
    assert list(find_logic(text))
