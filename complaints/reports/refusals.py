"""What a refusal says on a page, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext

from complaints.disclosure import UnsafeRelease
from complaints.reports.periods import PeriodRefused
from complaints.reports.rules import AlreadyFrozen, AlreadyPublished, NothingToCount, NotOver, SamePerson, Tampered


def sentence(refused: Exception, example: str = "2025") -> str:
    """Why something was not done, and what to do; `example` is a period as this jurisdiction writes them."""
    match refused:
        case PeriodRefused():
            return str(gettext("There is no such period. Write it like this: %(example)s.", example=example))
        case AlreadyFrozen():
            return str(
                gettext("This period is frozen already. A release never changes, and there is one for a period.")
            )
        case NotOver():
            return str(
                gettext(
                    "This period is not over. It can be seen and frozen once nothing more can come into it: two looks "
                    "with one complaint between them would give that complaint away."
                )
            )
        case NothingToCount():
            return str(gettext("This system took no complaints yet when this period ended. There is nothing to count."))
        case AlreadyPublished():
            return str(gettext("This release is published already."))
        case SamePerson():
            return str(gettext("You froze this release, so somebody else must publish it."))
        case Tampered():
            return str(gettext("This release is not as it was signed. It cannot be published. Tell the administrator."))
        case UnsafeRelease():
            return str(
                gettext("The attack on the tables worked out a hidden number, so they are refused. Nothing was stored.")
            )
        case _:
            return str(gettext("This could not be done, and nothing was stored."))
