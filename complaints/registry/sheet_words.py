"""What is wrong with a spreadsheet, in sentences that name row and column."""

from __future__ import annotations

from flask_babel import gettext

from complaints.registry.fields import Fault, WrongValue
from complaints.registry.policies import MOST_BYTES, PolicyFault
from complaints.registry.sheet import SheetFault, Wrong
from complaints.registry.words import fault_sentence


def wrong_sentence(wrong: Wrong) -> str:
    """Where, what, and what to do."""
    fault = wrong.fault
    what = fault_sentence(WrongValue(fault, wrong.most)) if isinstance(fault, Fault) else _of_sheet(wrong)
    if not wrong.row:
        return what
    if not wrong.column:
        return str(gettext("Row %(row)s: %(what)s", row=wrong.row, what=what))
    return str(gettext("Row %(row)s, column %(column)s: %(what)s", row=wrong.row, column=wrong.column, what=what))


def _of_sheet(wrong: Wrong) -> str:
    match wrong.fault:
        case SheetFault.NOT_UTF8:
            said = gettext("The file is not in UTF-8. Save it as “CSV UTF-8”.")
        case SheetFault.BROKEN:
            said = gettext("The file ends within a quoted cell, or its quotes are broken. Save it as CSV again.")
        case SheetFault.TOO_LARGE:
            said = gettext("The file is too large. It may have up to %(most)s KB.", most=wrong.most)
        case SheetFault.EMPTY:
            said = gettext("The file is empty. Its first row must name the columns.")
        case SheetFault.TOO_MANY_ROWS:
            said = gettext("The file has too many rows. It may have up to %(most)s.", most=wrong.most)
        case SheetFault.UNKNOWN_COLUMN:
            said = gettext("This column is not known. Take it out, or start from an export.")
        case SheetFault.MISSING_COLUMN:
            said = gettext("This column is missing. Put it back, even if it is empty.")
        case SheetFault.REPEATED_COLUMN:
            said = gettext("This column stands there twice. Keep one.")
        case SheetFault.TOO_MANY_CELLS:
            said = gettext("There are more cells than columns.")
        case _:
            said = _of_row(wrong.fault)
    return str(said)


def _of_row(fault: SheetFault | Fault) -> str:
    match fault:
        case SheetFault.NOT_A_SLUG:
            said = gettext("Use small letters, digits and single hyphens, up to 60 characters.")
        case SheetFault.REPEATED_SLUG:
            said = gettext("Another row has this address already.")
        case SheetFault.UNKNOWN_TYPE:
            said = gettext("This kind of technology is not known. Copy one from an export.")
        case SheetFault.OTHER_TYPE:
            said = gettext("The kind of a technology cannot change, because past reports count by it.")
        case SheetFault.SECOND_NOT_KNOWN:
            said = gettext("There can be only one “not known”.")
        case SheetFault.CANNOT_RETIRE:
            said = gettext("“Not known” cannot be retired.")
        case _:
            raise ValueError(fault)
    return str(said)


def policy_sentence(fault: PolicyFault) -> str:
    """What is wrong with a policy file, and what to do."""
    match fault:
        case PolicyFault.EMPTY:
            said = gettext("This file is empty. Choose another.")
        case PolicyFault.TOO_LARGE:
            said = gettext("This file is too large. It may have up to %(most)s KB.", most=MOST_BYTES // 1000)
        case PolicyFault.NOT_PDF:
            said = gettext("This is not a PDF file. Save the policy as PDF and choose that.")
    return str(said)
