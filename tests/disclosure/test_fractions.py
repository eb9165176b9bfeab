"""Where half a complaint would make a cell look open: only whole tables count."""

from __future__ import annotations

from complaints.disclosure import Cell, Demand, Relation, System, audit, protect_system, publish

K = 2


def odd_circle() -> System:
    """x + y + u = y + z + u = x + z + u = 1, each beside a large cell: in halves u may be 0, in whole counts never."""
    values = {"x": 0, "y": 0, "z": 0, "u": 1, "p": 7, "q": 7, "r": 7, "xy": 8, "yz": 8, "xz": 8}
    cells = {i: Cell(i, v, mandatory=len(i) == 2) for i, v in values.items()}
    sums = {"xy": ("x", "y", "u", "p"), "yz": ("y", "z", "u", "q"), "xz": ("x", "z", "u", "r")}
    return System(cells, tuple(Relation(total, parts) for total, parts in sums.items()))


def test_the_attacker_works_out_a_cell_that_only_halves_would_hide() -> None:
    result = audit(publish(odd_circle(), {"x", "y", "z", "u"}, K))

    assert result.intervals["u"] == (1, 1)
    assert result.exact == ("u", "x", "y", "z")
    assert not result.safe


def test_the_suppressor_hides_more_where_only_halves_would_do() -> None:
    system = odd_circle()
    decoys = frozenset({"x", "y", "z"})

    protected = protect_system(
        system, Demand(K, frozenset({"u"}), decoys), dict.fromkeys(system.cells, 1.0), exact_weights=True
    )

    assert protected.audit.safe
    assert protected.audit.intervals["u"][0] == 0
    assert protected.optimal
    cheaper = [frozenset({"x", "y", "z", "u", *more}) for more in ("", "p", "q", "r")]
    assert not any(audit(publish(system, mask, K)).safe for mask in cheaper if len(mask) < protected.weight)


def uneven() -> System:
    """x + y = y + z = x + z + u = 9: x is (9 - u)/2, so u is odd. Only in halves it can be 0, while x, y, z move."""
    values = {"x": 4, "y": 5, "z": 4, "u": 1, "p": 7, "q": 7, "r": 7, "xy": 16, "yz": 16, "xz": 16}
    cells = {i: Cell(i, v, mandatory=len(i) == 2) for i, v in values.items()}
    sums = {"xy": ("x", "y", "p"), "yz": ("y", "z", "q"), "xz": ("x", "z", "u", "r")}
    return System(cells, tuple(Relation(total, parts) for total, parts in sums.items()))


def test_a_cell_that_only_halves_take_to_zero_is_not_protected_by_cells_that_move() -> None:
    system, hidden = uneven(), {"x", "y", "z", "u"}

    protected = protect_system(
        system,
        Demand(K, frozenset({"u"}), frozenset(hidden - {"u"})),
        dict.fromkeys(system.cells, 1.0),
        exact_weights=True,
    )

    assert audit(publish(system, hidden, K)).under_protected == ("u",)
    assert protected.audit.safe
    assert protected.weight == len(hidden) + 1
