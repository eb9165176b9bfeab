"""The API for the city's report job: the protected counts of a period, and its freeze, each with a token of its own."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request
from flask_babel import force_locale

from complaints.disclosure import Refusal
from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.tokens import TokenRefused
from complaints.platform.audit import Actor
from complaints.platform.extensions import db, limiter
from complaints.platform.store import immediate_transactions
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.reports import archive, freezing, service, shapes
from complaints.reports.at_work import WAIT_SECONDS, Busy, one_at_a_time
from complaints.reports.bearer import note_use, refuse, token_for
from complaints.reports.editions import press
from complaints.reports.job import run as job
from complaints.reports.job.shapes import FREEZE, FrozenRelease
from complaints.reports.models import Release
from complaints.reports.openapi import PREFIX, ApiBlueprint, View, problem
from complaints.reports.periods import Period, PeriodRefused
from complaints.reports.rules import ReleaseRefused
from complaints.reports.verifying.manifest import canonical

bp = ApiBlueprint("staff_api", __name__, url_prefix=PREFIX, description="For the city's report job, with a token.")
_ASKS_FOR_A_FREEZE: Callable[[View], View] = bp.doc(
    requestBody={"required": True, "content": {"application/json": {"schema": FREEZE}}}
)
_MAKES: Callable[[View], View] = bp.alt_response(201, schema=FrozenRelease, description="Frozen just now.")


@bp.route("/aggregates")
# The token is checked here, not by the guard: nobody is signed in. Its use is written to the log, so this GET writes.
@requires(PUBLIC, writes=True)
@limiter.limit("60 per minute")
@bp.asks(shapes.WantedPeriod)
@bp.gives(shapes.Aggregates, 401, 403, 409, 422, 429)
@bp.needs_token("aggregates:read")
def aggregates(query: dict[str, str]) -> Response:
    """The protected counts of a period: of its release, or as they would be frozen now. Needs a bearer token."""
    try:
        token = token_for(db.session, Scope.AGGREGATES_READ, now())
    except TokenRefused as refused:
        answer = refuse(db.session, refused, Scope.AGGREGATES_READ, now())
        db.session.commit()
        return answer
    try:
        period = freezing.period_of(query.get("period", ""))
    except PeriodRefused as refused:
        return problem(422, "Unprocessable Content", str(refused))
    # The use is in the log before anything is shown, and the lock is free before the counting begins.
    service.note_aggregates_read(db.session, token.id, period, now())
    db.session.commit()
    try:
        content = _aggregates(period)
    except Busy as busy:
        return problem(429, "Too Many Requests", str(busy), Retry_After=str(WAIT_SECONDS))
    except (ReleaseRefused, Refusal) as refused:
        return problem(409, "Conflict", str(refused))
    response = Response(canonical(content), content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/releases", methods=["POST"])
# The token is checked here, not by the guard. Whether it opens this is written to the log, so the lock comes first.
@requires(PUBLIC, writes=True)
@limiter.limit("10 per minute")
@_ASKS_FOR_A_FREEZE
@_MAKES
@bp.gives(FrozenRelease, 401, 403, 409, 422)
@bp.needs_token("releases:freeze")
def freeze() -> Response:
    """Freeze a period when its day has come; one that is frozen stays as it is. Nothing is published. Needs a token."""
    try:
        token = token_for(db.session, Scope.RELEASES_FREEZE, now())
    except TokenRefused as refused:
        answer = refuse(db.session, refused, Scope.RELEASES_FREEZE, now())
        db.session.commit()
        return answer
    # The use is in the log whatever comes of it, and the lock is free before the counting begins.
    actor = Actor.token(token.id)
    note_use(db.session, token, now())
    db.session.commit()
    try:
        frozen = job.freeze_once(freezing.period_of(_wanted_period()), actor, now())
    except PeriodRefused as refused_period:
        return problem(422, "Unprocessable Content", str(refused_period))
    except (ReleaseRefused, Refusal) as refused_release:
        db.session.rollback()
        return problem(409, "Conflict", str(refused_release))
    response = Response(canonical(_frozen(frozen.release)), content_type="application/json; charset=utf-8")
    response.status_code = 201 if frozen.is_new else 200
    response.headers["Cache-Control"] = "no-store"
    return response


def _wanted_period() -> str:
    """The period in the body. Raises PeriodRefused for a body that is not just that."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        # JSON within JSON, deeper than anybody reads.
        body = None
    if not isinstance(body, dict) or set(body) != {"period"} or not isinstance(body["period"], str):
        raise PeriodRefused('Send JSON that names the period and nothing else, like this: {"period": "2025"}.')
    return str(body["period"])


def _frozen(release: Release) -> dict[str, object]:
    return {
        "number": release.number,
        "period": release.period,
        "starts_on": release.starts_on.isoformat(),
        "ends_on": release.ends_on.isoformat(),
        "frozen_at": release.frozen_at.isoformat(timespec="seconds"),
        "published_at": release.published_at.isoformat(timespec="seconds") if release.published_at else None,
        "is_demonstration": release.is_demonstration,
        "manifest_sha256": release.manifest_digest.hex(),
        "signature": release.signature.hex(),
    }


def _aggregates(period: Period) -> dict[str, object]:
    profile, demonstration = freezing.profile(), freezing.counts_demonstration()
    with one_at_a_time(), immediate_transactions(False):
        frozen = archive.release_of_period(db.session, period, demonstration=demonstration)
        document = service.preview(db.session, freezing.key_ring(), profile, period, now(), demonstration=demonstration)
    status = "preview" if frozen is None else ("published" if frozen.published_at else "frozen")
    names = [table["name"] for table in document["tables"]]
    with force_locale(profile.default_locale):
        tables = [press.table_json(document, name) for name in names]
    return {"status": status, "release": document["number"], "report": document, "tables": tables}
