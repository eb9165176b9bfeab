"""Decides which cells and sums a set of linked tables has, and which sets of tables may be published together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from complaints.disclosure.refusals import UnusableTables

TOTAL = "*"
RESERVED = frozenset("|/")
DEFAULT_UNIT = "mentions"
Place = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One published table: its dimensions and the unit its cells count.

    Every count of one unit falls in exactly one cell of each of the unit's tables, so that margins add up. `at_most`
    names a unit whose mandatory count at the same place is never exceeded ("allegations of one kind" ≤ "mentions").
    """

    dims: tuple[str, ...]
    unit: str = DEFAULT_UNIT
    at_most: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A difference that must stay ambiguous: `total` less `parts`, all of them cell ids, never negative."""

    name: str
    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class TableSpec:
    """What will be published for one period.

    `mandatory` gives, as tuples of dimensions, the margins that always show; `structural_zeros` gives impossible places
    ({"technology": "…", "status": "…"}); `sums_of` the earlier periods that add up to this one; `cube` lets the hidden
    cube of all dimensions join the audit where the set of tables needs it.
    """

    dims: Mapping[str, Sequence[str]]
    tables: Sequence[Table | tuple[str, ...]]
    mandatory: Collection[tuple[str, ...]] = ((),)
    structural_zeros: Collection[Mapping[str, str]] = ()
    period: str = ""
    sums_of: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    cube: bool = False
    _checked: None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        _refuse_names(self)
        for unit in self.units:
            _refuse_unsafe_set(self, unit)

    @cached_property
    def all_tables(self) -> tuple[Table, ...]:
        """The tables, plain tuples of dimensions taken as counts of mentions."""
        return tuple(t if isinstance(t, Table) else Table(tuple(t)) for t in self.tables)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units counted, in the order of their tables."""
        return tuple(dict.fromkeys(table.unit for table in self.all_tables))

    def key(self, unit: str = DEFAULT_UNIT, *, period: str | None = None, **place: str) -> str:
        """The id of a cell: `spec.key(technology="alpr", status="open")`; a dimension left out is its total."""
        parts = [place.get(dim, TOTAL) for dim in self.dims]
        for dim, category in place.items():
            if dim not in self.dims or category not in self.dims[dim]:
                raise UnusableTables(f"There is no {category!r} in the dimension {dim!r}.")
        when = self.period if period is None else period
        return "/".join(([when] if when else []) + [unit, "|".join(parts)])

    def places(self, dims: Collection[str]) -> Iterator[Place]:
        """Every combination of categories of the given dimensions."""
        ordered = [dim for dim in self.dims if dim in dims]
        for categories in product(*(self.dims[dim] for dim in ordered)):
            yield tuple(zip(ordered, categories, strict=True))

    def is_impossible(self, place: Place) -> bool:
        """Whether a structural zero covers the place."""
        here = dict(place)
        return any(all(here.get(dim) == cat for dim, cat in zero.items()) for zero in self.structural_zeros)

    def is_mandatory(self, place: Place) -> bool:
        """Whether the order requires this place to be shown always."""
        here = {dim for dim, _ in place}
        return any(set(dims) == here for dims in self.mandatory)

    def needs_cube(self, unit: str) -> bool:
        """Whether the tables of a unit, each safe, could be exact in the cube behind them.

        A set whose tables all share the same mandatory dimensions and nothing else can be attacked table by table
        (a decomposable model: Dobra and Fienberg, Bounds for cell entries in contingency tables, PNAS 2000).
        """
        sets = self.maximal(unit)
        shared = [a & b for a, b in combinations(sets, 2)]
        star = all(dims == shared[0] and any(set(m) == dims for m in self.mandatory) for dims in shared)
        return not star

    def maximal(self, unit: str) -> list[frozenset[str]]:
        """The unit's tables that are no margin of another one."""
        sets = list(dict.fromkeys(frozenset(t.dims) for t in self.all_tables if t.unit == unit))
        return [dims for dims in sets if not any(dims < other for other in sets)]


def _refuse_names(spec: TableSpec) -> None:
    for dim, categories in spec.dims.items():
        if len(set(categories)) != len(categories) or not categories:
            raise UnusableTables(f"The dimension {dim!r} is empty or has a category twice.")
        for category in categories:
            if category == TOTAL or RESERVED & set(category) or not category:
                raise UnusableTables(f"The category {category!r} of {dim!r} uses a reserved sign (| / *) or is empty.")
    for names in [*(t.dims for t in spec.all_tables), *spec.mandatory, *spec.structural_zeros]:
        for dim in names:
            if dim not in spec.dims:
                raise UnusableTables(f"There is no dimension {dim!r}.")
    for zero in spec.structural_zeros:
        for dim, category in zero.items():
            if category not in spec.dims[dim]:
                raise UnusableTables(f"There is no {category!r} in the dimension {dim!r}.")
    for unit in spec.units:
        if not unit or RESERVED & set(unit):
            raise UnusableTables(f"The unit {unit!r} uses a reserved sign (| /) or is empty.")
    if not spec.tables:
        raise UnusableTables("There is no table to publish.")


def _refuse_unsafe_set(spec: TableSpec, unit: str) -> None:
    if spec.needs_cube(unit) and not spec.cube:
        raise UnusableTables(
            f"The tables of {unit!r} do not all share one mandatory margin; "
            "the cube behind them must join the audit (cube=True), or a table must go."
        )
