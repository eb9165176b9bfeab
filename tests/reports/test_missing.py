"""What the registry lacks for a complete report, on a page and by a command, and the line that says what is next."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from complaints.intake.rules import AllegationKind
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.platform.jurisdiction import load_profile
from complaints.registry.models import TechnologyVersion
from complaints.registry.rules import ReportItem
from complaints.reports.editions.parts import PART_NAMES, SHORT_NAMES
from complaints.reports.job import due
from complaints.reports.job.completeness import PARTS, completeness, missing_of
from complaints.reports.periods import calendar_year
from tests import cast

OFFICER, STEWARD, COMMANDER = Role.RECORDS_OFFICER, Role.TECHNOLOGY_STEWARD, Role.COMMANDER
YEAR = calendar_year(2025)


def complete(session, slug):
    """Let the registry state everything of a technology."""
    said = cast.technology(session, slug).current
    for part in (*PARTS, "policy_title"):
        if part != "policy":
            setattr(said, part, "Stated.")
    session.commit()


@pytest.fixture
def page(client, session, later):
    """The page as somebody of a role sees it."""

    def see(role=OFFICER, query="?period=2025"):
        cast.sign_in(client, cast.staff(session, role))
        return client.get(f"/staff/releases/missing{query}")

    return see


def test_an_entry_that_states_nothing_lacks_every_part():
    empty = dict.fromkeys(("use", "artificial_intelligence", "units", "effectiveness", "funding", "requests"), "")
    empty |= dict.fromkeys(("partnerships", "policy_title", "policy_url", "retention", "area"), "")
    assert missing_of(TechnologyVersion(**empty)) == PARTS


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("units", {"units_count": 0}),
        ("retention", {"retention_days": 0}),
        ("policy", {"policy_url": "https://example.org/policy"}),
        ("policy", {"policy_file_id": 1}),
        ("use", {"use": "To read plates."}),
    ],
)
def test_a_number_of_nothing_is_stated_and_so_is_a_policy_in_any_form(part, said):
    assert part not in missing_of(TechnologyVersion(**said))


def test_the_seven_written_items_and_what_stands_beside_them_are_asked_for():
    assert len(PARTS) == 10
    assert ReportItem.COMPLAINTS not in PARTS
    assert set(PART_NAMES) == set(SHORT_NAMES) == set(PARTS)


def test_what_is_not_a_technology_and_what_was_retired_before_are_not_asked_for(session):
    for slug in ("alpr", "old", "recent"):
        cast.technology(session, slug)
    cast.technology(session, "old").retired_on = date(2024, 12, 31)
    cast.technology(session, "recent").retired_on = date(2025, 1, 1)
    session.flush()
    slugs = {entry.technology.slug for entry in completeness(session, YEAR).entries}
    assert slugs == {"alpr", "recent"}


def test_a_retired_technology_that_somebody_complained_of_is_not_given_away(session, world):
    world.complaint({"old": [AllegationKind.OTHER]}, datetime(2025, 5, 1, tzinfo=UTC))
    cast.technology(session, "old").retired_on = date(2024, 12, 31)
    session.flush()
    assert not completeness(session, YEAR).entries


def test_the_page_counts_what_is_missing_and_names_it(page, session, world):
    world.year()
    cast.technology(session, "drones").current.retention_days = None
    complete(session, "cameras")
    text = page().text
    assert "19 of 30 items are missing." in text
    assert "Complete" in text
    assert "Nothing is stated." in text
    assert "none is named here" in text


def test_a_complete_registry_says_so(page, session, world):
    world.year()
    for slug in ("alpr", "cameras", "drones"):
        complete(session, slug)
    assert "Nothing is missing." in page().text


def test_the_steward_gets_links_to_edit_and_others_do_not(page, world):
    world.year()
    assert 'href="/staff/technologies/alpr"' in page(STEWARD).text
    assert 'href="/staff/technologies/alpr"' not in page(OFFICER).text
    assert "For the report" in page(STEWARD).text
    assert "For the report" not in page(OFFICER).text


@pytest.mark.parametrize("role", list(Role))
def test_who_prepares_the_report_sees_the_page(page, world, role):
    world.year()
    assert page(role).status_code == (200 if role in (OFFICER, STEWARD, COMMANDER) else 403)


def test_without_a_period_the_next_report_is_meant(page, world):
    world.year()
    assert "What is missing for 2025" in page(query="").text


def test_a_period_that_cannot_be_is_refused_with_what_was_typed(page, world):
    world.year()
    answer = page(query="?period=<x>")
    assert (answer.status_code, "no such period" in answer.text, "&lt;x&gt;" in answer.text) == (422, True, True)


def test_the_command_ends_with_1_while_something_is_missing(run, session, world, later):
    world.year()
    found = run("reports", "missing", "--period", "2025")
    assert (found.exit_code, "drones: use, artificial_intelligence" in found.output) == (1, True)
    assert "27 of 30 items are missing for 2025." in found.output
    for slug in ("alpr", "cameras", "drones"):
        complete(session, slug)
    whole = run("reports", "missing")
    assert (whole.exit_code, whole.output) == (0, "Nothing is missing for 2025: 30 items of 3 technologies.\n")


def test_the_command_says_that_an_empty_registry_is_no_report(run, later):
    result = run("reports", "missing", "--period", "2025")
    assert (result.exit_code, "registry load-profile" in result.output) == (1, True)


@pytest.fixture
def releases(client, session, clock):
    """The page of releases as a records officer sees it on a day."""

    def see(day, role=OFFICER):
        clock.at = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
        cast.sign_in(client, cast.staff(session, role))
        return client.get("/staff/releases").text

    return see


def test_the_page_of_releases_says_what_is_next_and_gives_one_button(releases, session, world, clock):
    world.year()
    page = releases(date(2026, 2, 2))
    assert "Next: the report for 2025" in page
    assert "Nobody has set its day yet." in page
    assert 'class="button" href="/staff/releases/due?period=2025"' in page
    due.set_due(session, load_profile("st_louis"), YEAR, date(2026, 5, 16), Actor.command(), clock())
    page = releases(date(2026, 4, 25))
    assert "Its numbers freeze on May 2, 2026, in 7 days." in page
    assert 'class="button" href="/staff/releases/missing?period=2025"' in page
    assert "Its numbers freeze on May 2, 2026, tomorrow." in releases(date(2026, 5, 1))
    page = releases(date(2026, 5, 2))
    assert "Its numbers freeze today." in page
    assert 'class="button" href="/staff/releases/preview?period=2025"' in page
    assert "3 days ago" in releases(date(2026, 5, 5))
    assert page.count('class="button"') == 1


def test_who_may_not_set_the_day_gets_no_button_for_it(releases, world):
    world.year()
    assert "/staff/releases/due" not in releases(date(2026, 2, 2), COMMANDER)


def test_when_everything_is_frozen_the_year_that_goes_on_is_next(releases, world, freeze):
    world.year()
    freeze()
    assert "Next: the report for 2026" in releases(date(2026, 2, 3))
