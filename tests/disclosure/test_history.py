"""Releases over the years: each is protected and attacked together with all before it."""

from __future__ import annotations

import random
import time

import pytest

from complaints.disclosure import (
    AuditResult,
    Cell,
    Demand,
    Hidden,
    Protected,
    Relation,
    Release,
    Shown,
    System,
    TableSpec,
    UnusableTables,
    audit,
    build_system,
    protect,
    protect_system,
    publish,
)
from complaints.disclosure.attack import View, attack
from complaints.disclosure.publish import frozen_cells, merge, open_part
from tests.disclosure.instances import SEED, invented, spec_of

QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


def small_spec(period: str, sums_of: tuple[str, ...] = ()) -> TableSpec:
    return TableSpec(
        dims={"technology": ["t0", "t1", "t2", "t3"], "allegation": ["a", "b", "c", "d"]},
        tables=[("technology", "allegation")],
        mandatory=[("technology",), ()],
        period=period,
        sums_of=sums_of,
    )


def counts_of(spec: TableSpec, rng: random.Random) -> dict[str, int]:
    return {
        spec.key(technology=t, allegation=a): rng.choice([0, 0, 1, 2, 3, 6, 9])
        for t in spec.dims["technology"]
        for a in spec.dims["allegation"]
    }


def quarters_and_year(number: int, released: int = 4) -> tuple[list[Release], TableSpec, dict[str, int]]:
    rng = random.Random(number)
    history: list[Release] = []
    year = small_spec("2025", QUARTERS)
    total: dict[str, int] = {}
    for quarter in QUARTERS:
        spec = small_spec(quarter)
        counts = counts_of(spec, rng)
        for key, count in counts.items():
            tail = key.removeprefix(quarter)
            total[f"2025{tail}"] = total.get(f"2025{tail}", 0) + count
        if len(history) < released:
            history.append(protect(counts, {}, spec, seed=SEED, history=history).release)
    return history, year, total


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("released", [4, 3])
def test_a_year_gives_none_of_its_quarters_away(number: int, released: int) -> None:
    history, year, total = quarters_and_year(number, released)

    protected = protect(total, {}, year, seed=SEED, history=history)

    assert protected.audit.safe
    assert not protected.audit.recovered
    hidden_before = {i for release in history for i in release.hidden}
    assert hidden_before & set(protected.audit.intervals)
    assert hidden_before.isdisjoint(protected.cells)


def test_a_year_protected_on_its_own_would_give_quarters_away() -> None:
    unsafe = 0
    for number in range(4):
        history, year, total = quarters_and_year(number)
        alone = protect(total, {}, small_spec("2025"), seed=SEED).release.hidden
        unsafe += not audit(publish(build_system(total, year, history), alone, 5), history).safe

    assert unsafe > 0


def test_a_quarter_nobody_released_is_protected_as_a_difference() -> None:
    history, year, total = quarters_and_year(2, released=3)

    protected = protect(total, {}, year, seed=SEED, history=history)

    last = [i for i in protected.audit.intervals if i.startswith("2025-Q4/")]
    assert last
    for cell_id in last:
        low, high = protected.audit.intervals[cell_id]
        assert (low, high) == (0, 0) or low >= 5 or protected.audit.required[cell_id] is not None


def test_a_frozen_period_cannot_be_published_again() -> None:
    spec = small_spec("2025")
    counts = counts_of(spec, random.Random(1))
    first = protect(counts, {}, spec, seed=SEED)

    with pytest.raises(UnusableTables, match="frozen"):
        protect(counts, {}, spec, seed=SEED, history=[first.release])


def test_counts_that_contradict_a_frozen_release_are_refused() -> None:
    history, year, total = quarters_and_year(3)
    key = year.key(technology="t0", allegation="a")

    with pytest.raises(UnusableTables):
        protect(total | {key: total[key] + 500}, {}, year, seed=SEED, history=history)


