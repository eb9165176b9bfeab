"""The one page that an alderman reads: its figures are the report's, and it is one page whatever the data."""

from __future__ import annotations

import pytest

from complaints.platform.jurisdiction.profile import Measure
from complaints.reports.document import table_of
from complaints.reports.editions import printing
from tests.reports.editions.pdf_structure import open_pdf, text_of

NOT_SHOWN = "How long decisions took is not shown in more detail, to protect people."
BOTH = pytest.mark.parametrize("locale", ["en", "es"])


@BOTH
@pytest.mark.parametrize("measure", list(Measure))
def test_it_is_one_page_of_its_own_and_the_second_page_of_the_report(measure, locale, document_of, edition_of):
    content = document_of(measure)
    edition = edition_of(content, locale)
    assert len(open_pdf(printing.summary_pdf(edition, content["frozen_at"])).pages) == 1
    report = open_pdf(printing.report_pdf(edition, content["frozen_at"]))
    second, third = (" ".join(report.pages[place].extract_text().split()) for place in (1, 2))
    for part in edition["brief"]["parts"]:
        assert part["title"] in second
    assert second.endswith(f"{edition['words']['page']} 2 {edition['words']['of']} {len(report.pages)}")
    assert edition["words"]["about"] in third


@BOTH
def test_it_stays_one_page_with_thirty_technologies_of_long_names(thirty, locale, edition_of):
    edition = edition_of(thirty, locale)
    summary = printing.summary_pdf(edition, thirty["frozen_at"])
    assert len(open_pdf(summary).pages) == 1
    assert edition["brief"]["parts"][-1]["text"] in text_of(summary)
    pages = open_pdf(printing.report_pdf(edition, thirty["frozen_at"])).pages
    assert edition["brief"]["parts"][-1]["title"] in pages[1].extract_text()
    assert edition["words"]["about"] in pages[2].extract_text()


def test_it_gives_the_three_figures_and_the_technologies_with_the_most_complaints(document, edition_of):
    edition = edition_of(document)
    text = text_of(printing.summary_pdf(edition, document["frozen_at"]))
    complaints = document["complaints"]
    assert f"{complaints['received']} complaints received" in text
    assert f"{complaints['decided']} complaints decided" in text
    rows = {row["technology"]: row["cells"][0] for row in table_of(document, "totals")["rows"]}
    bars = edition["brief"]["which"]["chart"]["rows"]
    assert [bar["low"] for bar in bars] == sorted((count for count in rows.values() if count), reverse=True)
    assert "technology had 0 complaints" in text or "technologies had 0 complaints" in text


def test_what_is_not_named_is_added_up(thirty, edition_of):
    brief = edition_of(thirty)["brief"]
    named = sum(bar["low"] for bar in brief["which"]["chart"]["rows"])
    everything = sum(row["cells"][0] for row in table_of(thirty, "totals")["rows"])
    with_any = sum(1 for row in table_of(thirty, "totals")["rows"] if row["cells"][0])
    assert f"{with_any - 8} other technologies had {everything - named} between them." in brief["which"]["text"]


def test_it_tells_a_hidden_finding_as_its_range_and_how_much_is_hidden(document, edition_of):
    edition = edition_of(document)
    text = text_of(printing.summary_pdf(edition, document["frozen_at"]))
    hidden = [cell for cell in table_of(document, "finding")["all"]["cells"] if isinstance(cell, list)]
    assert hidden
    assert all(f"{low}–{high}" in text for low, high in hidden)
    cells = [cell for table in document["tables"] for row in (*table["rows"], table["all"]) for cell in row["cells"]]
    share = f"{sum(isinstance(cell, list) for cell in cells)} of {len(cells)} numbers"
    assert share in text


def test_it_says_how_long_decisions_took_from_the_published_pace(document, edition_of):
    document["pace"][""] = {"median_days": [31, 90], "late_share": [12, 20]}
    told = {part["title"]: part["text"] for part in edition_of(document)["brief"]["parts"]}
    assert told["How long it took"] == (
        "The typical complaint took 31 to 90 days to decide. Between 12% and 20% were decided after their deadline. "
        "A complaint about several technologies is counted with each."
    )


