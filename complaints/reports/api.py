"""The public API: the registry, the published releases and their tables. Everything here is public or frozen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Response, request, url_for

from complaints.platform.extensions import db
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.addresses import MOST as GREATEST
from complaints.registry import service as registry
from complaints.reports import answers, archive, shapes
from complaints.reports.document import technology_data
from complaints.reports.models import Release
from complaints.reports.openapi import PREFIX, ApiBlueprint, cursor_of, problem, read_cursor
from complaints.reports.rules import NoSuchRelease, TableName

bp = ApiBlueprint("api", __name__, url_prefix=PREFIX, description="What everybody may read.")
MOST, USUAL = 100, 50
Item = TypeVar("Item")


class WrongQuery(Exception):
    """A cursor or a limit that cannot be."""


@bp.route("/technologies")
@requires(PUBLIC)
@bp.asks(shapes.Page)
@bp.gives(shapes.Technologies, 422)
def technologies(query: dict[str, str]) -> dict[str, Any]:
    """The technologies of the registry as it stands today, retired ones too."""
    found = registry.listed(db.session, include_retired=True)
    after = _cursor(query)
    slugs = [technology.slug for technology in found]
    if after and after not in slugs:
        raise WrongQuery("The cursor names no place in this list.")
    rest = found[slugs.index(after) + 1 :] if after else found
    return _page(rest, query, "api.technologies", lambda last: last.slug, technology_data)


@bp.route("/releases")
@requires(PUBLIC)
@bp.asks(shapes.Page)
@bp.gives(shapes.Releases, 422)
def releases(query: dict[str, str]) -> dict[str, Any]:
    """The published releases, the newest first."""
    after = _cursor(query)
    # No list is that long, and the database takes no greater number. A number of many digits is not even read.
    if after and not (after.isascii() and after.isdecimal() and len(after) <= 10 and int(after) <= GREATEST):
        raise WrongQuery("The cursor names no place in this list.")
    found = archive.releases(
        db.session, published_only=True, before=int(after) if after else None, limit=_limit(query) + 1
    )
    return _page(found, query, "api.releases", lambda last: str(last.number), _release)


@bp.route("/releases/<int:number>")
@requires(PUBLIC)
@bp.gives(shapes.ReleaseShape, 404)
def release(number: int) -> Response:
    """One release with its manifest. Never changes."""
    found = archive.release_by_number(db.session, number, published_only=True)
    document = archive.document_of(db.session, found)
    content = {**_release(found), "complaints": document["complaints"], "manifest": found.manifest}
    return answers.data(found, content)


@bp.route("/releases/<int:number>/tables/<name>")
@requires(PUBLIC)
@bp.asks(shapes.Format)
@bp.gives(shapes.TableShape, 404, 422)
def table(query: dict[str, str], number: int, name: str) -> Response:
    """One table, as JSON or CSV by `Accept` or `?format=`. Never changes."""
    found = archive.release_by_number(db.session, number, published_only=True)
    wanted = query.get("format") or ("csv" if _prefers_csv() else "json")
    if wanted not in ("json", "csv"):
        raise WrongQuery("The format is json or csv.")
    stored = archive.file_of(db.session, found, f"data/{name}.{wanted}")
    if stored is None:
        known = ", ".join(TableName)
        return problem(404, "Not Found", f"Release {number} has no such table. Its tables are: {known}.")
    response = answers.frozen(found, stored.content, stored.media_type)
    response.vary.add("Accept")
    return response


def _prefers_csv() -> bool:
    return request.accept_mimetypes.best_match(["application/json", "text/csv"]) == "text/csv"


def _release(found: Release) -> dict[str, Any]:
    published_at = found.published_at or found.frozen_at
    return {
        "number": found.number,
        "period": found.period,
        "starts_on": found.starts_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
        "frozen_at": found.frozen_at.isoformat(timespec="seconds"),
        "published_at": published_at.isoformat(timespec="seconds"),
        "is_demonstration": found.is_demonstration,
        "signature": found.signature.hex(),
        "tables": {name.value: url_for("api.table", number=found.number, name=name.value) for name in TableName},
        "page": url_for("reports.release", number=found.number),
        "pdf": url_for("reports.pdf", number=found.number),
    }


def _page(
    found: Sequence[Item],
    query: dict[str, str],
    endpoint: str,
    key: Callable[[Item], str],
    shown: Callable[[Item], dict[str, Any]],
) -> dict[str, Any]:
    """The first of `found`, and the address of the rest."""
    limit = _limit(query)
    here = found[:limit]
    following = None
    if len(found) > limit:
        following = url_for(endpoint, cursor=cursor_of(key(here[-1])), limit=limit)
    return {"items": [shown(item) for item in here], "next": following}


def _limit(query: dict[str, str]) -> int:
    wanted = query.get("limit", str(USUAL))
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) <= 3 and 1 <= int(wanted) <= MOST):
        raise WrongQuery(f"The limit is a whole number from 1 to {MOST}.")
    return int(wanted)


def _cursor(query: dict[str, str]) -> str:
    try:
        return read_cursor(query.get("cursor", ""))
    except ValueError as wrong:
        raise WrongQuery("The cursor names no place in this list.") from wrong


def _wrong_query(wrong: WrongQuery) -> Response:
    return problem(422, "Unprocessable Content", str(wrong))


def _no_such_release(missing: NoSuchRelease) -> Response:
    return problem(404, "Not Found", str(missing))


bp.register_error_handler(WrongQuery, _wrong_query)
bp.register_error_handler(NoSuchRelease, _no_such_release)
