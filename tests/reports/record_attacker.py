"""A reader who thinks of every set of complaints there can be, whole complaints at a time; knows no shortcut.

A complaint is registered in a period or before the first one, in which it alleges the same kinds about each of its
technologies. It is decided in one of the periods, once for all its technologies but with a finding for each, or is open
at their ends. How often each sort of complaint came is a whole number, and every published count is a sum of those.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations, product

import highspy

from complaints.disclosure import Hidden, Shown
from complaints.reports.rules import Unit


def subsets(things):
    return list(chain.from_iterable(combinations(things, size) for size in range(1, len(things) + 1)))


def sorts(specs, splits, law):
    """Every sort of complaint, as the cells that one of it is counted in: a Counter over the ids of all releases."""
    by_name = {split.dim: split for split in splits}
    slugs = specs[0].dims["technology"]
    periods = range(len(specs))
    for about, begun in product(subsets(slugs), (-1, *periods)):
        first = max(begun, 0)
        for kinds in subsets(by_name["allegation"].categories) if begun >= 0 else [()]:
            for ended in (*range(first, len(specs)), None):
                waiting = range(first, len(specs) if ended is None else ended)
                for stages in product(by_name["stage"].categories, repeat=len(waiting)):
                    base = Counter(_received(specs, begun, about, kinds))
                    for at, stage in zip(waiting, stages, strict=True):
                        base.update(_margins(specs[at], Unit.OPEN, "stage", about, [stage] * len(about)))
                        base[specs[at].key(Unit.COMPLAINTS_OPEN)] += 1
                    if ended is None:
                        yield base
                    else:
                        yield from _decided(specs[ended], base, about, by_name, ended - begun, law)


def _received(specs, begun, about, kinds):
    if begun < 0:
        return
    spec = specs[begun]
    yield spec.key(Unit.COMPLAINTS_RECEIVED)
    for slug in about:
        yield spec.key(Unit.RECEIVED, technology=slug)
        yield spec.key(Unit.RECEIVED)
    for kind in kinds:
        yield from _margins(spec, Unit.ALLEGATIONS, "allegation", about, [kind] * len(about))


def _decided(spec, base, about, by_name, periods_later, law):
    bands = by_name["duration"].categories
    if periods_later > 1:
        bands = bands[-1:]  # a whole period lies between
    for duration, punctuality in product(bands, by_name["punctuality"].categories):
        if law and punctuality == "late" and duration not in law:
            continue
        for findings in product(by_name["finding"].categories, repeat=len(about)):
            whole = base.copy()
            whole[spec.key(Unit.COMPLAINTS_DECIDED)] += 1
            cells = [
                *_margins(spec, Unit.DECIDED, "finding", about, findings),
                *_margins(spec, Unit.DECIDED, "duration", about, [duration] * len(about)),
                *_margins(spec, Unit.DECIDED, "punctuality", about, [punctuality] * len(about)),
            ]
            totals = {spec.key(Unit.DECIDED), *(spec.key(Unit.DECIDED, technology=slug) for slug in about)}
            whole.update(cell for cell in cells if cell not in totals)
            whole.update([spec.key(Unit.DECIDED, technology=slug) for slug in about])
            whole[spec.key(Unit.DECIDED)] += len(about)
            yield whole


def _margins(spec, unit, dim, about, categories):
    for slug, category in zip(about, categories, strict=True):
        for place in ({"technology": slug, dim: category}, {"technology": slug}, {dim: category}, {}):
            yield spec.key(unit, **place)


def ranges(specs, told, splits, law=()):
    """Least and greatest of every hidden cell, over all sets of complaints that fit what all the releases tell.

    `told`: the cells of each release, as they are published. A number that is given as a range is only known to lie in
    it. `law`: the bands that the late are in, where there is such a law. Raises AssertionError where nothing fits.
    """
    columns = list(sorts(specs, splits, law))
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for at in range(len(columns)):
        solver.addVar(0, 50)
        solver.changeColIntegrality(at, highspy.HighsVarType.kInteger)
    forms: dict[str, dict[int, int]] = {}
    for at, cells in enumerate(columns):
        for cell, times in cells.items():
            forms.setdefault(cell, {})[at] = times
    hidden = []
    for cell, published in chain.from_iterable(cells.items() for cells in told):
        if "/decided_sooner/" in cell:
            continue  # a bound that follows from the totals, which are there as well
        form = forms.get(cell, {})
        low, high = (published.value,) * 2 if isinstance(published, Shown) else (published.low, published.high)
        if isinstance(published, Hidden):
            hidden.append(cell)
            low, high = (low, high) if "complaints_" in cell else (0, 50)
        solver.addRow(float(low), float(high), len(form), list(form), [float(times) for times in form.values()])
    return {cell: tuple(_best(solver, forms.get(cell, {}), sign) for sign in (1, -1)) for cell in hidden}


def _best(solver, form, sign):
    for column in range(solver.getNumCol()):
        solver.changeColCost(column, float(sign * form.get(column, 0)))
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(sign * solver.getInfo().objective_function_value)
