"""What everybody reads of the reports: published releases, their pages and files, the counts beside a technology."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template

from complaints.platform.extensions import db
from complaints.platform.store import Db
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.locale import current_locale
from complaints.registry.models import Technology
from complaints.registry.panels import Panel, counts_panels
from complaints.reports import answers, archive, words
from complaints.reports.document import row_of, table_of
from complaints.reports.edition import make_edition, technology_charts
from complaints.reports.manifest import MANIFEST, SIGNATURE
from complaints.reports.models import Release
from complaints.reports.press import editions_of
from complaints.reports.rules import NoSuchRelease, TableName

bp = Blueprint("reports", __name__)


@bp.get("/reports")
@requires(PUBLIC)
def releases() -> str:
    """Every published report, the newest period first."""
    found = archive.by_period(archive.releases(db.session, published_only=True))
    return render_template("reports/releases.html", releases=found)


@bp.get("/reports/<int:number>")
@requires(PUBLIC)
def release(number: int) -> Response:
    """One report as a page."""
    found = published(number)
    edition = make_edition(archive.document_of(db.session, found), current_locale())
    html = render_template("reports/release.html", release=found, edition=edition, tables=list(TableName))
    return answers.page(found, html)


@bp.get("/reports/<int:number>/report.pdf")
@requires(PUBLIC)
def pdf(number: int) -> Response:
    """The report as a PDF, in the reader's language where it is printed in it."""
    found = published(number)
    profile = current_app.extensions["profile"]
    printed = editions_of(profile)
    locale = current_locale() if current_locale() in printed else printed[0]
    return _file(found, f"report.{locale}.pdf")


@bp.get("/reports/<int:number>/<path:name>")
@requires(PUBLIC)
def file(number: int, name: str) -> Response:
    """A file of the release by the name it has in the manifest: data/status.csv, report.json, manifest.json …"""
    return _file(published(number), name)


def published(number: int) -> Release:
    """The published release, or 404."""
    try:
        return archive.release_by_number(db.session, number, published_only=True)
    except NoSuchRelease:
        abort(404)


def _file(found: Release, name: str) -> Response:
    if name == MANIFEST:
        return answers.frozen(found, archive.manifest_bytes(found), "application/json")
    if name == SIGNATURE:
        return answers.frozen(found, found.signature, "application/octet-stream", download=SIGNATURE)
    stored = archive.file_of(db.session, found, name)
    if stored is None:
        abort(404)
    # The page that stands alone carries its own styles, which this site's policy would not let it use here.
    download = name if name.endswith(".html") else ""
    return answers.frozen(found, stored.content, stored.media_type, download=download)


def counts_panel(session: Db, technology: Technology) -> Panel | None:
    """The newest published counts of a technology, for its page in the registry; None before there are any."""
    demonstration = bool(current_app.config["DEMONSTRATION"])
    for found in archive.by_period(archive.releases(session, published_only=True)):
        if found.is_demonstration is demonstration:
            document = archive.document_of(session, found)
            row = row_of(table_of(document, TableName.TOTALS), technology.slug)
            if row is not None:
                return Panel("reports/counts_panel.html", _panel(found, document, technology.slug, row["cells"]))
    return None


def _panel(found: Release, document: dict[str, Any], slug: str, totals: list[int]) -> dict[str, Any]:
    received, decided, still_open = totals
    return {
        "number": found.number,
        "period": words.period_words(document),
        "received": words.received_sentence(received),
        "decided": words.decided_sentence(decided, still_open) if received or decided or still_open else "",
        "charts": technology_charts(document, slug),
        "is_demonstration": found.is_demonstration,
    }


counts_panels.append(counts_panel)
