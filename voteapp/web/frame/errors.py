"""Every failure becomes a page or a JSON object with a proper status, never a traceback.

JSON: ``{"error": {"code", "message", "field"?}}``. Neither pages nor the log carry what was sent.
"""

from __future__ import annotations

import logging
import traceback

from flask import Flask, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from voteapp.errors import (
    BusyError,
    ConfigurationError,
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    ProtocolError,
    ServiceError,
)
from voteapp.services.errors import (
    MustWaitError,
    RefusedMessageError,
    WrongPasswordError,
)
from voteapp.web.frame.addresses import holds_fragment
from voteapp.web.frame.roles import asks_for_page
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import say

log = logging.getLogger("voteapp.web")

STATUS: tuple[tuple[type[Exception], int, str], ...] = (
    (InvalidInputError, 422, "invalid-input"),
    (NotFoundError, 404, "not-found"),
    (MustWaitError, 429, "must-wait"),
    (WrongPasswordError, 403, "wrong-password"),
    (NotAllowedError, 403, "not-allowed"),
    (ConflictError, 409, "conflict"),
    (BusyError, 503, "busy"),
    (ConfigurationError, 503, "configuration"),
    (ServiceError, 400, "refused"),
)


RETRY_SECONDS = "5"


def wants_json() -> bool:
    """Whether the asker is a program: an API path, a JSON body, or JSON preferred.

    On a trustee's pages, everybody is one who does not ask for HTML.
    """
    if request.path.startswith("/api/") or request.is_json:
        return True
    if request.path.startswith("/trustee/") and not asks_for_page():
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def words(status: int) -> tuple[str, str]:
    """Heading and sentence for a status without words of its own."""
    table = {
        400: (_("We could not read that"), _("Go back, reload the page and try again.")),
        401: (_("Sign in first"), _("Your session has ended, or you have not signed in yet.")),
        403: (_("You may not do this"), _("Your account does not allow it, or the page is old.")),
        404: (_("Page not found"), _("Check the address. If you typed it, look for a mistake.")),
        405: (_("This does not work here"), _("Go back and use the page's own buttons.")),
        409: (_("This cannot be done now"), _("Something has changed since the page was loaded.")),
        413: (_("That is too large"), _("Send less at once.")),
        415: (_("We could not read that"), _("The kind of file is not the one expected.")),
        422: (_("There is a problem"), _("Something in what you sent is not acceptable.")),
        429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
        503: (_("The server is busy"), _("Wait a moment, then try again. Nothing was lost.")),
    }
    fallback = (_("Something went wrong here"), _("It is our fault, not yours. Try again soon."))
    return table.get(status, fallback)


def answer(
    status: int, code: str, message: str | None = None, **more: object
) -> ResponseReturnValue:
    """The page or the JSON object for one failure; ``more`` stands in the object alone."""
    heading, sentence = words(status)
    if wants_json():
        return jsonify({"error": {"code": code, "message": message or sentence, **more}}), status
    committee = request.path.startswith("/committee")
    if holds_fragment(request.path):
        heading = _("The address was changed on its way")
        message = _("Open it again, or type the code that stands on your slip.")
    page = render_template(
        "errors/error.html",
        heading=heading,
        message=message or sentence,
        slip=status == 404,
        whom=None if committee else _whom(),
        member=not request.path.startswith("/trustee/"),
        back=url_for("committee.campaigns" if committee else "public.home"),
        back_label=_("Go to the campaigns") if committee else _("Go to the start"),
    )
    return page, status


def _whom() -> str:
    """Who helps the person that this address is for."""
    if request.path.startswith("/trustee/"):
        return _("If you are a trustee and are stuck, ask the committee.")
    return _("If you hold a slip and are stuck, ask your steward.")


def details(error: ServiceError) -> dict[str, object]:
    """What a program is told about an error besides its sentence."""
    more: dict[str, object] = {}
    if isinstance(error, InvalidInputError):
        more["field"] = error.field
    if isinstance(error, RefusedMessageError):
        more.update(trustee=error.trustee, step=error.step)
    if isinstance(error, MustWaitError):
        more.update(retry_after=error.retry_after, ticket=error.ticket)
    return more


def install(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(ServiceError)
    def service_error(error: ServiceError) -> ResponseReturnValue:
        for kind, status, code in STATUS:
            if isinstance(error, kind):
                response = make_response(
                    answer(status, getattr(error, "code", code), say(error), **details(error))
                )
                if status == 503:
                    response.headers["Retry-After"] = RETRY_SECONDS
                return response
        raise error

    @app.errorhandler(ProtocolError)
    def protocol_error(error: ProtocolError) -> ResponseReturnValue:
        return answer(400, error.code, error.message)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status < 400:
            return error.get_response()
        return answer(status, error.name.lower().replace(" ", "-"))

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        # The message may hold what somebody sent; only the kind and the place are written down.
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error("%s at %s:%s", type(error).__name__, place.filename, place.lineno)
        return answer(500, "internal")
