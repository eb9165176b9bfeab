"""Protecting whole releases: what shows, what hides, who is refused, and what comes out certified."""

from __future__ import annotations

import random

import pytest

from complaints.disclosure import (
    FalseCertificate,
    Hidden,
    Protected,
    Release,
    Shown,
    Table,
    TableSpec,
    Target,
    UnusableTables,
    audit,
    build_system,
    draw_decoys,
    may_correct,
    primary_suppression,
    protect,
    publish,
    verify_release,
)
from complaints.disclosure.certificate import Certificate
from tests.disclosure.instances import SEED, invented, spec_of


def a_release(number: int, *, complaints: int = 120, technologies: int = 8, k: int = 5) -> Protected:
    spec = spec_of(technologies)
    counts, people = invented(spec, complaints, random.Random(number))
    return protect(counts, people, spec, k=k, seed=SEED)


@pytest.mark.parametrize("number", range(8))
def test_a_release_shows_its_totals_hides_its_small_cells_and_can_be_proven(number: int) -> None:
    spec = spec_of(8)
    counts, people = invented(spec, 120, random.Random(number))

    protected = protect(counts, people, spec, seed=SEED)

    assert protected.optimal
    assert protected.audit.safe
    assert protected.audit.exact == ()
    for technology in spec.dims["technology"]:
        assert isinstance(protected.cells[spec.key(technology=technology)], Shown)
    for key, count in counts.items():
        if 0 < count < 5 or 0 < people[key] < 5:
            assert isinstance(protected.cells[key], Hidden)
    assert verify_release(protected.release, protected.certificate) is not None


def test_no_hidden_count_is_in_what_is_published() -> None:
    protected = a_release(3)

    assert protected.release.hidden
    assert all(protected.release.cells[i].value is None for i in protected.release.hidden)
    assert not protected.release.hidden & set(protected.release.shown())


def test_every_hidden_interval_covers_zero_to_k_less_one_unless_the_core_says_more() -> None:
    protected = a_release(4, k=4)

    for cell_id, (low, high) in protected.audit.intervals.items():
        level = protected.audit.required[cell_id]
        assert low == 0 or level is None
        assert high is None or level is None or high >= level[1]
        if level is not None and level[1] < 3:
            technology = cell_id.split("/")[-1].split("|")[0]
            total = protected.cells[f"2025/mentions/{technology}|*|*|*"]
            assert isinstance(total, Shown)
            assert total.value == level[1]


def test_many_complaints_by_few_people_are_small_and_never_let_off() -> None:
    spec = TableSpec(
        dims={"technology": ["plates", "cameras", "drones"], "finding": ["yes", "no", "open"]},
        tables=[("technology", "finding")],
        mandatory=[("technology",), ()],
    )
    counts = {spec.key(technology=t, finding=f): 9 for t in spec.dims["technology"] for f in spec.dims["finding"]}
    one = spec.key(technology="plates", finding="yes")

    protected = protect(counts, {one: 2}, spec, seed=SEED, decoy_probability=0.0)

    hidden = protected.cells[one]
    assert isinstance(hidden, Hidden)
    assert hidden.low == 0
    assert protect(counts, {one: 9}, spec, seed=SEED, decoy_probability=0.0).release.hidden == frozenset()


def test_the_same_seed_gives_the_same_release_and_decoys_do_not_look_at_counts() -> None:
    spec = spec_of(6)
    first, _ = invented(spec, 90, random.Random(1))
    second, _ = invented(spec, 90, random.Random(2))
    one, other = build_system(first, spec), build_system(second, spec)

    both = one.choices() & other.choices()
    assert draw_decoys(one, 0.3, SEED) & both == draw_decoys(other, 0.3, SEED) & both
    assert draw_decoys(one, 0.3, SEED) != draw_decoys(one, 0.3, b"another seed of 16 bytes")
    assert draw_decoys(one, 0.0, SEED) == frozenset()
    assert protect(first, {}, spec, seed=SEED).release == protect(first, {}, spec, seed=SEED).release


def test_inner_cells_are_drawn_with_the_probability_and_margins_with_a_fifth_of_it() -> None:
    system = build_system(invented(spec_of(40), 900, random.Random(1))[0], spec_of(40))
    inner = {i for i in system.choices() if not system.is_total(i)}
    margins = system.choices() - inner

    drawn = draw_decoys(system, 1.0, SEED)

    assert inner <= drawn
    assert 0 < len(drawn & margins) < len(margins) / 2


def test_a_group_statement_stays_open_when_it_is_a_target() -> None:
    dims = {"technology": ["plates", "cameras"], "finding": ["unfounded", "sustained", "open"]}
    base = TableSpec(dims=dims, tables=[("technology", "finding")], mandatory=[("technology",), ()])
    counts = {
        base.key(technology="plates", finding="unfounded"): 9,
        base.key(technology="cameras", finding="unfounded"): 8,
        base.key(technology="cameras", finding="sustained"): 7,
        base.key(technology="cameras", finding="open"): 9,
    }
    all_unfounded = Target(
        "other than unfounded", base.key(technology="plates"), (base.key(technology="plates", finding="unfounded"),)
    )
    spec = TableSpec(dims=dims, tables=base.tables, mandatory=base.mandatory, targets=(all_unfounded,))

    without = protect(counts, {}, base, seed=SEED, decoy_probability=0.0)
    with_target = protect(counts, {}, spec, seed=SEED, decoy_probability=0.0)

    assert without.release.hidden == frozenset()
    low, high = with_target.audit.intervals["target//other than unfounded"]
    assert (low, high is None or high >= 4) == (0, True)


