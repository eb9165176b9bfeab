"""The feed of reports: what RFC 4287 asks of a feed, read by a feed reader, and the corrections in it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import feedparser
import pytest

from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.reports import archive
from complaints.reports.errata import service as errata
from complaints.reports.open_data.feed import Entry, Feed, Link, make_feed
from complaints.reports.verifying.proof import by_address
from tests import cast

ATOM = "{http://www.w3.org/2005/Atom}"
ONE = ("id", "title", "updated")
LANGUAGES = ("en", "es")
TEXT = {"en": "Some complaints were counted with the wrong technology.", "es": "Hubo un error de tecnología."}


@pytest.fixture
def site(make_app):
    """The public site as it is served in earnest."""
    return make_app("public", BASE_URL="https://example.gov").test_client()


@pytest.fixture
def correct(app, session, later):
    """Publishes a correction of a release a day later: one person writes, another publishes."""

    def make(number, cells=()):
        release = archive.release_by_number(session, number, published_only=True)
        writes, publishes = (
            Actor.staff(cast.staff(session, role).id) for role in (Role.RECORDS_OFFICER, Role.COMMANDER)
        )
        at = later + timedelta(days=1)
        erratum = errata.write(session, release, TEXT, dict(cells), writes, at, languages=LANGUAGES)
        errata.publish(session, app.extensions["key_ring"], release, erratum, publishes, at, languages=LANGUAGES)
        session.commit()

    return make


def wrong_with(content: bytes) -> list[str]:
    """What RFC 4287 would say against a feed, a sentence each (sections 4.1.1, 4.1.2, 4.2.7 and 3.3)."""
    root = ET.fromstring(content)
    found = [] if root.tag == f"{ATOM}feed" else ["It is no feed."]
    for element in (root, *root.iter(f"{ATOM}entry")):
        kind = element.tag.removeprefix(ATOM)
        found += [f"A {kind} has not one {name}." for name in ONE if len(element.findall(ATOM + name)) != 1]
        found += [
            f"An id is no IRI: {each.text}" for each in element.findall(f"{ATOM}id") if ":" not in (each.text or "")
        ]
        links = element.findall(f"{ATOM}link")
        found += [f"A link of a {kind} has no href." for link in links if not link.get("href")]
        alternates = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
        found += [f"Two alternate links of a {kind} are alike."] if len(alternates) != len(set(alternates)) else []
        content_or_link = element.findall(f"{ATOM}content") or alternates
        found += [] if content_or_link or kind == "feed" else ["An entry has neither content nor an alternate link."]
        found += [] if element.findall(f"{ATOM}author") or root.findall(f"{ATOM}author") else ["Nobody wrote it."]
        for name in ("updated", "published"):
            moments = [each.text or "" for each in element.findall(ATOM + name)]
            found += [f"{at} is no moment." for at in moments if datetime.fromisoformat(at).tzinfo is None]
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    return found + (["Two things have one id."] if len(ids) != len(set(ids)) else [])


def test_a_feed_without_reports_is_a_valid_feed(site):
    answer = site.get("/reports/feed.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert wrong_with(answer.data) == []
    assert feedparser.parse(answer.data).entries == []


def test_each_published_report_is_an_entry_with_a_lasting_id(site, world, freeze, later):
    world.year()
    for period in ("2023", "2025", "2024"):
        freeze(period, publish=period != "2024")
    answer = site.get("/reports/feed.atom", headers={"Host": "elsewhere.example"})
    assert wrong_with(answer.data) == []
    read = feedparser.parse(answer.data)
    assert not read.bozo
    assert [(entry.id, entry.title, entry.link) for entry in read.entries] == [
        ("tag:example.gov,2026-02-02:reports/2", "Report for 2025", "https://example.gov/reports/2"),
        ("tag:example.gov,2026-02-02:reports/1", "Report for 2023", "https://example.gov/reports/1"),
    ]
    assert read.entries[0].updated == read.feed.updated == later.isoformat().replace("+00:00", "Z")
    assert "Complaints received: 40." in read.entries[0].summary
    [pdf] = read.entries[0].enclosures
    assert site.get(pdf.href.removeprefix("https://example.gov")).content_length == int(pdf.length)
    assert "elsewhere.example" not in answer.text
    again = site.get("/reports/feed.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("strange", ["\x00", "\x07", "\x0b", "\ufffe", "\uffff", "\ud83d"])
def test_a_feed_can_be_read_whatever_a_name_holds(strange):
    at, words = datetime.fromisoformat("2026-02-02T12:00:00+00:00"), f"A{strange}<b>"
    entry = Entry("tag:x,2026-02-02:1", words, words, at, (Link("alternate", "https://x.example", "text/html", words),))
    about = Feed(words, words, "en", words, "https://x.example/f", "https://x.example", (words, "https://x.example"))
    content = make_feed(about, [entry])
    assert wrong_with(content) == []
    assert ET.fromstring(content).findtext(f"{ATOM}title") == "A<b>"


def test_the_feed_speaks_the_language_of_its_address_about_the_same_entries(site, world, freeze):
    world.year()
    freeze(publish=True)
    english, spanish = (feedparser.parse(site.get(f"{prefix}/reports/feed.atom").data) for prefix in ("", "/es"))
    assert (english.feed.language, spanish.feed.language) == ("en", "es")
    assert [entry.id for entry in english.entries] == [entry.id for entry in spanish.entries]
    assert spanish.entries[0].link == "https://example.gov/es/reports/1"
    assert "31 de diciembre de 2025" in spanish.entries[0].summary


def test_pages_lead_to_the_feed_in_their_language(site, world, freeze):
    world.year()
    freeze(publish=True)
    for path in ("/reports", "/reports/1", "/es/reports"):
        prefix = "/es" if path.startswith("/es") else ""
        [link] = re.findall(
            r'<link rel="alternate" type="application/atom\+xml"[^>]+href="([^"]+)"', site.get(path).text
        )
        assert link == f"{prefix}/reports/feed.atom"
        assert site.get(link).status_code == 200


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        ("<id>tag:[^<]+</id>", ""),
        ("(<updated>.+?</updated>)", r"\1\1"),
        ("Z</updated>", "</updated>"),
        ('<link rel="alternate" href="https://example.gov/reports/1" type="text/html" />', ""),
        ("(?s)<author>.+?</author>", ""),
        ("(?s)(<entry>.+?</entry>)", r"\1\1"),
    ],
)
def test_what_is_wrong_with_a_feed_would_be_found(site, world, freeze, pattern, by):
    world.year()
    freeze(publish=True)
    feed = site.get("/reports/feed.atom").text
    spoiled = re.sub(pattern, by, feed, count=1)
    assert spoiled != feed
    assert wrong_with(spoiled.encode()) != []


def test_a_correction_is_an_entry_of_its_own_and_on_the_page_of_its_report(site, world, freeze, correct):
    world.year()
    freeze(publish=True)
    before = {
        path: site.get(path).headers["ETag"] for path in ("/reports/1", "/reports/feed.atom", "/api/v1/releases/1")
    }
    correct(1)
    for path, tag in before.items():
        assert site.get(path, headers={"If-None-Match": tag}).status_code == 200
    read = feedparser.parse(site.get("/reports/feed.atom").data)
    assert [entry.title for entry in read.entries] == ["Correction 1 to the report for 2025", "Report for 2025"]
    assert read.entries[0].id == "tag:example.gov,2026-02-02:reports/1/errata/1"
    assert read.entries[0].summary == TEXT["en"]
    assert wrong_with(site.get("/reports/feed.atom").data) == []
    assert TEXT["en"] in site.get("/reports/1").text
    assert TEXT["es"] in site.get("/es/reports/1").text
    assert 'href="/reports/1/errata/1.json"' in site.get("/reports/1/files").text
    for name in ("1.json", "1.sig"):
        assert site.get(f"/reports/1/errata/{name}").status_code == 200
    for name in ("2.json", "1.xml", "", "0.json"):
        assert site.get(f"/reports/1/errata/{name}").status_code == 404
    [told] = site.get("/api/v1/releases/1").json["errata"]
    assert (told["number"], told["text"], told["cells"]) == (1, TEXT, [])


def test_a_corrected_number_is_named_in_words_with_what_it_was(site, world, freeze, correct, session):
    world.year()
    made = freeze(publish=True)
    content = archive.file_of(session, made, archive.TABLES_FILE).content
    cells = by_address(json.loads(content))
    one, other = cells["received", "alpr", "*"], cells["received", "drones", "*"]
    correct(1, {one: 25, other: 5})
    page = site.get("/reports/1").text
    row = page.split("License plate readers · Received</th>")[1].split("</tr>")[0]
    assert re.findall(r">(\d+)<", row) == ["30", "25"]
    assert "has errata" in site.get("/reports/compare").text
    [told] = site.get("/api/v1/releases/1").json["errata"]
    assert {change["id"]: (change["published"], change["corrected"]) for change in told["cells"]} == {
        one: (30, 25),
        other: (0, 5),
    }
