"""For a WSGI server that takes in requests whole: `waitress-serve wsgi:app`; VOTEAPP_* settings."""

from __future__ import annotations

from voteapp.app import create_served_app

app = create_served_app()
"""The application with its clockwork: batches are sealed and casting stops by itself."""
