"""Staff pages of the releases: see a protected preview, freeze a period, publish what somebody else froze."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from complaints.disclosure import Refusal, UnsafeRelease
from complaints.platform.accounts.permissions import Permission
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale
from complaints.platform.web.navigation import NavItem
from complaints.reports import archive, freezing, service
from complaints.reports.at_work import WAIT_SECONDS, Busy, one_at_a_time
from complaints.reports.blueprint import staff_bp as bp
from complaints.reports.editions.edition import make_edition
from complaints.reports.errata import pages as errata_pages
from complaints.reports.errata import service as errata
from complaints.reports.job import pages as job_pages
from complaints.reports.models import Release
from complaints.reports.periods import Period, PeriodRefused, latest_over
from complaints.reports.refusals import sentence
from complaints.reports.rules import AlreadyFrozen, NoSuchRelease, ReleaseRefused
from complaints.reports.turn import turn_refusal
from complaints.reports.verifying.manifest import MANIFEST

__all__ = ["bp", "errata_pages"]
NAV = (
    NavItem(lazy_gettext("Releases"), "reports_staff.releases", Permission.RELEASE_PREVIEW, 60),
    # Who keeps the registry sees no releases, but what the next one lacks.
    NavItem(lazy_gettext("For the report"), "reports_staff.missing", Permission.TECHNOLOGY_EDIT, 61),
)


@bp.get("")
@requires(Permission.RELEASE_PREVIEW)
def releases() -> str:
    """Every release, and the form that asks for a period."""
    return _list(_latest())


@bp.get("/preview")
@requires(Permission.RELEASE_PREVIEW)
def preview() -> ResponseReturnValue:
    """The protected tables of a period as they would be frozen now."""
    wanted = request.args.get("period", "")
    try:
        return _preview(freezing.period_of(wanted))
    except Busy as busy:
        return _list(wanted, sentence(busy)), 429, {"Retry-After": str(WAIT_SECONDS)}
    except (PeriodRefused, ReleaseRefused, Refusal) as refused:
        return _list(wanted, sentence(refused, _latest())), 422


@bp.post("")
@requires(Permission.RELEASE_FREEZE, writes=False)
def freeze() -> ResponseReturnValue:
    """Freeze a period. 422 with the reason when it cannot be, or wants a second look; nothing is stored then."""
    wanted = request.form.get("period", "")
    actor = Actor.staff(current_user.id)
    try:
        period = freezing.period_of(wanted)
        if "sure" not in request.form and _is_hasty(period):
            return _preview(period, gettext("Tick that you have read this. A freeze cannot be undone.")), 422
        made = freezing.freeze_period(period, actor, now())
    except AlreadyFrozen as refused:
        db.session.rollback()
        return _list(wanted, sentence(refused)), 409
    except (PeriodRefused, ReleaseRefused, UnsafeRelease, Refusal) as refused:
        db.session.rollback()
        return _list(wanted, sentence(refused, _latest())), 422
    flash(gettext("Release %(number)s is frozen. Somebody else must publish it.", number=made.number), "success")
    return redirect(url_for("reports_staff.release", number=made.number), 303)


@bp.get("/<int:number>")
@requires(Permission.RELEASE_PREVIEW)
def release(number: int) -> str:
    """One release: what is in it, who froze it, and the button that publishes it."""
    return _release(_found(number))


@bp.get("/<int:number>/<path:name>")
@requires(Permission.RELEASE_PREVIEW)
def file(number: int, name: str) -> Response:
    """A file of a release, published or not."""
    found = _found(number)
    if name == MANIFEST:
        return Response(archive.manifest_bytes(found), content_type="application/json")
    stored = archive.file_of(db.session, found, name)
    if stored is None:
        abort(404)
    response = Response(stored.content, content_type=stored.media_type)
    if name.endswith(".html"):
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("/<int:number>/publish")
@requires(Permission.RELEASE_PUBLISH)
def publish(number: int) -> ResponseReturnValue:
    """Publish a release that somebody else froze. 409 with the reason when it cannot be."""
    found = _found(number)
    try:
        service.publish(db.session, freezing.key_ring(), found, Actor.staff(current_user.id), now())
        db.session.commit()
    except ReleaseRefused as refused:
        db.session.rollback()
        return _release(_found(number), sentence(refused)), 409
    flash(gettext("Release %(number)s is published. Everybody can read it now.", number=number), "success")
    return redirect(url_for("reports_staff.release", number=number), 303)


def _preview(period: Period, problem: str = "") -> str:
    """Raises what `service.preview` raises."""
    demonstration = freezing.counts_demonstration()
    with one_at_a_time():
        document = service.preview(
            db.session, freezing.key_ring(), freezing.profile(), period, now(), demonstration=demonstration
        )
    return render_template(
        "reports_staff/preview.html",
        period=period,
        edition=make_edition(document, current_locale()),
        release=archive.release_of_period(db.session, period, demonstration=demonstration),
        may_freeze=current_user.may(Permission.RELEASE_FREEZE),
        problem=problem,
        **job_pages.standing(period),
    )


def _is_hasty(period: Period) -> bool:
    frozen = archive.release_of_period(db.session, period, demonstration=freezing.counts_demonstration())
    return frozen is None and job_pages.standing(period)["one"].is_hasty


def _found(number: int) -> Release:
    try:
        return archive.release_by_number(db.session, number, published_only=False)
    except NoSuchRelease:
        abort(404)


def _latest() -> str:
    """The newest period that is over, as it is written here; empty before there is one."""
    found = latest_over(freezing.profile().reporting, now(), freezing.profile().zone)
    return found.code if found else ""


def _list(period: str, problem: str = "") -> str:
    with immediate_transactions(False):
        found = archive.releases(db.session, published_only=False)
        names = archive.people_of(db.session, found)
        coming = job_pages.coming()
    return render_template(
        "reports_staff/releases.html", releases=found, names=names, period=period, problem=problem, **coming
    )


def _release(found: Release, problem: str = "") -> str:
    edition = make_edition(archive.document_of(db.session, found), current_locale())
    waits = turn_refusal(db.session, found)
    return render_template(
        "reports_staff/release.html",
        release=found,
        names=archive.people_of(db.session, [found]),
        edition=edition,
        problem=problem,
        errata=errata.all_of(db.session, found),
        waits=sentence(waits) if waits else "",
        froze_it=found.two_people and found.frozen_by_id == current_user.id,
        may_freeze=current_user.may(Permission.RELEASE_FREEZE),
        may_publish=current_user.may(Permission.RELEASE_PUBLISH),
    )
