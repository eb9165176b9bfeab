"""What is sent smaller: the text of public pages and static files, for phones on slow lines; never a staff page.

A page that repeats what a stranger made the browser ask for, beside a secret of the session, tells the secret by its
compressed length (the BREACH attack). Public pages have no session that a stranger could borrow; staff pages do.
"""

from __future__ import annotations

from flask import Flask, Response, request
from flask_compress import Compress

from complaints.platform.web.locale import STAFF_PAGES

SMALLER = (
    "application/atom+xml",
    "application/json",
    "application/ld+json",
    "application/problem+json",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
)


def compress(app: Flask) -> None:
    """Compress answers as the browser asks."""
    app.config.update(
        COMPRESS_MIMETYPES=list(SMALLER),
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br"],
        COMPRESS_REGISTER=False,
    )
    compressing = Compress(app)

    @app.after_request
    def _smaller(response: Response) -> Response:
        if request.path.startswith(STAFF_PAGES):
            return response
        return compressing.after_request(response)
