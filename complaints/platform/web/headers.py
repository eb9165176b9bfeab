"""What every answer says to the browser: load nothing from elsewhere, tell nobody where you came from, keep no copy."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def _stay_here(response: Response) -> None:
    """Cut our own address off a redirect: Werkzeug writes into it whatever host the request named."""
    if not response.location:
        return
    goal = urlsplit(response.location)
    if goal.netloc and goal.netloc == request.host:
        response.location = urlunsplit(("", "", "/" + goal.path.lstrip("/"), goal.query, goal.fragment))


def send_headers(app: Flask) -> None:
    """Set the headers on every response."""

    @app.after_request
    def _headers(response: Response) -> Response:
        _stay_here(response)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        if app.config["SECURE_COOKIES"]:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint != "static" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
