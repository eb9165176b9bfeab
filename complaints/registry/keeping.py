"""How long there is to ask that recordings of a day be kept, as far as the registry states how long they are."""

from __future__ import annotations

from datetime import date, timedelta


def days_left(kept_days: int | None, happened_on: date | None, today: date) -> int | None:
    """Whole days from `today` to the last day on which recordings of `happened_on` are kept; negative: days past.

    None where the day or the time is not stated: nobody can say then. It counts like the preservation clock of a case.
    """
    if kept_days is None or happened_on is None:
        return None
    try:
        return (happened_on + timedelta(days=kept_days) - today).days
    except OverflowError:
        # Kept beyond the end of the calendar: there is no last day to count to.
        return None
