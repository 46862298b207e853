"""The booth's files as served, with their hashes: the manifest pins them at opening.

A mirror or a member compares what a server sends with this list (DESIGN, "The manifest"). The
booth's page asks for the same modules all at once, so that a slow network waits for one round
trip only; tests/browser/test_booth.py compares the list with what a browser loads.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
FIRST = "js/booth/fragment.js"
"""Runs before everything else: takes the token out of the address bar."""

MODULES = tuple(
    f"js/{name}.js"
    for name in (
        "booth/answers",
        "booth/enter",
        "booth/main",
        "booth/net",
        "booth/questions",
        "booth/receipt",
        "booth/sending",
        "booth/slip",
        "booth/states",
        "booth/worker",
        "campaign/canonical",
        "campaign/signing",
        "campaign/texts",
        "campaign/tokens",
        "campaign/words",
        "i18n",
        "protocol/ballots",
        "protocol/credentials",
        "protocol/election",
        "protocol/encoding",
        "protocol/errors",
        "protocol/group",
        "protocol/proofs",
        "protocol/questions",
        "ui/dom",
        "ui/jobs",
        "ui/pages",
        "ui/scanner",
        "vendor/noble",
        "vendor/qr",
        "vendor/qr-decode",
    )
)


@cache
def list_booth_files() -> dict[str, str]:
    """Served path -> SHA-256 in hex, of every script that the booth loads."""
    return {
        f"/static/{name}": hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
        for name in sorted((FIRST, *MODULES))
    }
