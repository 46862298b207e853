"""Security headers on every answer (DESIGN, Edges) and the rule about caching."""

from __future__ import annotations

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}

_MAY_BE_KEPT = ("public", "static")


def may_be_kept() -> None:
    """Let the answer to this request be kept and asked about again (public pages)."""
    g.may_be_kept = True


def install(app: Flask, https: bool) -> None:
    """Set the headers on every answer, errors included."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
        if https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        blueprint = (request.endpoint or "").partition(".")[0]
        kept = blueprint in _MAY_BE_KEPT or g.get("may_be_kept", False)
        if kept and not response.headers.get("Set-Cookie"):
            response.headers.setdefault("Cache-Control", "no-cache")
        else:
            response.headers["Cache-Control"] = "no-store"
        response.headers.pop("Server", None)
        return response
