"""The API for the city's report job: the protected counts of a period, for a token with the scope aggregates:read."""

from __future__ import annotations

from flask import Response, request
from flask_babel import force_locale

from complaints.disclosure import Refusal
from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.tokens import Reason, TokenRefused, verify_token
from complaints.platform.extensions import db, limiter
from complaints.platform.store import immediate_transactions
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.reports import archive, freezing, press, service, shapes
from complaints.reports.manifest import canonical
from complaints.reports.openapi import PREFIX, ApiBlueprint, problem
from complaints.reports.periods import Period, PeriodRefused
from complaints.reports.rules import ReleaseRefused, TableName

bp = ApiBlueprint("staff_api", __name__, url_prefix=PREFIX, description="For the city's report job, with a token.")


@bp.route("/aggregates")
# The token is checked here, not by the guard: nobody is signed in. Its use is written to the log, so this GET writes.
@requires(PUBLIC, writes=True)
@limiter.limit("60 per minute")
@bp.asks(shapes.WantedPeriod)
@bp.gives(shapes.Aggregates, 401, 403, 409, 422)
@bp.needs_token("aggregates:read")
def aggregates(query: dict[str, str]) -> Response:
    """The protected counts of a period: of its release, or as they would be frozen now. Needs a bearer token."""
    try:
        token = verify_token(db.session, _presented(), Scope.AGGREGATES_READ, now())
    except TokenRefused as refused:
        return _refuse(refused)
    try:
        period = freezing.period_of(query.get("period", ""))
    except PeriodRefused as refused:
        return problem(422, "Unprocessable Content", str(refused))
    # The use is in the log before anything is shown, and the lock is free before the counting begins.
    service.note_aggregates_read(db.session, token.id, period, now())
    db.session.commit()
    try:
        content = _aggregates(period)
    except (ReleaseRefused, Refusal) as refused:
        return problem(409, "Conflict", str(refused))
    response = Response(canonical(content), content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _presented() -> str:
    """What stands after `Bearer`; nothing, which no token is, when the header says something else."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def _refuse(refused: TokenRefused) -> Response:
    if refused.token_id is not None:
        service.note_refused_token(db.session, refused.token_id, refused.reason.value, now())
        db.session.commit()
    if refused.reason is Reason.SCOPE:
        challenge = 'Bearer error="insufficient_scope", scope="aggregates:read"'
        return problem(403, "Forbidden", "The token does not open this.", WWW_Authenticate=challenge)
    challenge = 'Bearer error="invalid_token"' if request.headers.get("Authorization") else "Bearer"
    detail = "Send a valid token with the scope aggregates:read in the header Authorization, after the word Bearer."
    return problem(401, "Unauthorized", detail, WWW_Authenticate=challenge)


def _aggregates(period: Period) -> dict[str, object]:
    profile, demonstration = freezing.profile(), freezing.counts_demonstration()
    with immediate_transactions(False):
        frozen = archive.release_of_period(db.session, period, demonstration=demonstration)
        document = service.preview(db.session, freezing.key_ring(), profile, period, now(), demonstration=demonstration)
    status = "preview" if frozen is None else ("published" if frozen.published_at else "frozen")
    with force_locale(profile.default_locale):
        tables = [press.table_json(document, name) for name in TableName]
    return {"status": status, "release": document["number"], "report": document, "tables": tables}
