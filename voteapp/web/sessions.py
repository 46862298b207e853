"""The committee's session: a cookie with an opaque token; everything else is on the server.

Nobody else gets a cookie: it is set, read and sent for addresses under ``/committee`` alone.
Flask-WTF keeps its CSRF value in ``flask.session``; here that value is computed from the cookie,
so that a page before signing in needs no row in a database.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SessionInterface, SessionMixin

from voteapp.errors import MisuseError
from voteapp.services import accounts
from voteapp.services.context import Context
from voteapp.services.views import AccountView

COOKIE = "voteapp_committee"
PATH = "/committee"
_LONGEST = 200


def get_context() -> Context:
    """The services' context of the application that answers this request."""
    context: Context = current_app.extensions["voteapp"]
    return context


class CommitteeSession(dict[str, Any], SessionMixin):
    """What Flask and Flask-WTF see: the cookie's token and the CSRF value that goes with it."""

    def __init__(self, token: str | None, secret: bytes) -> None:
        super().__init__()
        self.token = token
        self.secret = secret
        self.send_cookie = False

    def bind(self, token: str) -> None:
        """Use a new token (after signing in); the browser gets it with this answer."""
        self.token = token
        self.send_cookie = True
        self["csrf_token"] = csrf_value(self.secret, token)

    def drop(self) -> None:
        """Forget the token (after signing out)."""
        self.token = None
        self.send_cookie = True
        self.pop("csrf_token", None)


def csrf_value(secret: bytes, token: str) -> str:
    """The CSRF value of a cookie's token."""
    return hmac.new(secret, b"csrf|" + token.encode(), hashlib.sha256).hexdigest()


class CommitteeSessions(SessionInterface):
    """Reads the cookie for addresses under ``/committee`` and sets it there only."""

    def __init__(self, secure: bool) -> None:
        self.secure = secure

    def open_session(self, app: Flask, request: Request) -> CommitteeSession:
        """The session of this request; a visitor without a cookie gets one to sign in with."""
        secret = str(app.secret_key).encode()
        token = None
        if request.path.startswith(PATH):
            typed = request.cookies.get(COOKIE, "")
            token = typed if 0 < len(typed) <= _LONGEST and typed.isascii() else None
        session = CommitteeSession(token, secret)
        if token is not None:
            session["csrf_token"] = csrf_value(secret, token)
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set or delete the cookie when it changed."""
        if not isinstance(session, CommitteeSession) or not session.send_cookie:
            return
        if session.token is None:
            response.delete_cookie(
                COOKIE, path=PATH, secure=self.secure, httponly=True, samesite="Strict"
            )
            return
        response.set_cookie(
            COOKIE, session.token, path=PATH, secure=self.secure, httponly=True, samesite="Strict"
        )


def this_session() -> CommitteeSession:
    """The session of this request."""
    from flask import session

    found: CommitteeSession = session._get_current_object()  # type: ignore[attr-defined]
    return found


def greet_visitor() -> None:
    """Give a visitor who is about to sign in a cookie, so that the form has a CSRF value."""
    session = this_session()
    if session.token is None:
        session.bind("visitor-" + secrets.token_urlsafe(24))


def current_account() -> AccountView | None:
    """The account that is signed in, or None."""
    if "account" not in g:
        session = this_session()
        token = session.token if request.path.startswith(PATH) else None
        g.account = accounts.find_session(get_context(), token) if token else None
    account: AccountView | None = g.account
    return account


def actor() -> str:
    """The name of the account that is signed in; views behind the guard may rely on it."""
    account = current_account()
    if account is None:
        raise MisuseError("this view does not ask for an account")
    return account.name
