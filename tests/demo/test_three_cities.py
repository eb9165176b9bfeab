"""The same invented complaints under three profiles: three lawful reports, each of its own city's kind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from complaints import create_app
from complaints.demo.loading import load
from complaints.demo.publishing import publish_past
from complaints.intake.models import Complaint, ComplaintTechnology
from complaints.platform.extensions import db
from complaints.platform.jurisdiction import Profile
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.jurisdiction.loader import shipped_names
from complaints.platform.jurisdiction.profile import Measure
from complaints.registry.service import load_profile_registry
from complaints.reports.rules import TableName
from complaints.reports.verifying.inspection import refuse_unproven, signed_files, stored_faults
from tests.applications import NOW
from tests.architecture.test_one_city import PLACES
from tests.databases import Databases

COUNT, SEED = 60, 78
CITIES = ("st_louis", "san_francisco", "davis")
OWN_WORDS = {
    "st_louis": ("St. Louis", "Executive Order 78", "Aldermen"),
    "san_francisco": ("San Francisco", "19B"),
    "davis": ("Davis", "26.07"),
}
PERIODS = {
    "st_louis": [("2023", "2023-01-01", "2023-12-31"), ("2024", "2024-01-01", "2024-12-31")],
    "san_francisco": [("FY2023", "2022-07-01", "2023-06-30"), ("FY2024", "2023-07-01", "2024-06-30")],
    "davis": [("2", "2023-01-01", "2023-12-31"), ("3", "2024-01-01", "2024-12-31")],
}
"""Seen from NOW, in June 2025: calendar years, fiscal years that end in June, and years since an approval."""


@dataclass(frozen=True)
class Told:
    """A published release: its content, its files, and what the attack and the verifier found wrong."""

    document: dict[str, Any]
    files: dict[str, bytes]
    faults: list[str]

    def has(self, day: date) -> bool:
        """Whether the day lies in its period."""
        period = self.document["period"]
        return period["starts_on"] <= day.isoformat() <= period["ends_on"]

    def table(self, name: str) -> dict[str, Any]:
        """One of its tables."""
        return next(table for table in self.document["tables"] if table["name"] == name)


@dataclass(frozen=True)
class City:
    """What one profile made of the demonstration. `mentions` has a day for each technology of each complaint."""

    name: str
    profile: Profile
    complaints: dict[str, date]
    mentions: list[date]
    releases: list[Told]


@pytest.fixture(scope="module")
def cities(databases: Databases, template_url: str, key_ring: Path, scratch: Path) -> Iterator[dict[str, City]]:
    """Each city's demonstration, loaded with one seed and published."""
    urls = {name: databases.copy(template_url) for name in CITIES}
    yield {name: played(name, url, key_ring, scratch) for name, url in urls.items()}
    for url in urls.values():
        databases.drop(url)


def played(name: str, url: str, key_ring: Path, scratch: Path) -> City:
    """Load and publish the demonstration under a profile."""
    settings = {"DATABASE_URL": url, "INSTANCE_PATH": str(scratch / name), "KEY_DIRECTORY": str(key_ring)}
    app = create_app("all", {"TESTING": True, "CLOCK": lambda: NOW, "PROFILE": name, **settings})
    ring, profile = app.extensions["key_ring"], app.extensions["profile"]
    with app.app_context():
        load_profile_registry(db.session, NOW, profile.code)
        db.session.commit()
        for _ in load(db.session, ring, profile, count=COUNT, seed=SEED, password_hash="!", now=NOW):
            db.session.commit()
        told = []
        for release in publish_past(db.session, ring, profile, NOW):
            refuse_unproven(db.session, release)
            files = signed_files(db.session, release)
            faults = stored_faults(db.session, ring, release)
            told.append(Told(json.loads(files["report.json"]), files, faults))
        found = City(name, profile, *counted(profile), told)
        db.session.remove()
        db.engine.dispose()
    return found


def counted(profile: Profile) -> tuple[dict[str, date], list[date]]:
    """The local day of every complaint, by number, and once for each technology it is about."""

    def day(at: datetime) -> date:
        return local_date(at, profile.zone)

    rows = db.session.execute(sa.select(Complaint.number, Complaint.registered_at)).all()
    mentions = db.session.scalars(
        sa.select(Complaint.registered_at).join(ComplaintTechnology, ComplaintTechnology.complaint_id == Complaint.id)
    ).all()
    return {number: day(at) for number, at in rows}, [day(at) for at in mentions]


def test_these_are_the_profiles_that_ship():
    assert set(CITIES) == set(shipped_names())


def test_the_same_complaints_came_in_everywhere(cities):
    numbers = [set(city.complaints) for city in cities.values()]
    assert numbers[0] == numbers[1] == numbers[2]
    assert len(numbers[0]) == COUNT


