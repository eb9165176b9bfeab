"""How complainants say it went, as counts of a year; nothing leads from here to a case."""

from __future__ import annotations

from flask import render_template

from complaints.casework.blueprint import bp, profile
from complaints.correspondence.asking import ANSWERS, QUESTIONS
from complaints.correspondence.feedback import counts
from complaints.correspondence.rules import LEAST_SHOWN
from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now


@bp.get("/feedback")
@requires(Permission.FEEDBACK_READ)
def feedback() -> str:
    """The answers to each question, for each year that is over, wherever there are five of a kind."""
    this_year = local_date(now(), profile().zone).year
    years = [
        (year, [(QUESTIONS[row.question], row.times) for row in rows])
        for year, rows in counts(db.session, this_year).items()
    ]
    return render_template(
        "casework/feedback.html",
        years=years,
        columns=[ANSWERS[value] for value in sorted(ANSWERS)],
        least=LEAST_SHOWN,
    )
