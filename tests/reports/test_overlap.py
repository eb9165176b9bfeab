"""A complaint is alike in each of its technologies: the numbers of complaints must not tell what the tables hide."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from complaints.casework.rules import Status
from complaints.disclosure import AuditUnfinished, Hidden, Shown
from complaints.intake.rules import AllegationKind
from complaints.platform.jurisdiction.profile import Disclosure
from complaints.reports import archive
from complaints.reports.counting import overlap, unique
from complaints.reports.counting.counts import Tally
from complaints.reports.counting.overlap import Block, Group, Puzzle, withstands
from complaints.reports.counting.protection import proof_of, protect_tally, spec_of
from complaints.reports.editions.edition import make_edition
from complaints.reports.rules import ALLEGATIONS, FINDINGS, Duration, Punctuality, Stage, Unit
from tests.reports.overlap_attacker import ranges

NO_DECOYS = Disclosure(5, 0.0)
RULE = Disclosure(5, 0.05)
SEED = bytes(32)
NAMES = ("plate-readers", "drones", "cameras")
EXAMPLE = [
    (("cameras", "drones"), ("false_reason", "outside_policy"), Stage.IN_PROGRESS),
    (("plate-readers",), ("no_warrant",), Stage.WAITING),
    (("plate-readers",), ("shared_without_authority",), Stage.IN_PROGRESS),
    (("plate-readers",), ("kept_too_long",), Stage.WAITING),
    (("plate-readers",), ("false_reason",), Stage.IN_PROGRESS),
]

BOTH = ("cameras", "drones")
WHATEVER_IS_DRAWN = [
    *[(BOTH, ("unauthorised_access", "false_reason"), Stage.IN_PROGRESS)] * 3,
    (BOTH, ("false_reason", "no_warrant"), Stage.WAITING),
    (BOTH, ("outside_policy",), Stage.WAITING),
    (BOTH, ("no_warrant",), Stage.WAITING),
    (("plate-readers",), ("no_warrant",), Stage.IN_PROGRESS),
    (("plate-readers",), ("false_reason",), Stage.IN_PROGRESS),
    (("plate-readers",), ("no_warrant",), Stage.WAITING),
    *[(("plate-readers",), ("false_reason",), Stage.WAITING)] * 2,
]
"""Eleven complaints whose number is kept under every seed."""


def tally_of(complaints, paces=((Duration.UP_TO_30, Punctuality.IN_TIME),)):
    """Complaints of technologies, kinds, and a stage or a finding; `paces` are those of the decided ones, in turn."""
    tally = Tally()
    for number, (technologies, kinds, stage) in enumerate(complaints):
        is_open = isinstance(stage, Stage)
        tally.add(Unit.COMPLAINTS_RECEIVED, "", "", number)
        tally.add(Unit.COMPLAINTS_OPEN if is_open else Unit.COMPLAINTS_DECIDED, "", "", number)
        for slug in technologies:
            tally.add(Unit.RECEIVED, slug, "", number)
            tally.add(Unit.OPEN if is_open else Unit.DECIDED, slug, stage, number)
            for category in () if is_open else paces[number % len(paces)]:
                tally.add(Unit.DECIDED, slug, category, number)
            for kind in kinds:
                tally.add(Unit.ALLEGATIONS, slug, kind, number)
    return tally


def numbers(protected, spec):
    return [protected.cells[spec.key(unit)] for unit in unique.ALONE]


def narrowed(protected, spec, law=()):
    required = protected.certificate.required
    found = ranges(protected.cells, spec, law)
    return [cell for cell, (low, high) in found.items() if low > required[cell][0] or high < required[cell][1]]


def assert_nothing_is_narrowed(protected, spec, law=()):
    assert narrowed(protected, spec, law) == []


def test_the_number_of_five_complaints_is_an_interval_where_it_would_tell_a_hidden_cell():
    spec = spec_of("2025", NAMES)
    protected = protect_tally(tally_of(EXAMPLE), spec, RULE, SEED, [])
    assert numbers(protected, spec) == [Hidden(4, 6), Hidden(0, 0), Hidden(4, 6)]
    told = {
        **protected.cells,
        **{spec.key(unit): Shown(5) for unit in (Unit.COMPLAINTS_RECEIVED, Unit.COMPLAINTS_OPEN)},
    }
    assert any(low == high for low, high in ranges(told, spec).values()), "what was broken"
    assert_nothing_is_narrowed(protected, spec)


def test_a_number_that_is_kept_stands_nowhere_in_the_proof():
    spec = spec_of("2025", NAMES)
    protected = protect_tally(tally_of(EXAMPLE), spec, RULE, SEED, [])
    proof = proof_of(protected, [])
    assert not [cell for cell in proof["cells"] if "complaints_" in cell["id"]]
    assert not [cell for cell in proof["witness_cell_order"] if "complaints_" in cell]
    assert all(len(table) == len(proof["witness_cell_order"]) for table in proof["witnesses"])


@pytest.mark.parametrize("trial", range(12))
def test_what_is_told_exactly_narrows_no_hidden_cell(trial):
    chance = random.Random(trial)
    complaints = [
        (
            sorted(set(chance.choices(NAMES, (6, 2, 1), k=chance.choice((1, 1, 2, 3))))),
            chance.sample(ALLEGATIONS[:5], chance.choice((1, 1, 2))),
            chance.choice((*Stage, *FINDINGS[:3])),
        )
        for _ in range(chance.randint(2, 14))
    ]
    spec = spec_of("2025", NAMES)
    paces = [(chance.choice(list(Duration)), chance.choice(list(Punctuality))) for _ in range(5)]
    protected = protect_tally(tally_of(complaints, paces), spec, NO_DECOYS, bytes([trial]) * 32, [])
    assert_nothing_is_narrowed(protected, spec)


LONG = (Duration.FROM_91_TO_180, Duration.OVER_180)
"""Where the shortest deadline has 90 days, the late are in these."""


def lawful(chance):
    duration = chance.choice(list(Duration))
    return duration, chance.choice(list(Punctuality) if duration in LONG else [Punctuality.IN_TIME])


@pytest.mark.parametrize("trial", range(12))
def test_who_knows_that_the_late_took_long_narrows_no_hidden_cell(trial):
    chance = random.Random(trial)
    complaints = [
        (sorted(set(chance.choices(NAMES, (3, 2, 1), k=chance.choice((1, 1, 2, 3))))), ("other",), "sustained")
        for _ in range(chance.randint(5, 25))
    ]
    spec = spec_of("2025", NAMES)
    tally = tally_of(complaints, [lawful(chance) for _ in range(6)])
    protected = protect_tally(tally, spec, NO_DECOYS, SEED, [], (), 90)
    assert_nothing_is_narrowed(protected, spec, LONG)


def test_without_that_law_in_the_attack_it_would_narrow_some():
    """The attack above can succeed."""
    found = []
    for trial in range(12):
        chance = random.Random(trial)
        complaints = [((chance.choice(NAMES),), ("other",), "sustained") for _ in range(chance.randint(5, 25))]
        spec, tally = spec_of("2025", NAMES), tally_of(complaints, [lawful(chance) for _ in range(6)])
        found += narrowed(protect_tally(tally, spec, NO_DECOYS, SEED, []), spec, LONG)
        assert_nothing_is_narrowed(protect_tally(tally, spec, NO_DECOYS, SEED, [], (), 90), spec, LONG)
    assert found


def test_without_complaints_about_several_technologies_the_numbers_are_exact():
    spec = spec_of("2025", NAMES)
    protected = protect_tally(tally_of(EXAMPLE[1:]), spec, NO_DECOYS, SEED, [])
    assert numbers(protected, spec) == [Shown(4), Shown(0), Shown(4)]


def test_one_year_in_four_keeps_the_numbers_by_chance_so_that_keeping_them_tells_little():
    spec = spec_of("2025", NAMES)
    seeds = [bytes([n]) * 32 for n in range(20)]
    assert {unique.drawn("2025", seed) for seed in seeds} == {True, False}
    for seed in seeds:
        protected = protect_tally(tally_of(EXAMPLE[1:]), spec, NO_DECOYS, seed, [])
        assert isinstance(numbers(protected, spec)[0], Hidden) == unique.drawn("2025", seed)
    assert sum(unique.drawn("2025", bytes([n % 256, n // 256]) * 16) for n in range(5000)) in range(1150, 1350)


def test_whether_the_numbers_are_told_hangs_on_what_is_published_alone():
    """Two sets of complaints with the same tables and numbers: one has a complaint about all three, one has none."""
    others = [((slug,), ("other",), Stage.WAITING) for slug in NAMES for _ in range(6)]
    three, pairs = [NAMES, NAMES[:1]], [NAMES[:2], (NAMES[0], NAMES[2])]
    spec, found = spec_of("2025", NAMES), []
    for sets in (three, pairs):
        tally = tally_of([*others, *((about, ("other",), Stage.WAITING) for about in sets)])
        protected = protect_tally(tally, spec, NO_DECOYS, SEED, [])
        found.append((protected.cells, protected.certificate))
    assert found[0] == found[1]


def test_a_complaint_about_three_technologies_is_never_what_lets_the_numbers_be_told():
    """Nine complaints, each about three: no pairs fit that, so to tell the number would prove the three."""
    spec = spec_of("2025", NAMES)
    protected = protect_tally(tally_of([(NAMES, ("other",), Stage.WAITING)] * 9), spec, NO_DECOYS, SEED, [])
    assert numbers(protected, spec)[0] == Shown(9), "nothing is hidden, so nothing can be narrowed"
    few = [(NAMES, (kind,), Stage.WAITING) for kind in (*["other"] * 8, "false_reason")]
    assert numbers(protect_tally(tally_of(few), spec, NO_DECOYS, SEED, []), spec)[0] == Hidden(9, 27)


def test_a_release_after_one_that_kept_the_numbers_keeps_them_too():
    """What was open before, and was received, was decided or is open: two years would tell the one that is missing."""
    spec = spec_of("2025", NAMES)
    earlier = protect_tally(tally_of(EXAMPLE), spec, RULE, SEED, []).release
    following = spec_of("2026", NAMES)
    protected = protect_tally(tally_of(EXAMPLE[1:]), following, NO_DECOYS, SEED, [earlier])
    assert isinstance(numbers(protected, following)[0], Hidden)


def test_six_hundred_complaints_keep_their_exact_numbers_within_seconds():
    chance = random.Random(1)
    slugs = [f"technology-{number}" for number in range(15)]
    weights = [1 / (1 + number) for number in range(15)]
    complaints = [
        (
            sorted(set(chance.choices(slugs, weights, k=chance.choice((1, 1, 1, 2, 3))))),
            chance.sample(ALLEGATIONS, chance.choice((1, 1, 2))),
            chance.choice((*Stage, *FINDINGS)),
        )
        for _ in range(600)
    ]
    spec = spec_of("2025", slugs)
    began = time.monotonic()
    protected = protect_tally(tally_of(complaints), spec, NO_DECOYS, SEED, [])
    assert all(isinstance(cell, Shown) for cell in numbers(protected, spec))
    assert time.monotonic() - began < 20


def stages_of(mentions, complaints):
    """Technologies of which one stage is hidden, and nothing else told but how many complaints there are."""
    block = Block(("x", "y"), {}, {("a", "x"): (0, 4)})
    group = Group(mentions, complaints)
    return Puzzle(group, Group(mentions, complaints), Group(mentions, complaints, (block,)))


def test_an_attack_that_did_not_get_through_its_work_is_not_passed():
    puzzle = stages_of({"a": 9, "b": 9}, 17)
    assert withstands(puzzle)
    assert not withstands(puzzle, programs=1)


def test_a_machine_that_comes_to_no_answer_is_not_taken_for_one(monkeypatch):
    monkeypatch.setattr(overlap, "SECONDS", -1.0)
    with pytest.raises(AuditUnfinished):
        withstands(stages_of({"a": 9, "b": 9}, 17))


def test_complaints_about_three_technologies_each_are_not_thought_of():
    assert not withstands(stages_of({"a": 9, "b": 9, "c": 9}, 9))


HIDDEN = {(slug, category): (0, 1) for slug in "abc" for category in ("x", "y")}
TWO_ALIKE = Block(("x", "y"), {(None, "x"): 2, (None, "y"): 1}, HIDDEN)
"""Two of the three mentions are x; which, is hidden."""
ONE_PAIR = {"a": 1, "b": 1, "c": 1}
NOTHING = Group(dict.fromkeys("abc", 0), 0)


def test_what_one_table_tells_of_a_pair_is_used_against_the_next():
    """By the days, a and b are the pair that came together; so both are x, and c is y."""
    days = Block(("p", "q"), {("a", "p"): 1, ("b", "p"): 1, ("c", "p"): 0, ("c", "q"): 1}, {})
    alone = Puzzle(NOTHING, Group(ONE_PAIR, 2, (TWO_ALIKE,)), NOTHING)
    both = Puzzle(NOTHING, Group(ONE_PAIR, 2, (TWO_ALIKE, days)), NOTHING)
    assert withstands(alone)
    assert not withstands(both)


@pytest.mark.parametrize("at", [1, 2])
def test_what_was_received_about_a_pair_is_decided_or_open(at):
    """Nothing else came in: so a and b are the pair, and both are x."""
    empty = Puzzle(NOTHING, NOTHING, NOTHING)
    name = ("received", "decided", "open")[at]
    before = replace(empty, **{name: Group(ONE_PAIR, 2, (TWO_ALIKE,))})
    now = replace(before, received=Group({"a": 1, "b": 1, "c": 0}, 1))
    assert withstands(before)
    assert not withstands(now)


def test_the_report_says_the_interval_and_nowhere_the_number(world, freeze, session, app):
    document = _kept_report(world, freeze, session)
    assert document["complaints"] == {"received": [6, 17], "decided": 0, "open": [6, 17]}
    with app.test_request_context():
        summary = make_edition(document, "en")["summary"]
    assert [figure["number"] for figure in summary["figures"]] == ["6–17", "0", "6–17"]
    assert "Between 6 and 17 complaints were received." in " ".join(summary["sentences"])


def test_the_api_gives_the_interval(world, freeze, session, client):
    _kept_report(world, freeze, session)
    assert client.get("/api/v1/releases/1").json["complaints"] == {"received": [6, 17], "decided": 0, "open": [6, 17]}


def _kept_report(world, freeze, session):
    at = datetime(2025, 6, 16, 15, tzinfo=UTC)
    for technologies, kinds, stage in WHATEVER_IS_DRAWN:
        told = [AllegationKind(kind) for kind in kinds]
        case = world.complaint(dict.fromkeys(technologies, told), at)
        if stage is Stage.IN_PROGRESS:
            world.move(case, Status.INVESTIGATING, at)
    return archive.document_of(session, freeze(publish=True))
