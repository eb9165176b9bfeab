"""A reader who knows that a complaint is alike in each of its technologies; shares nothing with the code it judges."""

from __future__ import annotations

from itertools import chain, combinations

import highspy

from complaints.disclosure import Hidden, Shown

INF = highspy.kHighsInf


def ranges(cells, spec, alone, unit, dim, several):
    """Least and greatest of every hidden cell of a unit, over all sets of technologies that there can be."""
    slugs, kinds = spec.dims["technology"], spec.dims[dim]
    sets = list(chain.from_iterable(combinations(slugs, size) for size in range(1, len(slugs) + 1)))
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    width = 1 + len(kinds)
    for column in range(len(sets) * width):
        solver.addVar(0, 1000)
        solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)

    def bind(form, low, high):
        solver.addRow(low, high, len(form), list(form), [float(times) for times in form.values()])

    for at, _ in enumerate(sets):
        parts = {at * width + 1 + n: 1 for n in range(len(kinds))}
        bind({**parts, at * width: -1}, 0, INF if several else 0)
        for column in parts if several else ():
            bind({column: 1, at * width: -1}, -INF, 0)
    bind({at * width: 1 for at, _ in enumerate(sets)}, *_ends(cells[spec.key(*alone[:1])]))
    hidden = {}
    for slug in (None, *slugs):
        weights = {at: len(s) if slug is None else 1 for at, s in enumerate(sets) if slug in (None, *s)}
        place = {"technology": slug} if slug else {}
        bind({at * width: times for at, times in weights.items()}, *_ends(cells[spec.key(alone[1], **place)]))
        for kind in (None, *kinds):
            here = spec.key(unit, **place, **({dim: kind} if kind else {}))
            columns = range(len(kinds)) if kind is None else (kinds.index(kind),)
            form = {at * width + 1 + n: times for at, times in weights.items() for n in columns}
            if isinstance(cells[here], Hidden):
                hidden[here] = form
            else:
                bind(form, *_ends(cells[here]))
    return {cell: (_best(solver, form, 1), _best(solver, form, -1)) for cell, form in hidden.items()}


def _ends(cell):
    return (cell.value, cell.value) if isinstance(cell, Shown) else (cell.low, cell.high)


def _best(solver, form, sign):
    for column in range(solver.getNumCol()):
        solver.changeColCost(column, float(sign * form.get(column, 0)))
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(sign * solver.getInfo().objective_function_value)
