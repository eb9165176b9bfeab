"""The files of a release, as they were signed, and what points to all of them: the feed and the catalogue."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, abort, current_app, url_for
from flask_babel import gettext

from complaints.platform.extensions import db
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.locale import current_locale
from complaints.reports import answers, archive
from complaints.reports.editions import words
from complaints.reports.editions.charts import cell
from complaints.reports.errata.service import chain_of
from complaints.reports.models import Release
from complaints.reports.open_data import dcat
from complaints.reports.open_data.build import CSVW, DCAT
from complaints.reports.open_data.feed import MEDIA_TYPE, Entry, Feed, Link, make_feed, tag
from complaints.reports.site import absolute, base, bp, counts_demonstration, profile, published
from complaints.reports.verifying.manifest import MANIFEST, SIGNATURE, BuiltFile, readable


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
    return answers.changing(
        make_feed(about, [entry for release in _shown() for entry in _entries(release)]), MEDIA_TYPE
    )


@bp.get("/data.json")
@requires(PUBLIC)
def catalogue() -> Response:
    """Every published release as catalogues of public data read it (DCAT-US 3)."""
    city = profile()
    language = city.default_locale
    content = dcat.make_catalogue(
        [_dataset(release) for release in _shown()],
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


def _entries(found: Release) -> list[Entry]:
    """A release, and each of its errata, as entries of the feed."""
    here = Link("alternate", absolute("reports.release", number=found.number), "text/html")
    errata = [
        Entry(
            id=tag(base(), found.frozen_at, f"reports/{found.number}/errata/{erratum.number}"),
            title=gettext(
                "Correction %(number)s to the report for %(period)s",
                number=erratum.number,
                period=words.period_name(found.period),
            ),
            summary=erratum.text.get(current_locale(), erratum.text["en"]),
            published_at=erratum.published_at or found.frozen_at,
            links=(here,),
        )
        for erratum in chain_of(db.session, found)
    ]
    return [_entry(found, here), *errata]


def _entry(found: Release, page: Link) -> Entry:
    document = archive.document_of(db.session, found)
    here = {"number": found.number}
    sizes = {entry["name"]: entry["bytes"] for entry in found.manifest["files"]}
    name = f"report.{_printed(found)}.pdf"
    return Entry(
        id=tag(base(), found.frozen_at, f"reports/{found.number}"),
        title=gettext("Report for %(period)s", period=words.period_name(found.period)),
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


def _dataset(found: Release) -> dict[str, Any]:
    """The entry in the folder of a release, or one made now for a release from before there were such entries."""
    stored = archive.file_of(db.session, found, DCAT)
    if stored is not None:
        dataset = json.loads(stored.content)
    else:
        files = [BuiltFile(file.name, file.media_type, file.content) for file in archive.files_of(db.session, found)]
        dataset = dcat.make_dataset(archive.document_of(db.session, found), files)
    page = absolute("reports.release", number=found.number)
    issued = (found.published_at or found.frozen_at).isoformat(timespec="seconds")
    return dcat.placed(dataset, folder=f"{page}/", page=page, issued=issued)
