"""The files of a release, as they were signed, and what points to all of them: the feed and the catalogue."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, url_for
from flask_babel import gettext

from complaints.platform.extensions import db
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.locale import current_locale
from complaints.reports import answers, archive
from complaints.reports.editions import words
from complaints.reports.editions.charts import cell
from complaints.reports.models import Erratum, Release
from complaints.reports.open_data import dcat
from complaints.reports.open_data.build import CSVW, DCAT
from complaints.reports.open_data.feed import MEDIA_TYPE, Entry, Feed, Link, make_feed, tag
from complaints.reports.site import absolute, base, bp, counts_demonstration, name_of_period, profile, published
from complaints.reports.verifying.manifest import MANIFEST, SIGNATURE, readable


@bp.get("/reports/<int:number>/report.pdf")
@requires(PUBLIC)
def pdf(number: int) -> Response:
    """The report as a PDF, in the reader's language where it is printed in it."""
    found = published(number)
    return _file(found, f"report.{_printed(found)}.pdf")


@bp.get("/reports/<int:number>/<path:name>")
@requires(PUBLIC)
def file(number: int, name: str) -> Response:
    """A file of the release by the name it has in the manifest: data/status.csv, report.json, manifest.json …"""
    return _file(published(number), name)


@bp.get("/reports/feed.atom")
@requires(PUBLIC)
def feed() -> Response:
    """The published reports for feed readers, in the reader's language."""
    city = profile()
    about = Feed(
        title=gettext("Reports on police surveillance technology: %(city)s", city=city.names.text(current_locale())),
        subtitle=gettext("Each report as it is published, and each correction."),
        language=current_locale(),
        author=city.names.text(current_locale()),
        own_url=absolute("reports.feed"),
        page_url=absolute("reports.releases"),
        licence=city.reporting.licence,
    )
    shown = _shown()
    documents, chains = archive.documents_of(db.session, shown), archive.chains_of(db.session, shown)
    entries = [
        entry for release in shown for entry in _entries(release, documents[release.number], chains[release.number])
    ]
    return answers.changing(make_feed(about, entries), MEDIA_TYPE)


@bp.get("/data.json")
@requires(PUBLIC)
def catalogue() -> Response:
    """Every published release as catalogues of public data read it (DCAT-US 3)."""
    city = profile()
    language = city.default_locale
    content = dcat.make_catalogue(
        _datasets(_shown()),
        title=gettext("Reports and open data: %(city)s", city=city.names.text(language)),
        publisher=city.names.text(language),
        language=language,
        base=base(),
        contact=current_app.config["DATA_CONTACT"],
    )
    return answers.changing(readable(content), "application/json")


def languages_of(found: Release) -> list[str]:
    """The languages that a release is printed in."""
    names = [entry["name"].split(".") for entry in found.manifest["files"]]
    return [parts[1] for parts in names if (parts[0], parts[-1], len(parts)) == ("report", "pdf", 3)]


def _printed(found: Release) -> str:
    languages = languages_of(found)
    if not languages:
        abort(404)
    first = profile().default_locale
    return next((code for code in (current_locale(), first) if code in languages), languages[0])


def _shown() -> list[Release]:
    found = archive.by_period(archive.releases(db.session, published_only=True))
    return [release for release in found if release.is_demonstration is counts_demonstration()]


def _file(found: Release, name: str) -> Response:
    if name == MANIFEST:
        return answers.open_to_all(answers.frozen(found, archive.manifest_bytes(found), "application/json"))
    if name == SIGNATURE:
        signature = answers.frozen(found, found.signature, "application/octet-stream", download=SIGNATURE)
        return answers.open_to_all(signature)
    stored = archive.file_of(db.session, found, name)
    if stored is None:
        abort(404)
    # The page that stands alone carries its own styles, which this site's policy would not let it use here.
    download = name if name.endswith(".html") else ""
    response = answers.frozen(found, stored.content, stored.media_type, download=download)
    if name.startswith("data/") and name.endswith(".csv"):
        described = url_for("reports.file", number=found.number, name=CSVW)
        response.headers["Link"] = f'<{described}>; rel="describedby"; type="application/csvm+json"'
    return answers.open_to_all(response)


def _entries(found: Release, document: dict[str, Any], chain: list[Erratum]) -> list[Entry]:
    """A release, and each of its errata, as entries of the feed."""
    here = Link("alternate", absolute("reports.release", number=found.number), "text/html")
    errata = [
        Entry(
            id=tag(base(), found.frozen_at, f"reports/{found.number}/errata/{erratum.number}"),
            title=gettext(
                "Correction %(number)s to the report for %(period)s",
                number=erratum.number,
                period=name_of_period(found),
            ),
            summary=erratum.text.get(current_locale(), erratum.text["en"]),
            published_at=erratum.published_at or found.frozen_at,
            links=(here,),
        )
        for erratum in chain
    ]
    return [_entry(found, here, document), *errata]


def _entry(found: Release, page: Link, document: dict[str, Any]) -> Entry:
    here = {"number": found.number}
    sizes = {entry["name"]: entry["bytes"] for entry in found.manifest["files"]}
    name = f"report.{_printed(found)}.pdf"
    return Entry(
        id=tag(base(), found.frozen_at, f"reports/{found.number}"),
        title=gettext("Report for %(period)s", period=name_of_period(found)),
        summary=_summary(document),
        published_at=found.published_at or found.frozen_at,
        links=(
            page,
            Link("enclosure", absolute("reports.pdf", **here), "application/pdf", size=sizes[name]),
            Link("related", absolute("reports.files", **here), "text/html", gettext("Data and proof")),
        ),
    )


def _summary(document: dict[str, Any]) -> str:
    said = [words.period_words(document) + "."]
    received = document["complaints"]["received"]
    if received is not None:
        said.append(gettext("Complaints received: %(number)s.", number=cell(received)["words"]))
    if document["is_demonstration"]:
        said.append(gettext("This report uses invented demonstration data."))
    return " ".join(said)


def _datasets(shown: list[Release]) -> list[dict[str, Any]]:
    """The entry in the folder of each release, or one made now for a release from before there were such entries.

    That one is made of the manifest: it names every file with its size and its digest.
    """
    stored = archive.contents_of(db.session, shown, DCAT)
    older = archive.documents_of(db.session, [release for release in shown if release.number not in stored])
    datasets = []
    for found in shown:
        dataset = stored.get(found.number)
        if dataset is None:
            dataset = dcat.describe(older[found.number], found.manifest["files"])
        page = absolute("reports.release", number=found.number)
        issued = (found.published_at or found.frozen_at).isoformat(timespec="seconds")
        datasets.append(dcat.placed(dataset, folder=f"{page}/", page=page, issued=issued))
    return datasets
