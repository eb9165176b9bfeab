"""What a report says where the number of complaints is given as an interval."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from complaints.reports.editions import words


def why_between(received: Any) -> list[str]:
    """The interval of the complaints received, and why it is one; nothing where the number is exact."""
    if not isinstance(received, list):
        return []
    least, greatest = received
    said = gettext(
        "Between %(least)s and %(greatest)s complaints were received. The exact number is not given: beside small "
        "numbers it could tell what a complaint about several technologies said.",
        least=words.number(least),
        greatest=words.number(greatest),
    )
    return [str(said)]
