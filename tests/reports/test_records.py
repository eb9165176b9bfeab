"""Every set of complaints that fits what several releases tell together: hidden numbers stay as open as they must.

The categories are fewer than in a city, so that every sort of complaint can be thought of. A second technology in a
complaint is modelled within a year (docs/disclosure.md), so successive years have complaints about one technology here.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import pytest

from complaints.disclosure import Hidden, Shown
from complaints.platform.jurisdiction.profile import Disclosure, Measure
from complaints.reports.counting import protection, unique
from complaints.reports.counting.counts import Tally
from complaints.reports.rules import SPLITS, Unit
from tests.reports.record_attacker import ranges

NAMES = ("alpr", "cameras")
RULE = Disclosure(3, 0.05)
FEW = tuple(
    replace(split, categories=(split.categories[0], split.categories[2 if split.dim == "finding" else -1]))
    if split.dim != "punctuality"
    else replace(split, categories=split.categories[:2])
    for split in SPLITS
)
CATEGORIES = {split.dim: split.categories for split in FEW}


@dataclass
class Told:
    """One complaint, with what became of it: years count from 0, -1 is before the first."""

    about: tuple[str, ...]
    begun: int
    kinds: tuple[str, ...]
    ended: int | None
    stages: tuple[str, ...]
    paces: tuple[str, str]
    findings: tuple[str, ...]


@pytest.fixture(autouse=True)
def few_categories(monkeypatch):
    """Two categories of everything."""
    for module in (protection, unique):
        monkeypatch.setattr(module, "SPLITS", FEW)


def drawn(chance, years, *, most):
    """Complaints of several years, with up to `most` technologies each."""
    for _ in range(chance.randint(2, 10)):
        about = tuple(sorted(set(chance.choices(NAMES, (3, 1), k=chance.randint(1, most)))))
        begun = chance.randint(-1, years - 1)
        ended = chance.choice([*range(max(begun, 0), years), None])
        duration = chance.choice(CATEGORIES["duration"])
        if ended is not None and ended - begun > 1:
            duration = CATEGORIES["duration"][-1]
        yield Told(
            about,
            begun,
            tuple(chance.sample(CATEGORIES["allegation"], chance.choice((1, 1, 2)))),
            ended,
            tuple(chance.choice(CATEGORIES["stage"]) for _ in range(years)),
            (duration, chance.choice(CATEGORIES["punctuality"])),
            tuple(chance.choice(CATEGORIES["finding"]) for _ in about),
        )


def tally_of(complaints, year):
    tally = Tally()
    for number, told in enumerate(complaints):
        if told.begun == year:
            tally.add(Unit.COMPLAINTS_RECEIVED, "", "", number)
            for slug in told.about:
                tally.add(Unit.RECEIVED, slug, "", number)
                for kind in told.kinds:
                    tally.add(Unit.ALLEGATIONS, slug, kind, number)
        if told.ended == year:
            tally.add(Unit.COMPLAINTS_DECIDED, "", "", number)
            for slug, finding in zip(told.about, told.findings, strict=True):
                for category in (finding, *told.paces):
                    tally.add(Unit.DECIDED, slug, category, number)
        elif told.begun <= year and (told.ended is None or told.ended > year):
            tally.add(Unit.COMPLAINTS_OPEN, "", "", number)
            for slug in told.about:
                tally.add(Unit.OPEN, slug, told.stages[year], number)
    return tally


def published(complaints, measures, seed, days=365, rule=RULE, shortest=None):
    """The releases of successive years of so many days, each protected with those before, and what tables they have."""
    specs, releases, history = [], [], []
    for year, measure in enumerate(measures):
        spec = protection.spec_of(str(2020 + year), NAMES, measure)
        before = [(str(2020 + earlier), days) for earlier in range(year - 1, -1, -1)]
        tally = tally_of(complaints, year)
        releases.append(protection.protect_tally(tally, spec, rule, seed, history, before, shortest))
        specs.append(spec)
        history.append(releases[-1].release)
    return specs, releases


def narrowed(complaints, measures, seed, *, law=(), shortest=None):
    """The hidden cells that somebody who thinks of everything can narrow further than they may be."""
    specs, releases = published(complaints, measures, seed, shortest=shortest)
    required = {cell: ends for one in releases for cell, ends in one.certificate.required.items()}
    hidden = {cell for one in releases for cell, told in one.cells.items() if isinstance(told, Hidden)}
    found = ranges(specs, [one.cells for one in releases], FEW, law)
    assert {cell for cell in hidden if "/complaints_" not in cell} <= required.keys()
    return [
        (cell, ends, required[cell])
        for cell, ends in found.items()
        if cell in required and (ends[0] > required[cell][0] or ends[1] < required[cell][1])
    ]


@pytest.mark.parametrize("trial", range(40, 52))
def test_all_tables_of_a_year_with_complaints_about_two_technologies_give_nothing_away(trial):
    complaints = list(drawn(random.Random(trial), 1, most=2))
    assert narrowed(complaints, [Measure.CROSS_TABLE], bytes([trial]) * 32) == []


LONG = CATEGORIES["duration"][-1:]


def lawful(complaints):
    """The same, but that what was quick was in time."""
    return [
        told if told.paces[0] in LONG else replace(told, paces=(told.paces[0], CATEGORIES["punctuality"][0]))
        for told in complaints
    ]


@pytest.mark.parametrize(("years", "most"), [(1, 2), (2, 1)])
def test_that_the_late_took_long_gives_nothing_away(years, most):
    for trial in range(8):
        complaints = lawful(drawn(random.Random(trial), years, most=most))
        measures = [Measure.CROSS_TABLE] * years
        assert narrowed(complaints, measures, bytes([trial]) * 32, law=LONG, shortest=90) == []


@pytest.mark.parametrize("trial", [40, 60, 65, 93])
def test_these_years_would_be_given_away_to_who_knows_that_the_late_took_long(trial):
    """The attack above can succeed: it does where the sums of that law are not in the tables."""
    complaints, seed = lawful(drawn(random.Random(trial), 1, most=1)), bytes([trial]) * 32
    assert narrowed(complaints, [Measure.CROSS_TABLE], seed, law=LONG)
    assert narrowed(complaints, [Measure.CROSS_TABLE], seed, law=LONG, shortest=90) == []


@pytest.mark.parametrize("trial", [9, 17, 40, 75, 103])
def test_these_years_would_be_given_away_by_their_exact_numbers(trial, monkeypatch):
    """The attack above can succeed: it does where the numbers of complaints are told without asking."""
    complaints = list(drawn(random.Random(trial), 1, most=2))
    assert narrowed(complaints, [Measure.CROSS_TABLE], bytes([trial]) * 32) == []
    monkeypatch.setattr(unique, "withstands", lambda *_, **__: True)
    assert narrowed(complaints, [Measure.CROSS_TABLE], bytes([trial]) * 32)


@pytest.mark.parametrize("trial", range(6))
def test_three_years_together_give_nothing_away(trial):
    complaints = list(drawn(random.Random(trial), 3, most=1))
    assert narrowed(complaints, [Measure.CROSS_TABLE] * 3, bytes([trial]) * 32) == []


@pytest.mark.parametrize(
    "measures",
    [
        (Measure.CROSS_TABLE, Measure.COUNT, Measure.CROSS_TABLE),
        (Measure.NARRATIVE, Measure.CROSS_TABLE, Measure.COUNT),
        (Measure.COUNT, Measure.NARRATIVE, Measure.CROSS_TABLE),
    ],
)
def test_years_that_tell_more_and_less_give_nothing_away_together(measures):
    for trial in range(3):
        complaints = list(drawn(random.Random(trial), 3, most=1))
        assert narrowed(complaints, measures, bytes([trial]) * 32) == []


def test_old_complaints_that_the_totals_tell_of_are_in_the_attack(monkeypatch):
    """Open at the end of a year in which nothing came in, and decided in the next: for longer than a year."""
    complaints = [
        Told(("alpr",), -1, (), 1, ("waiting", "waiting"), (CATEGORIES["duration"][-1], "late"), ("sustained",))
        for _ in range(2)
    ] + [
        Told(("alpr",), 1, ("other",), 1, ("waiting", "waiting"), (CATEGORIES["duration"][0], "late"), ("sustained",)),
        Told(
            ("cameras",), 1, ("other",), 1, ("waiting", "waiting"), (CATEGORIES["duration"][-1], "late"), ("sustained",)
        ),
    ]
    assert narrowed(complaints, [Measure.CROSS_TABLE] * 2, bytes(32)) == []
    _, (_, second) = published(complaints, [Measure.CROSS_TABLE] * 2, bytes(32))
    slow = second.cells["2021/decided/alpr|*|*|*|over_180|*"]
    assert slow == Hidden(2, 3), "two of the three, by the totals alone"
    monkeypatch.setattr(protection, "with_backlog", lambda system, *_: system)
    assert narrowed(complaints, [Measure.CROSS_TABLE] * 2, bytes(32)) != []


@pytest.mark.parametrize(("ended", "least"), [(1, 0), (2, 2)])
def test_only_half_a_year_or_more_makes_a_complaint_old(ended, least):
    """Periods of a hundred days: after one of them nobody knows, after two it is over 180 days."""
    stages, slow = ("waiting",) * 3, (CATEGORIES["duration"][-1], "late")
    old = [Told(("alpr",), -1, (), ended, stages, slow, ("sustained",)) for _ in range(2)]
    young = Told(("alpr",), ended, ("other",), ended, stages, (CATEGORIES["duration"][0], "late"), ("sustained",))
    _, releases = published([*old, young], [Measure.CROSS_TABLE] * 3, bytes(32), days=100)
    cell = releases[ended].cells[f"{2020 + ended}/decided/alpr|*|*|*|over_180|*"]
    assert (cell.low, cell.high) == (least, 3)


def test_old_complaints_that_waited_through_a_year_of_quick_decisions_are_known_in_the_next():
    """Nothing came in before the quick year, in which five came in and were decided: so the two were old all along."""
    quick, slow = ((band, "late") for band in (CATEGORIES["duration"][0], CATEGORIES["duration"][-1]))
    stages = ("waiting",) * 3
    complaints = [
        *[Told(("alpr",), -1, (), 2, stages, slow, ("sustained",)) for _ in range(2)],
        *[Told(("alpr",), 1, ("other",), 1, stages, quick, ("sustained",)) for _ in range(5)],
    ]
    _, (_, second, third) = published(complaints, [Measure.CROSS_TABLE] * 3, bytes(32))
    assert second.cells["2021/decided/alpr|*|*|*|over_180|*"] == Shown(0)
    assert third.cells["2022/decided/alpr|*|*|*|over_180|*"] == Hidden(2, 2)
    assert narrowed(complaints, [Measure.CROSS_TABLE] * 3, bytes(32)) == []


def test_findings_that_differ_between_the_technologies_of_a_complaint_keep_no_number_back():
    stages, slow = ("waiting",), (CATEGORIES["duration"][-1], "late")
    complaints = [
        *[Told(NAMES, 0, ("other",), 0, stages, slow, CATEGORIES["finding"]) for _ in range(6)],
        Told(("alpr",), 0, ("other",), None, stages, slow, ()),
    ]
    (spec,), (release,) = published(complaints, [Measure.CROSS_TABLE], bytes(32), rule=Disclosure(3, 0.0))
    assert isinstance(release.cells[spec.key(Unit.OPEN, technology="alpr", stage="waiting")], Hidden)
    assert release.cells[spec.key(Unit.COMPLAINTS_DECIDED)] == Shown(6)
