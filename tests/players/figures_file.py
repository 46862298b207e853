"""``figures.json`` against its schema, wherever a test has one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schemas" / "figures.json").read_text(encoding="utf-8")
)


def read_figures(data: bytes | str) -> dict[str, Any]:
    """What the file says, once its schema allows it."""
    told: dict[str, Any] = json.loads(data)
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    return told
