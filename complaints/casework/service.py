"""What can be done with a case: opened, found, moved, given to somebody else, noted on, its deadlines watched."""

from complaints.casework.cases import MOST_OF_A_NOTE, NoSuchCase, declare_conflict, find_case, note, open_case
from complaints.casework.clocks import (
    ExtensionRefusal,
    RefusedExtension,
    days_to_extend,
    extend,
    preserved,
    told_complainant,
)
from complaints.casework.duplicates import NoSuchComplaint
from complaints.casework.moves import CaseWasChanged, Wish, against_giving_it_away, facts_of_case, move, reassign
from complaints.casework.outlook import look_ahead
from complaints.casework.people import candidates, involvement_in, may_write_to_complainant, moves_of, person_in
from complaints.casework.sight import Viewer, may_see
from complaints.casework.story import tell

__all__ = [
    "MOST_OF_A_NOTE",
    "CaseWasChanged",
    "ExtensionRefusal",
    "NoSuchCase",
    "NoSuchComplaint",
    "RefusedExtension",
    "Viewer",
    "Wish",
    "against_giving_it_away",
    "candidates",
    "days_to_extend",
    "declare_conflict",
    "extend",
    "facts_of_case",
    "find_case",
    "involvement_in",
    "look_ahead",
    "may_see",
    "may_write_to_complainant",
    "move",
    "moves_of",
    "note",
    "open_case",
    "person_in",
    "preserved",
    "reassign",
    "tell",
    "told_complainant",
]
