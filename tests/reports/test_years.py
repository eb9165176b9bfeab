"""The years side by side: every number from a published report, 0 said as 0, and where a report says only yes or no."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from complaints.platform.jurisdiction.profile import Measure
from complaints.reports import archive
from complaints.reports.document import row_of, table_of
from tests import cast


@pytest.fixture
def asked(app):
    """Lets the order ask for a measure from now on."""

    def ask(measure):
        profile = app.extensions["profile"]
        app.extensions["profile"] = replace(profile, reporting=replace(profile.reporting, measure=measure))

    return ask


def words_of(page):
    """A page's text, one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def rows_of(page, heading):
    """The rows of the table under a heading: the first cell's words, and the others."""
    section = page.split(f'id="{heading}"')[1].split("</section>")[0]
    rows = re.findall(r"<tr>(.+?)</tr>", section, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return {words_of(first): [words_of(cell) for cell in rest] for first, *rest in cells}


def test_without_a_report_the_comparison_says_so(client):
    assert "No report is published yet." in client.get("/reports/compare").text
    assert client.get("/reports/latest").status_code == 404


def test_a_first_report_stands_alone_and_says_that_the_next_will_stand_beside_it(client, world, freeze):
    world.year()
    freeze(publish=True)
    assert "There is one report so far." in client.get("/reports/compare").text
    assert "This is the first report with this technology." in client.get("/technologies/alpr").text


def test_the_comparison_has_a_column_for_each_published_report_and_the_numbers_of_each(client, world, freeze, session):
    world.year()
    for period in ("2022", "2025", "2024"):
        freeze(period, publish=period != "2024")
    page = client.get("/reports/compare").text
    for place, unit in enumerate(("received", "decided", "open")):
        rows = rows_of(page, unit)
        assert rows["Technology"] == ["2022", "2025", "Change since 2022"]
        for cells in rows.values():
            if all(cell.isdecimal() for cell in cells[:2]) and cells is not rows["Technology"]:
                assert int(cells[2].replace("−", "-")) == int(cells[1]) - int(cells[0]), rows
        for column, number in enumerate((1, 2)):
            document = archive.document_of(session, archive.release_by_number(session, number, published_only=True))
            for technology in document["technologies"]:
                cells = row_of(table_of(document, "totals"), technology["slug"])["cells"]
                [told] = [cells for name, cells in rows.items() if name.lower().startswith(technology["name"].lower())]
                assert told[column] == str(cells[place])
            in_all = document["complaints"][unit]
            shown = "–".join(map(str, in_all)) if isinstance(in_all, list) else str(in_all)
            assert rows["Complaints in all"][column] == shown
    assert 'href="/reports/3"' not in page


def test_a_technology_that_a_report_does_not_know_has_a_dash_there(client, world, freeze, session):
    world.year()
    freeze("2024", publish=True)
    cast.technology(session, "robot-dogs")
    freeze("2025", publish=True)
    [row] = [
        cells for name, cells in rows_of(client.get("/reports/compare").text, "received").items() if "robot" in name
    ]
    assert row == ["– not in that report", "0", "– no exact number"]


def test_a_technology_that_nobody_complained_about_says_0_in_words(client, world, freeze):
    world.year()
    for period in ("2024", "2025"):
        freeze(period, publish=True)
    assert "0 complaints about it in the 2 reports published so far." in client.get("/technologies/drones").text
    told = words_of(client.get("/reports/compare").text)
    assert "Technologies with no complaint in any year" in told
    assert "About these, nobody has complained in any year that is reported: drones" in told
    assert "0 complaints about it in the" not in client.get("/technologies/alpr").text


def test_the_technology_page_has_a_bar_and_a_row_for_each_year(client, world, freeze):
    world.year()
    for period in ("2023", "2024", "2025"):
        freeze(period, publish=True)
    page = client.get("/technologies/alpr").text
    chart = page.split("Complaints received, by year")[1].split("</figure>")[0]
    assert re.findall(r'scope="row">(\d+)</th>', chart) == ["2023", "2024", "2025"]
    assert chart.count('class="bar-solid"') == 1
    table = page.split("What each report says</caption>")[1].split("</table>")[0]
    assert re.findall(r">(\d{4})</a>", table) == ["2025", "2024", "2023"]
    assert [words_of(cell) for cell in re.findall(r"<td[^>]*>.*?</td>", table)] == [
        "30", "20", "10", "0", "0", "0", "0", "0", "0",
    ]  # fmt: skip


def test_a_year_that_says_only_yes_or_no_stands_so_beside_one_that_counts(client, world, freeze, asked):
    world.year()
    freeze("2024", publish=True)
    asked(Measure.YES_NO)
    freeze("2025", publish=True)
    rows = rows_of(client.get("/reports/compare").text, "received")
    assert rows["Technology"] == ["2024", "2025"]
    assert sorted(cells for name, cells in rows.items() if name not in ("Technology", "Complaints in all")) == [
        ["0", "No"],
        ["0", "Yes"],
        ["0", "Yes"],
    ]
    assert rows["Complaints in all"] == ["0", "– not in that report"]
    page = words_of(client.get("/technologies/alpr").text)
    assert "Yes, in this period." in page
    assert "No complaints about it in any report published so far." in client.get("/technologies/drones").text
    told = client.get("/api/v1/technologies/alpr").json["history"]
    assert [(year["had_complaints"], year["received"]) for year in told] == [(True, None), (False, 0)]
    table = client.get("/api/v1/releases/2").json["tables"]
    assert list(table) == ["answers"]
    cells = client.get(table["answers"]).json["cells"]
    assert {cell["technology"]: cell["had_complaints"] for cell in cells} == {
        "alpr": True,
        "cameras": True,
        "drones": False,
    }


def test_reports_that_say_only_yes_or_no_show_no_number_side_by_side(client, world, freeze, asked):
    asked(Measure.YES_NO)
    world.year()
    for period in ("2024", "2025"):
        freeze(period, publish=True)
    page = client.get("/reports/compare").text
    assert 'id="decided"' not in page
    assert {cell for cells in rows_of(page, "received").values() for cell in cells} == {"2024", "2025", "Yes", "No"}
    for path in ("/reports/2", "/reports/2/files", "/reports/2/dictionary", "/reports/feed.atom", "/data.json"):
        assert client.get(path).status_code == 200


def test_a_report_is_found_by_its_period_and_the_newest_by_that(client, world, freeze):
    world.year()
    for period in ("2025", "2024"):
        freeze(period, publish=True)
    freeze("2023")
    assert client.get("/reports/latest").location == "/reports/1"
    assert client.get("/es/reports/latest").location == "/es/reports/1"
    assert client.get("/reports/period/2024").location == "/reports/2"
    for missing in ("2023", "2026", "soon"):
        assert client.get(f"/reports/period/{missing}").status_code == 404


def test_the_index_names_every_file_with_its_size_and_what_it_is_for(client, world, freeze):
    world.year()
    release = freeze(publish=True)
    page = client.get("/reports/1/files").text
    for entry in release.manifest["files"]:
        assert f'href="/reports/1/{entry["name"]}"' in page
        assert client.get(f"/reports/1/{entry['name']}").headers["ETag"]
    for said in ("The whole year on one page", "What every column and every category means, in words"):
        assert said in page
    assert "A part of the release" not in page
    assert "64 bytes" in page


MEDIA_TYPES = {
    "verify.py": "text/x-python; charset=utf-8",
    "datapackage.json": "application/vnd.datapackage+json",
    "csvw.json": "application/csvm+json",
    "dcat-us.json": "application/ld+json",
    "data-dictionary.en.html": "text/html; charset=utf-8",
}


def test_each_file_says_what_it_is_and_a_table_where_it_is_described(client, world, freeze):
    world.year()
    freeze(publish=True)
    for name, media_type in MEDIA_TYPES.items():
        answer = client.get(f"/reports/1/{name}")
        assert (name, answer.content_type) == (name, media_type)
        assert answer.last_modified
    described = client.get("/reports/1/data/totals.csv").headers["Link"]
    assert described == '</reports/1/csvw.json>; rel="describedby"; type="application/csvm+json"'
