"""Staff pages of the errata: write what was found wrong with a report, look at it, publish it or set it aside."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from complaints.platform.accounts.permissions import Permission
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.profile import Language
from complaints.platform.store import immediate_transactions
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale
from complaints.reports import archive, freezing
from complaints.reports.blueprint import staff_bp as bp
from complaints.reports.errata import service as errata
from complaints.reports.errata.chain import NotAddingUp, SameNumber, WordsOnly
from complaints.reports.errata.forms import ErratumForm, WrongRow
from complaints.reports.errata.words import shown
from complaints.reports.models import Erratum, Release
from complaints.reports.refusals import sentence
from complaints.reports.rules import NoSuchRelease, ReleaseRefused
from complaints.reports.verifying.proof import TABLES

ABOUT_NUMBERS = (NotAddingUp, SameNumber, WordsOnly)
"""What is shown at the numbers rather than at the text."""


@bp.get("/<int:number>/errata/new")
@requires(Permission.RELEASE_FREEZE)
def new_erratum(number: int) -> str:
    """An empty form for what was found wrong."""
    return _write(_published(number), ErratumForm({}))


@bp.post("/<int:number>/errata")
@requires(Permission.RELEASE_FREEZE, writes=False)
def write_erratum(number: int) -> ResponseReturnValue:
    """Look at an erratum as everybody would, go back to it, or store it for a second person. 422 when refused."""
    found, form = _published(number), ErratumForm(request.form)
    if form.goes_back:
        return _write(found, form)
    try:
        numbers = form.numbers(_tables(found))
        if not form.stores:
            changes = errata.examine(db.session, found, form.text, numbers, _languages())
            return _preview(found, form, Erratum(text=form.text, cells=[dict(change) for change in changes]))
        db.session.commit()
        with immediate_transactions(True):
            made = errata.write(db.session, found, form.text, numbers, _me(), now(), languages=_languages())
            db.session.commit()
    except WrongRow as wrong:
        return _write(found, form, [(wrong.field, wrong.words)]), 422
    except ReleaseRefused as refused:
        db.session.rollback()
        field = "corrected-1" if isinstance(refused.__cause__, ABOUT_NUMBERS) else "text-en"
        return _write(_published(number), form, [(field, sentence(refused))]), 422
    flash(gettext("The erratum is written. Somebody else must publish it."), "success")
    return redirect(url_for("reports_staff.erratum", number=number, erratum_id=made.id), 303)


@bp.get("/<int:number>/errata/<int:erratum_id>")
@requires(Permission.RELEASE_PREVIEW)
def erratum(number: int, erratum_id: int) -> str:
    """One erratum: what it says, who wrote it, and the buttons that publish it or set it aside."""
    return _one(*_found(number, erratum_id))


@bp.post("/<int:number>/errata/<int:erratum_id>/publish")
@requires(Permission.RELEASE_PUBLISH)
def publish_erratum(number: int, erratum_id: int) -> ResponseReturnValue:
    """Publish what somebody else wrote. 409 with the reason when it cannot be."""
    found, chosen = _found(number, erratum_id)
    try:
        errata.publish(db.session, freezing.key_ring(), found, chosen, _me(), now(), languages=_languages())
        db.session.commit()
    except ReleaseRefused as refused:
        db.session.rollback()
        return _one(*_found(number, erratum_id), problem=sentence(refused)), 409
    flash(gettext("The erratum is published. Everybody can read it beside the report now."), "success")
    return redirect(url_for("reports_staff.erratum", number=number, erratum_id=erratum_id), 303)


@bp.post("/<int:number>/errata/<int:erratum_id>/set-aside")
@requires(Permission.RELEASE_PREVIEW)
def set_aside_erratum(number: int, erratum_id: int) -> ResponseReturnValue:
    """Leave an erratum unpublished for good. 403 for who may neither write nor publish one, 409 when too late."""
    if not (current_user.may(Permission.RELEASE_FREEZE) or current_user.may(Permission.RELEASE_PUBLISH)):
        abort(403)
    found, chosen = _found(number, erratum_id)
    try:
        errata.set_aside(db.session, found, chosen, _me(), now())
        db.session.commit()
    except ReleaseRefused as refused:
        db.session.rollback()
        return _one(*_found(number, erratum_id), problem=sentence(refused)), 409
    flash(gettext("The erratum is set aside. It will not be published."), "info")
    return redirect(url_for("reports_staff.release", number=number), 303)


def _me() -> Actor:
    return Actor.staff(current_user.id)


def _languages() -> list[str]:
    return [language.code for language in freezing.profile().languages]


def _published(number: int) -> Release:
    try:
        return archive.release_by_number(db.session, number, published_only=True)
    except NoSuchRelease:
        abort(404)


def _found(number: int, erratum_id: int) -> tuple[Release, Erratum]:
    found = _published(number)
    try:
        return found, errata.erratum_by_id(db.session, found, erratum_id)
    except errata.NoSuchErratum:
        abort(404)


def _tables(found: Release) -> bytes:
    stored = archive.file_of(db.session, found, TABLES)
    if stored is None:
        abort(404)
    return stored.content


def _write(found: Release, form: ErratumForm, problems: list[tuple[str, str]] | None = None) -> str:
    document = archive.document_of(db.session, found)
    fields = form.fields(document, freezing.profile(), current_locale(), dict(problems or []))
    return render_template("reports_staff/erratum_form.html", release=found, problems=problems or [], **fields)


def _preview(found: Release, form: ErratumForm, looked_at: Erratum) -> str:
    return render_template(
        "reports_staff/erratum_preview.html", release=found, sent=form.sent(), erratum=_shown(found, looked_at)
    )


def _shown(found: Release, chosen: Erratum) -> dict[str, Any]:
    told = shown(chosen, archive.document_of(db.session, found), _tables(found), current_locale())
    languages = {language.code: language for language in freezing.profile().languages}
    # Whoever publishes sees every word of it, in a language that the profile has no longer too.
    others = [(languages.get(code, Language(code, code, "auto")), text) for code, text in chosen.text.items()]
    return told | {"others": [(language, text) for language, text in others if language.code != told["language"]]}


def _one(found: Release, chosen: Erratum, problem: str = "") -> str:
    return render_template(
        "reports_staff/erratum.html",
        release=found,
        erratum=chosen,
        shown=_shown(found, chosen),
        names=archive.names_of(db.session, (chosen.written_by_id, chosen.published_by_id, chosen.set_aside_by_id)),
        problem=problem,
        wrote_it=chosen.two_people and chosen.written_by_id == current_user.id,
        may_publish=current_user.may(Permission.RELEASE_PUBLISH),
    )
