"""The pages of the reports in a real browser: nothing wrong for people who hear, tab or zoom them, nothing cut off."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from complaints.intake.rules import AllegationKind
from complaints.platform.accounts.permissions import Role
from tests import cast
from tests.browsers import DESK, PHONE
from tests.reports.editions.pdf_structure import open_pdf

PUBLIC = (
    "/reports",
    "/reports/1",
    "/es/reports/1",
    "/reports/1/files",
    "/reports/1/dictionary",
    "/es/reports/1/dictionary",
    "/reports/compare",
    "/es/reports/compare",
    "/technologies/alpr",
    "/technologies/drones",
)
STAFF = (
    "/staff/releases",
    "/staff/releases/preview?period=2024",
    "/staff/releases/preview?period=x",
    "/staff/releases/1",
)


@pytest.fixture
def site(world, freeze, serve, app):
    """A served site with the published releases of two years."""
    world.year()
    world.complaint({"alpr": [AllegationKind.OTHER]}, datetime(2024, 6, 16, tzinfo=UTC))
    freeze(publish=True)
    freeze("2023", publish=True)
    return serve(app).url


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_public_pages_have_no_barriers(site, new_page, axe, viewport):
    page = new_page(viewport)
    for path in PUBLIC:
        page.goto(f"{site}{path}")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_that_stands_alone_has_no_barriers(viewport, scheme, site, new_page, axe, client):
    page = new_page(viewport, color_scheme=scheme)
    page.set_content(client.get("/reports/1/report.en.html").text)
    assert page.locator("h1").count() == 1
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_summary_comes_first_and_prints_on_a_page_of_its_own(site, new_page):
    page = new_page(DESK, javascript=False)
    for path in ("/reports/1", "/es/reports/1"):
        page.goto(f"{site}{path}")
        assert page.locator("main h2").first.get_attribute("id") == "summary"
        first = " ".join(open_pdf(page.pdf(format="Letter", scale=0.8)).pages[0].extract_text().split())
        assert page.locator(".brief-parts h3").last.inner_text() in first
        assert page.locator("#overview").inner_text() not in first


def test_staff_pages_have_no_barriers(site, new_page, axe, client, session):
    cast.sign_in(client, cast.staff(session, Role.RECORDS_OFFICER))
    session.commit()
    page = new_page(PHONE)
    for cookie in client._cookies.values():
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": "/staff"}])
    for path in STAFF:
        page.goto(f"{site}{path}")
        assert page.locator("h1").count() == 1
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
