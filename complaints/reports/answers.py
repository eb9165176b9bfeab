"""How frozen bytes are served: with their digest as the tag, and long kept, because they never change."""

from __future__ import annotations

import hashlib

from flask import Response, request

from complaints.reports.models import Release
from complaints.reports.verifying.manifest import canonical

YEAR = 31_536_000
PAGE_SECONDS = 300


def frozen(release: Release, content: bytes, media_type: str, *, download: str = "") -> Response:
    """Bytes of a release. One of a demonstration goes with its database, so it is asked for anew each time."""
    text = media_type.startswith("text/") or media_type == "application/json"
    response = Response(content, content_type=f"{media_type}; charset=utf-8" if text else media_type)
    keep = "public, no-cache" if release.is_demonstration else f"public, max-age={YEAR}, immutable"
    if download:
        response.headers["Content-Disposition"] = f'attachment; filename="{download}"'
    return _conditional(release, response, keep, hashlib.sha256(content).hexdigest())


def page(html: str) -> Response:
    """A page around frozen content; what surrounds it may change, so it is kept for minutes only."""
    response = Response(html)
    response.headers["Cache-Control"] = f"public, max-age={PAGE_SECONDS}"
    # No date: errata, and the page around the report, come after it was published.
    response.set_etag(hashlib.sha256(html.encode()).hexdigest())
    return _if_changed(response)


def changing(content: bytes, media_type: str) -> Response:
    """A list that grows with each release: asked for anew each time, and sent only when it has changed."""
    charset = "" if media_type == "application/json" else "; charset=utf-8"
    return revalidated(Response(content, content_type=f"{media_type}{charset}"))


def revalidated(response: Response) -> Response:
    """An answer that is asked for anew each time, and sent only when it has changed."""
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest())
    return open_to_all(_if_changed(response))


def open_to_all(response: Response) -> Response:
    """Let pages of other sites read it too: it is public, and nobody's cookie or token changes it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def data(release: Release, content: object) -> Response:
    """A part of a release as JSON."""
    return frozen(release, canonical(content), "application/json")


def _conditional(release: Release, response: Response, keep: str, tag: str) -> Response:
    response.headers["Cache-Control"] = keep
    response.set_etag(tag)
    response.last_modified = release.published_at or release.frozen_at
    return _if_changed(response)


def _if_changed(response: Response) -> Response:
    conditional: Response = response.make_conditional(request)  # type: ignore[assignment]  # the same Response comes back
    return conditional