def test_a_cube_behind_safe_tables_is_protected_when_it_joins() -> None:
    spec = TableSpec(
        dims={"a": ["0", "1"], "b": ["0", "1"], "c": ["0", "1"]},
        tables=[("a", "b"), ("a", "c"), ("b", "c")],
        mandatory=[()],
        cube=True,
    )
    counts: dict[str, int] = {}
    for place, count in {"000": 6, "001": 7, "010": 9, "011": 1, "100": 8, "101": 2, "110": 7, "111": 9}.items():
        at = dict(zip("abc", place, strict=True))
        for dims in ("abc", "ab", "ac", "bc"):
            key = spec.key(**{d: at[d] for d in dims})
            counts[key] = counts.get(key, 0) + count

    protected = protect(counts, {}, spec, seed=SEED, decoy_probability=0.0)

    for key in (spec.key(a="0", b="1", c="1"), spec.key(a="1", b="0", c="1")):
        low, high = protected.audit.intervals[key]
        assert low == 0
        assert high is not None
        assert high >= 4


def test_an_audit_looks_only_at_what_is_published() -> None:
    spec = spec_of(6)
    counts, _ = invented(spec, 90, random.Random(5))
    release = protect(counts, {}, spec, seed=SEED).release
    bare = Release(release.cells, release.hidden, release.relations, release.k, release.lo, release.period)

    assert audit(bare) == audit(release)


def test_a_release_that_hides_too_little_fails_its_audit() -> None:
    spec = spec_of(6)
    counts, _ = invented(spec, 90, random.Random(5))
    system = build_system(counts, spec)
    naive = publish(system, primary_suppression(system, 5), 5)

    result = audit(naive)

    assert not result.safe
    assert result.under_protected


def test_a_mask_cannot_hide_what_the_order_requires() -> None:
    spec = spec_of(3)
    counts, _ = invented(spec, 30, random.Random(1))

    with pytest.raises(UnusableTables, match="cannot be hidden"):
        publish(build_system(counts, spec), {spec.key(technology="t0")}, 5)


def test_a_tampered_certificate_proves_nothing() -> None:
    protected = a_release(6)
    proof = protected.certificate
    hidden = min(protected.release.hidden)

    for wrong in (
        Certificate(proof.order, proof.tables[:1], proof.required),
        Certificate(proof.order, proof.tables, {**proof.required, hidden: (0, 10_000)}),
        Certificate(proof.order, (), proof.required),
    ):
        with pytest.raises(FalseCertificate):
            verify_release(protected.release, wrong)


@pytest.mark.parametrize("k", [0, 1, -3, True, 2.5])
def test_a_threshold_that_protects_nothing_is_refused(k: object) -> None:
    spec = spec_of(3)

    with pytest.raises(UnusableTables, match="threshold"):
        protect({}, {}, spec, k=k, seed=SEED)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seed": b"short"}, "secret seed"),
        ({"decoy_probability": 1.5}, "between 0 and 1"),
        ({"contributors": {"nobody": 2}}, "no cell"),
        ({"contributors": {"2025/mentions/t0|a0|*|*": 99}}, "do not fit"),
        ({"contributors": {"2025/mentions/t0|a0|*|*": -1}}, "whole number"),
    ],
)
def test_what_contradicts_itself_is_refused(changes: dict[str, object], sentence: str) -> None:
    spec = spec_of(3)
    counts, _ = invented(spec, 30, random.Random(1))
    settings: dict[str, object] = {"contributors": {}, "seed": SEED, "decoy_probability": 0.05} | changes
    contributors = settings.pop("contributors")

    with pytest.raises(UnusableTables, match=sentence):
        protect(counts, contributors, spec, **settings)  # type: ignore[arg-type]  # wrong on purpose


def test_an_erratum_changes_nothing_or_at_least_k() -> None:
    assert may_correct(7, 7, 5)
    assert may_correct(7, 12, 5)
    assert may_correct(12, 7, 5)
    assert not may_correct(7, 8, 5)
    assert not may_correct(7, 3, 5)


def test_the_finding_of_the_only_complaint_stays_open() -> None:
    spec = TableSpec(
        dims={"technology": ["plates", "cameras"], "finding": ["sustained", "unfounded", "open"]},
        tables=[("technology", "finding")],
        mandatory=[("technology",), ()],
    )
    only = spec.key(technology="plates", finding="sustained")

    protected = protect({only: 1}, {only: 1}, spec, seed=SEED, decoy_probability=0.0)

    assert protected.cells[only] == Hidden(0, 1)
    assert protected.audit.given_away == ()


def test_a_year_without_any_complaint_hides_nothing() -> None:
    spec = TableSpec(
        dims={"technology": ["plates"], "finding": ["yes", "no"]},
        tables=[Table((), unit="complaints"), ("technology", "finding")],
        mandatory=[("technology",), ()],
    )

    protected = protect({}, {}, spec, seed=SEED)

    assert protected.release.hidden == frozenset()
    assert set(protected.cells.values()) == {Shown(0)}
