"""The public API: the registry, the published releases and their tables. Everything here is public or frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, request, url_for
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import http_date

from complaints.platform.extensions import db
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.addresses import MOST as GREATEST
from complaints.registry import service as registry
from complaints.reports import answers, archive, shapes
from complaints.reports.document import technology_data
from complaints.reports.errata.service import chain_of
from complaints.reports.models import Erratum, Release
from complaints.reports.open_data import history
from complaints.reports.open_data.columns import ANSWERS
from complaints.reports.open_data.history import Year
from complaints.reports.openapi import PREFIX, ApiBlueprint, problem
from complaints.reports.paging import WrongQuery, after_cursor, limit_of, page_of
from complaints.reports.rules import NoSuchRelease, TableName
from complaints.reports.site import counts_demonstration

bp = ApiBlueprint("api", __name__, url_prefix=PREFIX, description="What everybody may read.")
JSON, CSV = "application/json", "text/csv"


@bp.route("/technologies")
@requires(PUBLIC)
@bp.asks(shapes.Page)
@bp.gives(shapes.Technologies, 406, 422)
def technologies(query: dict[str, str]) -> dict[str, Any]:
    """The technologies of the registry as it stands today, retired ones too."""
    found = registry.listed(db.session, include_retired=True)
    after = after_cursor(query)
    slugs = [technology.slug for technology in found]
    if after and after not in slugs:
        raise WrongQuery("The cursor names no place in this list.")
    rest = found[slugs.index(after) + 1 :] if after else found
    return page_of(rest, query, "api.technologies", lambda last: last.slug, technology_data)


@bp.route("/technologies/<slug>")
@requires(PUBLIC)
@bp.gives(shapes.TechnologyWithHistory, 404, 406)
def technology(slug: str) -> dict[str, Any]:
    """One technology as it stands today, with what each published release counted about it, the newest period first."""
    found = registry.by_slug(db.session, slug)
    reports = history.published_reports(db.session, demonstration=counts_demonstration())
    return {**technology_data(found), "history": [_year(year) for year in history.years_of(reports, slug)]}


@bp.route("/releases")
@requires(PUBLIC)
@bp.asks(shapes.Page)
@bp.gives(shapes.Releases, 406, 422)
def releases(query: dict[str, str]) -> dict[str, Any]:
    """The published releases, the newest first."""
    after = after_cursor(query)
    # No list is that long, and the database takes no greater number. A number of many digits is not even read.
    if after and not (after.isascii() and after.isdecimal() and len(after) <= 10 and int(after) <= GREATEST):
        raise WrongQuery("The cursor names no place in this list.")
    found = archive.releases(
        db.session, published_only=True, before=int(after) if after else None, limit=limit_of(query) + 1
    )
    return page_of(found, query, "api.releases", lambda last: str(last.number), _release)


@bp.route("/releases/<int:number>")
@requires(PUBLIC)
@bp.gives(shapes.ReleaseShape, 404, 406)
def release(number: int) -> tuple[dict[str, Any], int, dict[str, str]]:
    """One release with its manifest, which never changes, and the errata that were published since."""
    found = archive.release_by_number(db.session, number, published_only=True)
    document, errata = archive.document_of(db.session, found), chain_of(db.session, found)
    changed_at = errata[-1].published_at if errata else found.published_at
    content = {
        **_release(found),
        "measure": document.get("measure", "cross_table"),
        "licence": document.get("licence"),
        "complaints": document["complaints"],
        "manifest": found.manifest,
        "errata": [_erratum(erratum) for erratum in errata],
    }
    return content, 200, {"Last-Modified": http_date(changed_at)}


@bp.route("/releases/<int:number>/tables/<name>")
@requires(PUBLIC)
@bp.asks(shapes.Format)
@bp.gives(shapes.TableShape, 404, 406, 422)
def table(query: dict[str, str], number: int, name: str) -> Response:
    """One table, as JSON or CSV by `Accept` or `?format=`. Never changes."""
    found = archive.release_by_number(db.session, number, published_only=True)
    wanted = query.get("format") or ("csv" if _taken([JSON, CSV]) == CSV else "json")
    if wanted not in ("json", "csv"):
        raise WrongQuery("The format is json or csv.")
    stored = archive.file_of(db.session, found, f"data/{name}.{wanted}")
    if stored is None:
        known = ", ".join(_tables(found)) or "none"
        return problem(404, "Not Found", f"Release {number} has no such table. Its tables are: {known}.")
    response = answers.frozen(found, stored.content, stored.media_type)
    response.vary.add("Accept")
    return response


def _accepts() -> Response | None:
    """Refuse who takes neither JSON nor, for a table, CSV. `?format=` wins over the header."""
    offered = [JSON, CSV] if request.endpoint == "api.table" else [JSON]
    if "format" in request.args or not request.accept_mimetypes or _taken(offered):
        return None
    return problem(406, "Not Acceptable", f"This can be had as {' or '.join(offered)}.")


def _taken(offered: Sequence[str]) -> str | None:
    """Which of these the program likes best. What it says beside the type, such as the charset, does not matter."""
    named = [(value.split(";")[0].strip(), quality) for value, quality in request.accept_mimetypes]
    return MIMEAccept(named).best_match(offered)


def _finish(response: Response) -> Response:
    """Let pages of other sites read it, and let lists be asked for again at no cost."""
    if response.status_code == 200 and "ETag" not in response.headers and request.method in ("GET", "HEAD"):
        return answers.revalidated(response)
    return answers.open_to_all(response)


def _tables(found: Release) -> list[str]:
    """The names of a release's tables, the totals first."""
    names = {entry["name"] for entry in found.manifest["files"]}
    return [name for name in (ANSWERS, *TableName) if f"data/{name}.csv" in names]


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
        "tables": {name: url_for("api.table", number=found.number, name=name) for name in _tables(found)},
        "page": url_for("reports.release", number=found.number),
        "pdf": url_for("reports.pdf", number=found.number),
    }


def _erratum(erratum: Erratum) -> dict[str, Any]:
    at = erratum.published_at
    return {
        "number": erratum.number,
        "published_at": at.isoformat(timespec="seconds") if at else None,
        "text": erratum.text,
        "cells": erratum.cells,
    }


def _year(year: Year) -> dict[str, Any]:
    found = year.report.release
    received, decided, still_open = year.counts or (None, None, None)
    return {
        "release": found.number,
        "period": found.period,
        "starts_on": found.starts_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
        "had_complaints": year.had,
        "received": received,
        "decided": decided,
        "open": still_open,
    }


def _no_such_technology(_missing: registry.UnknownTechnology) -> Response:
    return problem(404, "Not Found", "The registry has no such technology.")


def _wrong_query(wrong: WrongQuery) -> Response:
    return problem(422, "Unprocessable Content", str(wrong))


def _no_such_release(missing: NoSuchRelease) -> Response:
    return problem(404, "Not Found", str(missing))


bp.before_request(_accepts)
bp.after_request(_finish)
bp.register_error_handler(WrongQuery, _wrong_query)
bp.register_error_handler(NoSuchRelease, _no_such_release)
bp.register_error_handler(registry.UnknownTechnology, _no_such_technology)
