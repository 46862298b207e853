"""For a WSGI server in front of the repository: `gunicorn wsgi:app`, settings from VOTEAPP_*."""

from __future__ import annotations

import os

from voteapp.app import create_app
from voteapp.config import load_settings

app = create_app(load_settings(os.environ))
