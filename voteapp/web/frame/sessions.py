"""Sessions: a cookie with an opaque token; everything else is on the server.

Two kinds of people have one: committee accounts (addresses under ``/committee``) and trustees who
came by a personal link (addresses under ``/trustee/CODE``, a cookie for each campaign). A second
cookie at the same addresses, which stays, says that somebody has signed in with this browser
before (services/people/doors.py). Nobody else gets a cookie. Flask-WTF keeps its CSRF value in
``flask.session``; here that value is computed from the cookie, so that a page before signing in
needs no row in a database.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SessionInterface, SessionMixin

from voteapp.errors import MisuseError
from voteapp.services.context import Context
from voteapp.services.people import accounts, trustee_access
from voteapp.services.people.doors import DEVICE_LIFETIME
from voteapp.services.people.secrets import Entry
from voteapp.services.values.campaigns import AccountView
from voteapp.services.values.ceremonies import TrusteeSession

PATH = "/committee"
TRUSTEE_PATH = "/trustee"
BEGIN = "begin"
"""The part after ``/trustee/`` that is no campaign's code."""

_LONGEST = 200


class Cookie(NamedTuple):
    """A cookie's name and the addresses that it is sent to."""

    name: str
    path: str


COMMITTEE_COOKIE = Cookie("voteapp_committee", PATH)


def trustee_cookie(code: str) -> Cookie:
    """The cookie of a campaign's trustee: only that campaign's trustee pages see it."""
    return Cookie("voteapp_trustee", f"{TRUSTEE_PATH}/{code}")


def name_device(cookie: Cookie) -> str:
    """The name of the cookie by which a browser is known where the other one signs in."""
    return f"{cookie.name}_device"


def _read(request: Request, name: str) -> str:
    """A cookie's value; nothing where it cannot be ours."""
    typed = request.cookies.get(name, "")
    return typed if len(typed) <= _LONGEST and typed.isascii() else ""


def find_cookie(path: str) -> Cookie | None:
    """The cookie that belongs to an address, if any does."""
    if path.startswith(PATH):
        return COMMITTEE_COOKIE
    if not path.startswith(TRUSTEE_PATH + "/"):
        return None
    code = path.removeprefix(TRUSTEE_PATH + "/").partition("/")[0]
    if code == BEGIN or not (code.isascii() and code.isalnum()):
        return None
    return trustee_cookie(code)


def get_context() -> Context:
    """The services' context of the application that answers this request."""
    context: Context = current_app.extensions["voteapp"]
    return context


def get_origin() -> str:
    """The address of this server as the browser knows it; passkeys are bound to it.

    Only in trials may it be another one than that of the settings.
    """
    settings = get_context().settings
    if not settings.trial or urlsplit(settings.base_url).netloc == request.host:
        return settings.base_url
    return request.host_url.rstrip("/")


class PageSession(dict[str, Any], SessionMixin):
    """What Flask and Flask-WTF see: the cookie's token and the CSRF value that goes with it."""

    def __init__(self, token: str | None, secret: bytes, cookie: Cookie | None) -> None:
        super().__init__()
        self.token = token
        self.secret = secret
        self.cookie = cookie
        self.send_cookie = False
        self.device = ""
        self.send_device = False

    def bind(self, token: str, cookie: Cookie | None = None) -> None:
        """Use a new token (after signing in); the browser gets it with this answer."""
        self.token = token
        self.cookie = cookie or self.cookie
        self.send_cookie = True
        self["csrf_token"] = csrf_value(self.secret, token)

    def admit(self, entry: Entry, cookie: Cookie | None = None) -> None:
        """Somebody has signed in: a new token, and by what the browser is known from now on."""
        self.bind(entry.token, cookie)
        self.device, self.send_device = entry.device, True

    def drop(self) -> None:
        """Forget the token (after signing out)."""
        self.token = None
        self.send_cookie = True
        self.pop("csrf_token", None)


def csrf_value(secret: bytes, token: str) -> str:
    """The CSRF value of a cookie's token."""
    return hmac.new(secret, b"csrf|" + token.encode(), hashlib.sha256).hexdigest()


class PageSessions(SessionInterface):
    """Reads and sets the cookie that belongs to an address, and no other."""

    def __init__(self, secure: bool) -> None:
        self.secure = secure

    def open_session(self, app: Flask, request: Request) -> PageSession:
        """The session of this request; a visitor without a cookie gets one to sign in with."""
        secret = str(app.secret_key).encode()
        token = None
        cookie = find_cookie(request.path)
        if cookie is not None:
            token = _read(request, cookie.name) or None
        session = PageSession(token, secret, cookie)
        if cookie is not None:
            session.device = _read(request, name_device(cookie))
        if token is not None:
            session["csrf_token"] = csrf_value(secret, token)
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set or delete the cookie when it changed."""
        if not isinstance(session, PageSession) or not session.send_cookie:
            return
        cookie = session.cookie
        if cookie is None:
            return
        if session.send_device:
            self._send(response, name_device(cookie), cookie.path, session.device, DEVICE_LIFETIME)
        if session.token is None:
            response.delete_cookie(
                cookie.name, path=cookie.path, secure=self.secure, httponly=True, samesite="Strict"
            )
            return
        self._send(response, cookie.name, cookie.path, session.token)

    def _send(
        self,
        response: Response,
        name: str,
        path: str,
        value: str,
        max_age: timedelta | None = None,
    ) -> None:
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path=path,
            secure=self.secure,
            httponly=True,
            samesite="Strict",
        )


def this_session() -> PageSession:
    """The session of this request."""
    from flask import session

    found: PageSession = session._get_current_object()  # type: ignore[attr-defined]
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


def current_trustee() -> TrusteeSession | None:
    """The trustee who is signed in to the campaign that the address names, or None."""
    if "trustee" not in g:
        session = this_session()
        cookie = find_cookie(request.path)
        found = None
        if cookie is not None and cookie != COMMITTEE_COOKIE and session.token:
            found = trustee_access.find_session(get_context(), session.token)
        if found is not None and found.code != (request.view_args or {}).get("code"):
            found = None
        g.trustee = found
    trustee: TrusteeSession | None = g.trustee
    return trustee


def position() -> int:
    """The number of the trustee who is signed in; views behind the guard may rely on it."""
    trustee = current_trustee()
    if trustee is None:
        raise MisuseError("this view does not ask for a trustee")
    return trustee.position
