"""How staff work a case: moves, assignment, conflicts, clocks, notes."""
