"""What everybody reads of the reports: the list, each report, several years side by side, what its files are for."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from complaints.platform.extensions import db
from complaints.platform.store import Db
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.locale import current_locale
from complaints.registry.models import Technology
from complaints.registry.panels import Panel, counts_panels
from complaints.reports import answers, archive, freezing, public_files
from complaints.reports.editions import years
from complaints.reports.editions.edition import make_edition
from complaints.reports.errata import public as errata_public
from complaints.reports.errata.chain import ERRATA
from complaints.reports.errata.service import chain_of
from complaints.reports.models import Release
from complaints.reports.open_data import history, inventory, provenance
from complaints.reports.open_data.dictionary import make_dictionary
from complaints.reports.public_files import languages_of
from complaints.reports.site import bp, counts_demonstration, profile, published
from complaints.reports.verifying.folder import folder_of
from complaints.reports.verifying.manifest import MANIFEST, SIGNATURE, key_of
from complaints.reports.verifying.zipped import zipped

__all__ = ["bp", "errata_public", "public_files"]


@bp.get("/reports")
@requires(PUBLIC)
def releases() -> str:
    """Every published report, the newest period first."""
    found = _by_period()
    corrections = {release.number: chain_of(db.session, release) for release in found}
    return render_template("reports/releases.html", releases=found, corrections=corrections)


@bp.get("/reports/latest")
@requires(PUBLIC)
def latest() -> Answer:
    """The report on the newest period."""
    found = [release for release in _by_period() if release.is_demonstration is counts_demonstration()]
    return _to_first(found)


@bp.get("/reports/period/<code>")
@requires(PUBLIC)
def of_period(code: str) -> Answer:
    """The report on a period by its code, such as 2025."""
    found = [release for release in _by_period() if release.period == code]
    found.sort(key=lambda release: release.is_demonstration is not counts_demonstration())
    return _to_first(found)


@bp.get("/reports/compare")
@requires(PUBLIC)
def compare() -> str:
    """The published reports side by side, the oldest first."""
    found = history.published_reports(db.session, demonstration=counts_demonstration())
    return render_template("reports/compare.html", years=years.side_by_side(found[::-1]), reports=found[::-1])


@bp.get("/reports/<int:number>")
@requires(PUBLIC)
def release(number: int) -> Response:
    """One report as a page."""
    found = published(number)
    document = archive.document_of(db.session, found)
    page = render_template(
        "reports/release.html",
        release=found,
        edition=make_edition(document, current_locale()),
        errata=errata_public.errata_of(found, document),
        licence=provenance.licence(document),
        names={entry["name"] for entry in found.manifest["files"]},
        printed=languages_of(found),
        **_checking(),
    )
    return answers.page(page)


@bp.get("/reports/<int:number>/files")
@requires(PUBLIC)
def files(number: int) -> Response:
    """Every file of a release, with its size and what it is for."""
    found = published(number)
    signed = [
        {"name": MANIFEST, "bytes": len(archive.manifest_bytes(found))},
        {"name": SIGNATURE, "bytes": len(found.signature)},
    ]
    signed += [
        {"name": f"{ERRATA}{erratum.number}.{kind}", "bytes": len(content or b"")}
        for erratum in chain_of(db.session, found)
        for kind, content in (("json", erratum.content), ("sig", erratum.signature))
    ]
    groups = inventory.by_group([*found.manifest["files"], *signed])
    names = {entry["name"] for entry in found.manifest["files"]}
    html = render_template(
        "reports/files.html", release=found, groups=groups, size=inventory.size_words, names=names, **_checking()
    )
    return answers.page(html)


@bp.get("/reports/<int:number>/release-<int:same>.zip")
@requires(PUBLIC)
def whole(number: int, same: int) -> Response:
    """A release with its errata as one file: what comes out of it is the folder that verify.py checks."""
    found = published(number)
    if same != number:
        abort(404)
    folder = f"release-{number}"
    content = zipped(folder_of(db.session, found, chain_of(db.session, found)), folder, found.frozen_at)
    response = Response(content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{folder}.zip"'
    return answers.revalidated(response)


@bp.get("/reports/<int:number>/dictionary")
@requires(PUBLIC)
def dictionary(number: int) -> Response:
    """What every column and category of a release means."""
    found = published(number)
    said = make_dictionary(archive.document_of(db.session, found), current_locale())
    return answers.page(render_template("reports/dictionary.html", release=found, dictionary=said))


def _checking() -> dict[str, str]:
    """Whose key checks a release, and its digits, as the verifier takes them."""
    return {"city": profile().names.text(current_locale()), "key": key_of(freezing.key_ring())["public_key"]}


def _by_period() -> list[Release]:
    return archive.by_period(archive.releases(db.session, published_only=True))


def _to_first(found: list[Release]) -> Answer:
    """A redirect, which holds until the next report; 404 where there is nothing to go to."""
    if not found:
        abort(404)
    response = redirect(url_for("reports.release", number=found[0].number), 302)
    response.headers["Cache-Control"] = f"public, max-age={answers.PAGE_SECONDS}"
    return response


def counts_panel(session: Db, technology: Technology) -> Panel | None:
    """The published counts of a technology over the years, for its page in the registry; None before there are any."""
    found = history.published_reports(session, demonstration=counts_demonstration())
    told = history.years_of(found, technology.slug)
    if not told:
        return None
    return Panel("reports/counts_panel.html", years.panel(told, technology.slug, current_locale()))


counts_panels.append(counts_panel)
