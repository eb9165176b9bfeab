"""A reader who knows that a complaint is alike in each of its technologies; shares nothing with the code it judges."""

from __future__ import annotations

from itertools import chain, combinations

import highspy

from complaints.disclosure import Hidden, Shown
from complaints.reports.rules import Unit

INF = highspy.kHighsInf
ALIKE = {
    Unit.COMPLAINTS_RECEIVED: (Unit.RECEIVED, Unit.ALLEGATIONS, ("allegation",)),
    Unit.COMPLAINTS_DECIDED: (Unit.DECIDED, Unit.DECIDED, ("duration", "punctuality")),
    Unit.COMPLAINTS_OPEN: (Unit.OPEN, Unit.OPEN, ("stage",)),
}


def ranges(cells, spec, law=()):
    """Least and greatest of every hidden cell that is alike, over all sets of technologies that there can be.

    `law`: the bands that the late are in, where there is such a law.
    """
    reader = _Reader(cells, spec)
    for alone, (mentions, unit, dims) in ALIKE.items():
        reader.count(alone, mentions)
        for dim in dims:
            reader.split(alone, unit, dim)
    reader.flow()
    reader.lateness(law)
    return {cell: tuple(reader.best(form, sign) for sign in (1, -1)) for cell, form in reader.hidden.items()}


class _Reader:
    def __init__(self, cells, spec):
        self.cells, self.spec, self.hidden = cells, spec, {}
        self.slugs = spec.dims["technology"]
        self.sets = list(chain.from_iterable(combinations(self.slugs, size) for size in range(1, len(self.slugs) + 1)))
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.parts = {}
        self.about = {alone: [self.column() for _ in self.sets] for alone in ALIKE}

    def column(self):
        self.solver.addVar(0, 1000)
        self.solver.changeColIntegrality(self.solver.getNumCol() - 1, highspy.HighsVarType.kInteger)
        return self.solver.getNumCol() - 1

    def bind(self, form, low, high):
        self.solver.addRow(low, high, len(form), list(form), [float(times) for times in form.values()])

    def weights(self, slug):
        return {at: len(s) if slug is None else 1 for at, s in enumerate(self.sets) if slug in (None, *s)}

    def count(self, alone, mentions):
        self.bind(dict.fromkeys(self.about[alone], 1), *_ends(self.cells[self.spec.key(alone)]))
        for slug in self.slugs:
            form = {self.about[alone][at]: times for at, times in self.weights(slug).items()}
            self.bind(form, *_ends(self.cells[self.spec.key(mentions, technology=slug)]))

    def flow(self):
        received, decided, still_open = (self.about[alone] for alone in ALIKE)
        for now, came, stays in zip(decided, received, still_open, strict=True):
            self.bind({now: 1, stays: 1, came: -1}, 0, INF)

    def split(self, alone, unit, dim):
        kinds, several = self.spec.dims[dim], unit is Unit.ALLEGATIONS
        parts = {(at, kind): self.column() for at, _ in enumerate(self.sets) for kind in kinds}
        self.parts |= parts
        for at, _ in enumerate(self.sets):
            whole = self.about[alone][at]
            self.bind({**{parts[at, kind]: 1 for kind in kinds}, whole: -1}, 0, INF if several else 0)
            for kind in kinds if several else ():
                self.bind({parts[at, kind]: 1, whole: -1}, -INF, 0)
        for slug in (None, *self.slugs):
            for kind in (None, *kinds):
                here = {"technology": slug} if slug else {}
                cell = self.spec.key(unit, **here, **({dim: kind} if kind else {}))
                some = kinds if kind is None else (kind,)
                form = {parts[at, each]: times for at, times in self.weights(slug).items() for each in some}
                if isinstance(self.cells[cell], Hidden):
                    self.hidden[cell] = form
                else:
                    self.bind(form, *_ends(self.cells[cell]))

    def lateness(self, bands):
        for at, _ in enumerate(self.sets if bands else ()):
            self.bind({**{self.parts[at, band]: 1 for band in bands}, self.parts[at, "late"]: -1}, 0, INF)

    def best(self, form, sign):
        for column in range(self.solver.getNumCol()):
            self.solver.changeColCost(column, float(sign * form.get(column, 0)))
        self.solver.run()
        assert self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return round(sign * self.solver.getInfo().objective_function_value)


def _ends(cell):
    return (cell.value, cell.value) if isinstance(cell, Shown) else (cell.low, cell.high)
