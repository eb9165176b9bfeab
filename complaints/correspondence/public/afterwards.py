"""After a case was closed: asking for another look at it, and saying how it went."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from complaints.correspondence import feedback, service
from complaints.correspondence.asking import FeedbackForm, ReviewForm
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.public.choosing import ways_of
from complaints.correspondence.public.page import languages_of, reading, ring, show, today, token_of, with_box
from complaints.correspondence.reviews import ask_for_review
from complaints.correspondence.rules import MOST_OF_A_REASON
from complaints.correspondence.story import outlook_of
from complaints.intake.identity import hold
from complaints.platform.extensions import db, limiter
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now


@bp.post("/follow/review")
@limiter.limit("20 per minute")
@requires(PUBLIC)
def review() -> ResponseReturnValue:
    """Ask why, or keep the wish that was sent (`send`). One closing is looked at again once."""
    return with_box(_review)


def _review(box: service.OpenMailbox) -> ResponseReturnValue:
    body, is_sent = request.form.get("body", ""), "send" in request.form
    here = reading()
    if is_sent:
        # From here on nobody reopens the case or asks again beside us: what is read next stays true.
        hold(db.session, box.complaint.id)
    outlook = outlook_of(db.session, box.complaint, here)
    ways = ways_of(db.session, box, outlook, here)
    if not ways.can_ask_for_review or outlook.closed_at is None:
        return show(box, told="review" if ways.review else "too-late", body=body)
    form = ReviewForm(request.form if "reason" in request.form else None)
    if is_sent and form.validate():
        ask_for_review(db.session, ring(), box, form.reason.data or "", outlook.closed_at, now())
        return show(box, told="review", body=body)
    return (
        render_template(
            "correspondence/review.html",
            form=form,
            ways=ways,
            most=MOST_OF_A_REASON,
            token=token_of(box),
            body=body,
            languages_of_page=languages_of("correspondence.review"),
        ),
        422 if is_sent else 200,
    )


@bp.post("/follow/feedback")
@limiter.limit("20 per minute")
@requires(PUBLIC)
def give_feedback() -> ResponseReturnValue:
    """Ask how it went, or count what was answered (`send`), once for each complaint."""
    return with_box(_feedback)


def _feedback(box: service.OpenMailbox) -> ResponseReturnValue:
    body, is_sent = request.form.get("body", ""), "send" in request.form
    here = reading()
    if not ways_of(db.session, box, outlook_of(db.session, box.complaint, here), here).can_give_feedback:
        was_given = feedback.was_given(db.session, box.complaint.id)
        return show(box, told="feedback" if was_given else "", body=body)
    form = FeedbackForm(request.form)
    form.offer()
    if is_sent and form.validate():
        feedback.give(db.session, box.complaint, form.answers(), today().year, now())
        return show(box, told="feedback", body=body)
    return (
        render_template(
            "correspondence/feedback.html",
            form=form,
            token=token_of(box),
            body=body,
            languages_of_page=languages_of("correspondence.give_feedback"),
        ),
        422 if is_sent else 200,
    )
