"""What everybody reads: the list, the report, its files, and the counts beside a technology."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from complaints.casework.rules import Status
from complaints.intake.rules import AllegationKind
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.reports import archive, service
from complaints.reports.document import row_of, table_of
from tests import cast

FILES = {
    "data/status.csv": "text/csv; charset=utf-8",
    "data/allegation.json": "application/json; charset=utf-8",
    "report.json": "application/json; charset=utf-8",
    "disclosure.json": "application/json; charset=utf-8",
    "manifest.json": "application/json; charset=utf-8",
    "manifest.sig": "application/octet-stream",
    "report.pdf": "application/pdf",
}


@pytest.fixture
def published(world, freeze):
    """A published release of 2025."""
    world.year()
    return freeze(publish=True)


def test_before_the_first_report_the_list_says_so(client):
    answer = client.get("/reports")
    assert answer.status_code == 200
    assert "No report is published yet." in answer.text


def test_a_frozen_release_is_nobodys_business_until_it_is_published(client, world, freeze):
    world.year()
    freeze()
    assert "No report is published yet." in client.get("/reports").text
    for path in ("", "/report.pdf", "/data/status.csv", "/manifest.json"):
        assert client.get(f"/reports/1{path}").status_code == 404
    assert client.get("/api/v1/releases/1").status_code == 404
    assert client.get("/api/v1/releases").json["items"] == []


def test_the_list_leads_to_the_report(client, published):
    page = client.get("/reports").text
    assert "Report for 2025" in page
    assert 'href="/reports/1"' in page


def test_the_report_page_says_what_the_frozen_content_says(client, published, session):
    page = client.get("/reports/1").text
    document = archive.document_of(session, published)
    received = row_of(table_of(document, "totals"), "alpr")["cells"][0]
    assert f"Yes. {received} complaints about it were received in this period." in page
    assert "0 complaints about it were received in this period." in page
    assert 'href="/reports/1/data/status.csv"' in page
    for name in ("status", "allegation"):
        for row in table_of(document, name)["rows"]:
            for cell in row["cells"]:
                if isinstance(cell, list):
                    assert f"{cell[0]}–{cell[1]}" in page


MORE = "That can be more than the number of complaints."


def test_every_table_over_all_technologies_says_what_it_adds_up_to_and_why(client, world, freeze):
    """Two complaints about two technologies and one about one: 3 complaints, 5 mentions, 7 allegations."""
    kinds = [AllegationKind.NO_WARRANT, AllegationKind.MALFUNCTION]
    at = datetime(2025, 5, 5, 12, tzinfo=UTC)
    for told in ({"alpr": kinds, "cameras": kinds}, {"alpr": kinds[:1], "cameras": kinds[:1]}, {"alpr": kinds[:1]}):
        world.move(world.complaint(told, at), Status.CLOSED, at)
    freeze(publish=True)
    page = client.get("/reports/1").text
    # The received chart and its table; where they stood, what was found, how long and whether in time: each both ways,
    # and what was found on the one page too.
    assert page.count(f"Received, counted once for each technology: 5. {MORE}") == 2
    assert (
        page.count(f" Counted once for each technology: 5. {MORE}")
        + page.count(f">Counted once for each technology: 5. {MORE}")
        == 9
    )
    assert page.count(f"Counted once for each technology and kind of wrong: 7. {MORE}") == 1


def test_the_report_speaks_the_readers_language(client, published):
    page = client.get("/es/reports/1").text
    assert '<html lang="es"' in page
    assert "31 de diciembre de 2025" in page
    spanish = client.get("/es/reports/1/report.pdf")
    assert spanish.data != client.get("/reports/1/report.pdf").data
    assert client.get("/vi/reports/1/report.pdf").data == client.get("/reports/1/report.pdf").data


def test_frozen_files_are_tagged_and_kept(client, published):
    for name, media_type in FILES.items():
        answer = client.get(f"/reports/1/{name}")
        assert (answer.status_code, answer.content_type) == (200, media_type)
        assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.data).hexdigest()}"'
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.last_modified == published.published_at.replace(microsecond=0)
        again = client.get(f"/reports/1/{name}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        since = client.get(f"/reports/1/{name}", headers={"If-Modified-Since": answer.headers["Last-Modified"]})
        assert since.status_code == 304
        assert "Set-Cookie" not in answer.headers


def test_files_are_those_of_the_signed_manifest(client, published, app):
    manifest = client.get("/reports/1/manifest.json").data
    signature = client.get("/reports/1/manifest.sig").data
    app.extensions["key_ring"].releases_public.verify(signature, manifest)
    for file in json.loads(manifest)["files"]:
        content = client.get(f"/reports/1/{file['name']}").data
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])


NOT_THERE = ("2", "0", "x", "1/nothing.csv", "1/data/secret.csv", "1/../1", "1/data", "1/report.vi.pdf")


def test_what_is_not_there_is_not_found(client, published):
    assert [client.get(f"/reports/{path}").status_code for path in NOT_THERE] == [404] * len(NOT_THERE)


def test_the_page_that_stands_alone_is_a_download(client, published):
    answer = client.get("/reports/1/report.en.html")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report.en.html"'


def test_the_technology_page_shows_published_counts_and_no_live_ones(client, world, freeze, session):
    world.year()
    assert "No numbers are published yet." in client.get("/technologies/alpr").text
    freeze()
    assert "No numbers are published yet." in client.get("/technologies/alpr").text
    release = archive.release_by_number(session, 1, published_only=False)
    received = row_of(table_of(archive.document_of(session, release), "totals"), "alpr")["cells"][0]
    service.publish(
        session,
        client.application.extensions["key_ring"],
        release,
        Actor.staff(cast.staff(session, Role.COMMANDER).id),
        client.application.config["CLOCK"](),
    )
    page = client.get("/technologies/alpr").text
    assert f"Yes. {received} complaints about it were received in this period." in page
    assert 'href="/reports/1"' in page
    assert "0 complaints about it were received in this period." in client.get("/technologies/drones").text


def test_public_report_pages_read_no_complaint(client, published, app, session):
    asked: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    for path in ("/reports", "/reports/1", "/reports/1/report.pdf", "/reports/1/data/status.csv",
                 "/api/v1/releases", "/api/v1/releases/1", "/api/v1/releases/1/tables/status"):  # fmt: skip
        assert client.get(path).status_code == 200
    sa.event.remove(engine, "before_cursor_execute", note)
    assert asked
    assert not [statement for statement in asked if "complaint" in statement or "case_file" in statement]


def test_a_year_that_was_made_up_for_later_stands_where_it_belongs(client, world, freeze):
    world.year()
    world.complaint({"alpr": [AllegationKind.OTHER]}, datetime(2024, 6, 16, tzinfo=UTC))
    freeze("2025", publish=True)
    freeze("2024", publish=True)
    page = client.get("/reports").text
    assert page.index("/reports/1") < page.index("/reports/2")
    assert 'href="/reports/1' in client.get("/technologies/alpr").text
