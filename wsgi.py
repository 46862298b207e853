"""For a WSGI server in front of the repository: such as `waitress-serve wsgi:app` or `gunicorn wsgi:app`, settings from VOTEAPP_*."""

from __future__ import annotations

from voteapp.app import create_served_app

app = create_served_app()
"""The application with its clockwork: batches are sealed and casting stops by itself."""