def test_the_protection_of_a_year_reads_no_hidden_count_of_its_quarters() -> None:
    history, year, total = quarters_and_year(4)

    assert all(cell.value is None for r in history for cell in r.cells.values() if cell.id in r.hidden)
    assert protect(total, {}, year, seed=SEED, history=history).audit.safe


def two_cells(period: str, first: int, second: int, hidden: set[str]) -> Release:
    cells = {
        f"{period}a": Cell(f"{period}a", first),
        f"{period}b": Cell(f"{period}b", second),
        f"{period}n": Cell(f"{period}n", first + second, mandatory=True),
    }
    relations = (Relation(f"{period}n", (f"{period}a", f"{period}b")),)
    return publish(System(cells, relations, period=period), hidden, 3)


def half_years_and_year(*, mandatory: bool) -> tuple[list[Release], System]:
    """The first half hid two cells, the second showed both: the year's two cells give the first half away."""
    history = [two_cells("h", 2, 5, {"ha", "hb"}), two_cells("i", 6, 7, set())]
    cells = frozen_cells(history) | {
        "ya": Cell("ya", 8, mandatory=mandatory),
        "yb": Cell("yb", 12),
        "yn": Cell("yn", 20, mandatory=True),
    }
    sums = [Relation(f"y{x}", (f"h{x}", f"i{x}")) for x in "abn"] + [Relation("yn", ("ya", "yb"))]
    return history, System(cells, (*history[0].relations, *history[1].relations, *sums), period="y")


def test_a_year_in_which_nothing_is_hidden_is_attacked_for_what_earlier_releases_hid() -> None:
    history, year = half_years_and_year(mandatory=False)

    result = audit(publish(year, set(), 3), history)

    assert dict(result.intervals) == {"ha": (2, 2), "hb": (5, 5)}
    assert result.recovered == ("ha", "hb")
    assert not result.safe
    demand = Demand(3, frozenset(), frozenset())
    assert protect_system(year, demand, {}, history).release.hidden == {"ya", "yb"}


def test_what_the_order_gives_away_of_an_earlier_release_is_named() -> None:
    history, year = half_years_and_year(mandatory=True)

    result = audit(publish(year, set(), 3), history)

    assert result.given_away == ("ha", "hb")


def test_closed_years_are_left_out_and_change_nothing() -> None:
    releases = [protected.release for protected, _, _ in late_years(6)]
    last, before = releases[-1], releases[:-1]

    cells, relations = open_part(last, before)

    assert set(cells) == set(last.cells)
    assert set(relations) == set(last.relations)
    assert audit(last, before) == audit(last)
    together = View(*merge(last, before), last.lo, last.k)
    alone = dict(audit(last).intervals)
    assert {i: ends for i, ends in attack(together, together.unknown()).intervals.items() if i in alone} == alone


def test_quarters_that_a_sum_joins_to_the_year_stay_open() -> None:
    history, year, total = quarters_and_year(5)
    release = protect(total, {}, year, seed=SEED, history=history).release

    cells, relations = open_part(release, history)

    assert set(cells) == set(merge(release, history)[0])
    assert set(relations) == set(merge(release, history)[1])


def late_years(count: int) -> list[tuple[Protected, AuditResult, float]]:
    """Yearly releases; what comes late falls in the year that registers it, so no year is published again."""
    rng = random.Random(7)
    history: list[Release] = []
    done = []
    for year in range(count):
        spec = spec_of(6, period=str(1990 + year))
        counts, people = invented(spec, rng.randint(20, 160) + rng.randint(0, 9), rng)
        start = time.process_time()
        protected = protect(counts, people, spec, seed=SEED, history=history)
        done.append((protected, audit(protected.release, history), time.process_time() - start))
        history.append(protected.release)
    return done


def test_forty_releases_with_late_complaints_give_no_cell_away() -> None:
    releases = late_years(40)

    assert [r for r, result, _ in releases if result.exact or result.under_protected] == []
    assert all(isinstance(cell, (Shown, Hidden)) for r, _, _ in releases for cell in r.cells.values())
    assert max(seconds for *_, seconds in releases) < 30
