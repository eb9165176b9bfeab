"""How complainants say it went, as counts of a year; nothing leads from here to a case."""

from __future__ import annotations

from flask import render_template

from complaints.casework.blueprint import bp
from complaints.correspondence.asking import ANSWERS, QUESTIONS
from complaints.correspondence.feedback import counts
from complaints.correspondence.rules import LEAST_SHOWN
from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.web.access import requires


@bp.get("/feedback")
@requires(Permission.FEEDBACK_READ)
def feedback() -> str:
    """The answers to each question, year by year, wherever there are five of a kind."""
    years = [
        (year, [(QUESTIONS[row.question], row.times) for row in rows]) for year, rows in counts(db.session).items()
    ]
    return render_template(
        "casework/feedback.html",
        years=years,
        columns=[ANSWERS[value] for value in sorted(ANSWERS)],
        least=LEAST_SHOWN,
    )
