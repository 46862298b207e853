"""The two members of a bundle that are the same in every election: README and auditor page."""

from __future__ import annotations

from importlib.resources import files


def load_readme() -> bytes:
    """``README.txt``."""
    return files("voteapp.campaign.bundle").joinpath("README.txt").read_bytes()


def load_auditor_page() -> bytes:
    """``auditor.html``: one file that works from disk."""
    return files("voteapp").joinpath("static", "auditor.html").read_bytes()
