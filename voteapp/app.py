"""The only place that wires: settings and services in, a Flask application out."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from voteapp.config import Settings, load_settings
from voteapp.services.assembly import create_context, load_session_key, read_elapsed
from voteapp.services.context import Context
from voteapp.web.api import api
from voteapp.web.committee import committee
from voteapp.web.frame import clockwork, errors, headers, pages, roles, static_files
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import PageSessions
from voteapp.web.health import health
from voteapp.web.member import member
from voteapp.web.papers import papers
from voteapp.web.public import public
from voteapp.web.teller import teller
from voteapp.web.trustee.access import trustee_access
from voteapp.web.trustee.alone import trustee
from voteapp.web.trustee.ceremony import linked_trustee
from voteapp.web.trustee.decryption import decryption, linked_decryption
from voteapp.web.trustee.witness import linked_witness

PACKAGE = Path(__file__).resolve().parent
TRANSLATIONS = PACKAGE / "translations"


def create_app(settings: Settings, context: Context | None = None) -> Flask:
    """The web application; ``context`` may be given ready-made (tests, the demonstration)."""
    context = context or create_context(
        settings,
        clock=lambda: datetime.now(UTC),
        random_bytes=secrets.token_bytes,
        monotonic=read_elapsed,
    )
    app = Flask("voteapp", static_folder=None, template_folder=str(templates_folder()))
    https = settings.base_url.startswith("https://")
    app.extensions["voteapp"] = context
    app.secret_key = load_session_key(settings, context.random_bytes)
    app.session_interface = PageSessions(secure=https)
    app.config.update(
        TESTING=settings.testing,
        PROPAGATE_EXCEPTIONS=False,
        WTF_CSRF_TIME_LIMIT=None,
        # Pages are sent with `Referrer-Policy: no-referrer`, so there is no referrer to compare.
        WTF_CSRF_SSL_STRICT=False,
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
        MAX_FORM_PARTS=2000,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    Babel(app, locale_selector=pages.select_locale)
    pages.install(app, settings)
    _serve_static(app)
    blueprints = (public, papers, member, api, health, committee, teller, trustee, decryption)
    linked = (trustee_access, linked_trustee, linked_decryption, linked_witness)
    for blueprint in (*blueprints, *linked):
        app.register_blueprint(blueprint)
    roles.install(app)  # first of all: what comes after it reads the body, which has a limit
    protect = CSRFProtect(app)
    protect.exempt(api)
    protect.exempt(trustee_access)  # before a cookie is there; it has a check of its own
    errors.install(app)
    headers.install(app, https)
    return app


def create_served_app() -> Flask:
    """The application for a WSGI server, with settings from the environment and its clockwork."""
    app = create_app(load_settings(os.environ))
    clockwork.start(app.extensions["voteapp"])
    return app


def templates_folder() -> Path:
    """The templates: inside the package once installed, beside it in the repository."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


def _serve_static(app: Flask) -> None:
    @role(Role.PUBLIC)
    def static(filename: str) -> Response:
        return static_files.serve(filename)

    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static)