@pytest.mark.parametrize(
    ("median", "late", "said"),
    [
        (
            [0, 30],
            [0, 0],
            "The typical complaint took 30 days or fewer to decide. None was decided after its deadline.",
        ),
        ([181, None], [0, 25], "The typical complaint took 181 days or more to decide. At most 25% were decided after"),
        ([91, 180], [40, 40], "The typical complaint took 91 to 180 days to decide. 40% were decided after"),
        ([31, 180], [0, 74], NOT_SHOWN),
        ([0, None], [0, 100], NOT_SHOWN),
        (None, None, NOT_SHOWN),
        ([31, 180], [40, 65], "Between 40% and 65% were decided after their deadline."),
    ],
)
def test_a_pace_that_says_nothing_is_not_told(median, late, said, document, edition_of):
    document["pace"][""] = {"median_days": median, "late_share": late}
    told = {part["title"]: part["text"] for part in edition_of(document)["brief"]["parts"]}
    assert told["How long it took"].startswith(said)
    vague = (median or [0, 180]) in ([0, None], [0, 180], [31, 180])
    assert told["How long it took"].count(NOT_SHOWN) == int(vague)


def test_of_fewer_than_five_decided_no_pace_is_told(document, edition_of):
    document["pace"][""] = {"median_days": [0, 30], "late_share": [0, 0]}
    table_of(document, "totals")["all"]["cells"][1] = 4
    told = {part["title"]: part["text"] for part in edition_of(document)["brief"]["parts"]}
    assert told["How long it took"] == NOT_SHOWN


def test_the_bars_of_what_came_of_them_say_why_they_add_up_to_more(document, edition_of):
    brief = edition_of(document)["brief"]
    mentions = table_of(document, "finding")["all"]["total"]
    said = f"Counted once for each technology: {mentions}. That can be more than the number of complaints."
    assert brief["found"]["note"] == said
    text = text_of(printing.summary_pdf(edition_of(document), document["frozen_at"]))
    assert said in text


def test_each_chart_of_all_technologies_carries_its_own_note(document, edition_of):
    edition = edition_of(document)
    text = text_of(printing.report_pdf(edition, document["frozen_at"]))
    charts = [*edition["summary"]["charts"], *edition["summary"]["smaller"]]
    assert len({chart["note"] for chart in charts}) > 2
    for chart in charts:
        assert text.count(chart["note"]) >= sum(one["note"] == chart["note"] for one in charts)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "english", "spanish"),
    [
        ("2025-01-01", "2025-12-31", "2025", "2025"),
        ("2024-03-01", "2025-02-28", "March 2024 – February 2025", "marzo de 2024 – febrero de 2025"),
        ("2024-03-10", "2025-03-09", "Mar 10, 2024 – Mar 9, 2025", "10 de mar de 2024 – 9 de mar de 2025"),
    ],
)
def test_a_numbered_period_is_called_by_its_days(starts_on, ends_on, english, spanish, document, edition_of):
    document["period"] = {"code": "4", "starts_on": starts_on, "ends_on": ends_on}
    document["changes"]["since"] = {"number": 1, "period": "3", "starts_on": "2024-01-01", "ends_on": "2024-12-31"}
    edition = edition_of(document)
    assert edition["kind"] == f"Report for {english}"
    assert edition["changes"]["title"] == "Changes since 2024"
    assert edition_of(document, "es")["kind"].endswith(spanish)


def test_it_compares_with_the_report_before(document, edition_of):
    told = {part["title"]: part["text"] for part in edition_of(document)["brief"]["parts"]}
    before, after = document["changes"]["received"]
    assert f"Received: {after}; for 2024: {before}." in told["Changes since 2024"]
    assert "The largest change is License plate readers: 3 to 30 received." in told["Changes since 2024"]


def test_a_first_report_has_no_heading_for_changes(document, edition_of):
    document["changes"] = None
    edition = edition_of(document)
    assert all("Changes" not in part["title"] for part in edition["brief"]["parts"])
    assert "Changes since" not in text_of(printing.report_pdf(edition, document["frozen_at"]))