@pytest.mark.parametrize("name", CITIES)
def test_the_periods_are_of_the_citys_kind(cities, name):
    periods = [told.document["period"] for told in cities[name].releases]
    assert [(period["code"], period["starts_on"], period["ends_on"]) for period in periods] == PERIODS[name]


@pytest.mark.parametrize("name", CITIES)
def test_what_was_received_adds_up_to_the_complaints_of_the_period(cities, name):
    city = cities[name]
    for told in city.releases:
        said = told.document["complaints"]["received"]
        low, high = said if isinstance(said, list) else (said, said)
        assert low <= sum(told.has(day) for day in city.complaints.values()) <= high
        totals = told.table("totals")
        mentions = sum(told.has(day) for day in city.mentions)
        assert totals["all"]["cells"][0] == mentions == sum(row["cells"][0] for row in totals["rows"])
        assert mentions > 0


@pytest.mark.parametrize("name", CITIES)
def test_every_release_passes_the_attack_and_the_verifier(cities, name):
    assert len(cities[name].releases) == 2
    assert [told.faults for told in cities[name].releases] == [[], []]


@pytest.mark.parametrize("name", CITIES)
def test_the_report_follows_its_citys_rules(cities, name):
    rule, k = cities[name].profile.reporting, cities[name].profile.disclosure.k
    for told in cities[name].releases:
        document = told.document
        assert document["measure"] == rule.measure
        assert document["counted"] == rule.counted.as_dict()
        assert document["recipients"] == [each.as_dict() for each in rule.recipients]
        assert document["order_names"] == rule.order.as_dict()
        assert document["rule"]["k"] == k
        assert json.loads(told.files["disclosure.json"])["k"] == k


def test_the_rules_differ_from_city_to_city(cities):
    documents = {name: city.releases[-1].document for name, city in cities.items()}
    assert {name: document["measure"] for name, document in documents.items()} == {
        "st_louis": "cross_table",
        "san_francisco": "narrative",
        "davis": "count",
    }
    assert {name: document["rule"]["k"] for name, document in documents.items()} == {
        "st_louis": 5,
        "san_francisco": 11,
        "davis": 10,
    }
    assert documents["st_louis"]["due"]["event"]["en"].startswith("first hearing")
    assert (documents["san_francisco"]["due"]["month"], documents["san_francisco"]["due"]["day"]) == (11, 1)
    assert [(step["month"], step["day"]) for step in documents["san_francisco"]["also_due"]] == [(2, 15)]
    assert "event" in documents["davis"]["due"]
    assert documents["san_francisco"]["counted"]["en"] == "complaints or concerns"


@pytest.mark.parametrize("name", CITIES)
def test_no_file_has_a_table_that_the_measure_does_not_publish(cities, name):
    measure = cities[name].profile.reporting.measure
    for told in cities[name].releases:
        tables = {table["name"] for table in told.document["tables"]}
        published = {Path(file).stem for file in told.files if file.startswith("data/")}
        assert tables == published == (set(TableName) if measure is Measure.CROSS_TABLE else {TableName.TOTALS})
        cells = told.files["disclosure.json"].decode()
        detailed = {word for word in ("sustained", "false_alert", "in_progress", "over_180") if word in cells}
        assert len(detailed) == (4 if measure is Measure.CROSS_TABLE else 0)
        assert (told.document["narrative"] is not None) == (measure is Measure.NARRATIVE)


@pytest.mark.parametrize("name", CITIES)
def test_the_printed_report_speaks_of_its_city_and_of_no_other(cities, name):
    told = cities[name].releases[-1]
    page = told.files["report.en.html"].decode()
    rule = cities[name].profile.reporting
    for words in (cities[name].profile.names, rule.order, rule.scope, rule.counted, *rule.recipients):
        assert words.text("en") in page
    found = {match[0] for match in PLACES.finditer(page)}
    assert found
    assert not [word for word in found if not any(word.casefold() in own.casefold() for own in OWN_WORDS[name])]
    assert rule.counted.text("es") in told.files["report.es.html"].decode()


def test_each_report_says_when_it_is_due(cities):
    pages = {name: city.releases[-1].files["report.en.html"].decode() for name, city in cities.items()}
    assert "first hearing on the police budget at the Board of Aldermen" in pages["st_louis"]
    assert "November 1, 2024" in pages["san_francisco"]
    assert "<dt>To the Board</dt><dd>By February 15, 2025</dd>" in pages["san_francisco"]
    assert not [name for name, page in pages.items() if "not stated here" in page]
    assert "day that the city sets for the report" in pages["davis"]


def test_each_report_is_called_by_its_period(cities):
    titles = {"st_louis": "2024", "san_francisco": "FY2024", "davis": "2024"}
    for name, period in titles.items():
        page = cities[name].releases[-1].files["report.en.html"].decode()
        assert f"<title>Police surveillance technology: report for {period} – " in page
        assert "Changes since 2023" in page or name != "davis"
        assert not re.search(r"period [0-9]\b", page)
