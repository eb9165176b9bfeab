"""The staff pages of outcomes: the panel of findings on the case page, a finding, and the review that closes a case."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from complaints.casework.blueprint import case_or_404
from complaints.casework.contributions import Panel, contribute_page, contribute_panel, contribute_results
from complaints.casework.models import Case
from complaints.casework.rules import CaseFacts, IllegalMove, Move, Person, Refusal, Status, obstacles
from complaints.casework.service import CaseWasChanged, facts_of_case, involvement_in, moves_of
from complaints.casework.wording import REFUSALS
from complaints.correspondence.rules import MOST, UnusableBody
from complaints.intake.labels import KINDS
from complaints.outcomes import service
from complaints.outcomes.forms import FIELD_OF, FindingForm, ReviewForm, number_in
from complaints.outcomes.rules import (
    MOST_OF_A_RATIONALE,
    FindingRefusal,
    OutcomeKind,
    RefusedFinding,
    RefusedOutcomes,
    obstacles_to_deciding,
    summary,
)
from complaints.outcomes.service import Decided, findings_on
from complaints.outcomes.wording import (
    FINDING_REFUSALS,
    FINDINGS,
    OUTCOMES,
    OUTCOMES_REFUSALS,
    draft_letter,
    with_outcomes,
)
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now

bp = Blueprint("outcomes", __name__, url_prefix="/staff/cases/<number>")


def _me() -> Staff:
    person: Staff = current_user._get_current_object()
    return person


def _ring() -> KeyRing:
    ring: KeyRing = current_app.extensions["key_ring"]
    return ring


def panel_of_findings(session: Db, case: Case, viewer: Person) -> Panel:
    """What was found so far, and for the investigator the way to the next finding."""
    decided = findings_on(session, case)
    may_decide = not obstacles_to_deciding(CaseFacts(case.status, case.investigator_id), viewer)
    waiting = next((each for each in decided if each.finding is None), None)
    next_work = None
    if may_decide and waiting is not None:
        next_work = (lazy_gettext("Write the next finding"), _address(case, waiting))
    was_closed = case.status is Status.CLOSED and case.closure_reason is None
    content = {
        "decided": decided,
        "summary": summary(each.finding.finding for each in decided if each.finding is not None),
        "may_decide": may_decide,
        "outcomes": _what_was_done(session, case) if was_closed else (),
        "findings": FINDINGS,
        "outcome_words": OUTCOMES,
        "kinds": KINDS,
    }
    return Panel("outcomes/_panel.html", content, next_work)


def _what_was_done(session: Db, case: Case) -> list[OutcomeKind]:
    """A case that was closed twice may say "nothing" once and something later: then only what was done counts."""
    kinds = [outcome.kind for outcome in service.outcomes_of(session, case)]
    return [kind for kind in kinds if kind is not OutcomeKind.NONE] or kinds


def _address(case: Case, decided: Decided) -> str:
    return url_for("outcomes.finding", number=case.complaint.number, allegation_id=decided.allegation_id)


def results_in_words(session: Db, cases: Sequence[Case]) -> dict[int, Any]:
    """What was found in each of these cases, in sum."""
    return {case_id: FINDINGS[kind] for case_id, kind in service.summaries_of(session, cases).items()}


contribute_panel("findings", panel_of_findings)
contribute_results(results_in_words)
contribute_page(Move.APPROVE, "outcomes.review")


@bp.route("/findings/<int:allegation_id>", methods=["GET", "POST"])
@requires(Permission.CASE_DECIDE)
def finding(number: str, allegation_id: int) -> ResponseReturnValue:
    """Decide one allegation. 409 when it was decided since the page was opened; what was typed stays."""
    case = case_or_404(number, to_change=request.method == "POST")
    form = FindingForm(request.form)
    if request.method == "GET":
        return _show_finding(case, allegation_id, form, 200)
    try:
        service.decide(
            db.session,
            _ring(),
            case,
            allegation_id,
            form.chosen,
            form.rationale.data or "",
            by=_me(),
            seen_version=number_in(form.seen_version.data),
            now=now(),
        )
        db.session.commit()
    except service.NoSuchAllegation:
        abort(404)
    except service.FindingWasChanged:
        db.session.rollback()
        form.form_errors.append(gettext("Somebody decided this while you were writing. Look, and decide again."))
        return _show_finding(case_or_404(number), allegation_id, form, 409)
    except RefusedFinding as refused:
        db.session.rollback()
        status = _say_why(form, refused)
        return _show_finding(case_or_404(number), allegation_id, form, status)
    flash(gettext("The finding was kept."), "success")
    return redirect(url_for("casework.case", number=number) + "#findings", 303)


def _say_why(form: FindingForm, refused: RefusedFinding) -> int:
    """Put each reason at its field; the status that fits the weightiest."""
    for reason in refused.reasons:
        words = str(FINDING_REFUSALS[reason])
        if reason in FIELD_OF:
            field = form[FIELD_OF[reason]]
            field.errors = [*field.errors, words]
        else:
            form.form_errors.append(words)
    return 409 if FindingRefusal.NOT_BEING_INVESTIGATED in refused.reasons else 422


def _show_finding(case: Case, allegation_id: int, form: FindingForm, status: int) -> ResponseReturnValue:
    decided = next((each for each in findings_on(db.session, case) if each.allegation_id == allegation_id), None)
    if decided is None:
        abort(404)
    involvement = involvement_in(db.session, case, moves_of(db.session, case))
    against = obstacles_to_deciding(facts_of_case(db.session, case, involvement), involvement.person(_me()))
    form.seen_version.data = str(decided.versions)
    return (
        render_template(
            "outcomes/finding.html",
            case=case,
            form=form,
            decided=decided,
            alleged=KINDS[decided.kind],
            findings=FINDINGS,
            against=[FINDING_REFUSALS[refusal] for refusal in against],
            most=MOST_OF_A_RATIONALE,
        ),
        409 if against and status == 200 else status,
    )


@bp.route("/review", methods=["GET", "POST"])
@requires(Permission.CASE_APPROVE)
def review(number: str) -> ResponseReturnValue:
    """Approve the findings and close the case, with what was done and a letter to the complainant."""
    case = case_or_404(number, to_change=request.method == "POST")
    form = ReviewForm(request.form)
    if request.method == "GET":
        decided = findings_on(db.session, case)
        form.letter.data = draft_letter(case.complaint.number, decided, case.complaint.language)
        form.form_id.data = secrets.token_hex(16)
        form.version.data = str(case.version)
        against = _obstacles(case)
        return _show_review(case, form, against, 409 if against else 200)
    return _close(case, form, case.complaint.number)


def _obstacles(case: Case) -> tuple[Refusal, ...]:
    involvement = involvement_in(db.session, case, moves_of(db.session, case))
    return obstacles(Move.APPROVE, facts_of_case(db.session, case, involvement), involvement.person(_me()))


def _close(case: Case, form: ReviewForm, number: str) -> ResponseReturnValue:
    status = 422
    try:
        form.validate()
        letter = (form.letter.data or "").strip()
        service.close(
            db.session,
            _ring(),
            case,
            outcomes=form.chosen,
            letter=letter and with_outcomes(letter, form.chosen, case.complaint.language),
            form_id=form.form_id.data or "",
            by=_me(),
            expected_version=number_in(form.version.data),
            now=now(),
            profile=current_app.extensions["profile"],
        )
        db.session.commit()
    except RefusedOutcomes as refused:
        form.outcomes.errors = [OUTCOMES_REFUSALS[refused.reason]]
    except UnusableBody as refused:
        form.letter.errors = [gettext("Write the letter.") if refused.is_empty else gettext("The letter is too long.")]
    except CaseWasChanged:
        form.form_errors.append(gettext("The case was changed while you were looking at it. Look, and decide again."))
        status = 409
    except IllegalMove as refused:
        status = 409 if refused.reason is Refusal.WRONG_STATUS else 422
    else:
        flash(gettext("The case is closed. The letter stands on the complainant’s page."), "success")
        return redirect(url_for("casework.case", number=number), 303)
    db.session.rollback()
    anew = case_or_404(number)
    form.version.data = str(anew.version)
    return _show_review(anew, form, _obstacles(anew), status)


def _show_review(case: Case, form: ReviewForm, against: tuple[Refusal, ...], status: int) -> ResponseReturnValue:
    decided = findings_on(db.session, case)
    content: dict[str, Any] = {
        "decided": decided,
        "summary": summary(each.finding.finding for each in decided if each.finding is not None),
        "findings": FINDINGS,
        "kinds": KINDS,
        "against": [REFUSALS[refusal] for refusal in against],
        "most": MOST,
    }
    return render_template("outcomes/review.html", case=case, form=form, **content), status
