"""Files on the case: opening one with a reason, adding one, and writing to the complainant with files."""

from __future__ import annotations

from itertools import chain, islice
from typing import Any, Final

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from complaints.casework.blueprint import bp, case_or_404, me, profile, ring
from complaints.casework.files import may_add_files, may_open_files
from complaints.casework.forms import AnswerForm
from complaints.casework.models import Case
from complaints.casework.people import may_write_to_complainant
from complaints.casework.service import person_in, told_complainant
from complaints.correspondence.message_files import attach, files_in_messages
from complaints.correspondence.service import submission_key, write_to_complainant
from complaints.evidence import staff_wording, wording
from complaints.evidence.handing import Handed, answer_to, forget, hand_in_all, keeping_of
from complaints.evidence.models import Evidence
from complaints.evidence.rules import Purpose, Source, may_take_back, needs_care
from complaints.evidence.service import (
    MOST_OF_A_DESCRIPTION,
    Sender,
    Stays,
    Upload,
    abouts_for_staff,
    content_for_staff,
    find,
    find_some,
    open_for_staff,
    owner_of,
    take_back,
)
from complaints.platform.accounts.permissions import Permission
from complaints.platform.attachments import KINDS, Kind, StoreDown, limits, store_of, takes_files
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.vault import CannotOpen
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now
from complaints.platform.web.downloads import as_file, can_be_shown

PURPOSES: Final = [
    ("", lazy_gettext("Choose one")),
    *((each.value, said) for each, said in staff_wording.PURPOSES.items()),
]


@bp.get("/cases/<number>/files/<ref>")
@requires(Permission.CASE_UNSEAL)
def file(number: str, ref: str) -> ResponseReturnValue:
    """What is known of a file without opening it, and the form that opens it."""
    found = _case(number)
    return _show_file(found, _file(found, ref))


@bp.post("/cases/<number>/files/<ref>")
@requires(Permission.CASE_UNSEAL)
def open_file(number: str, ref: str) -> ResponseReturnValue:
    """Open a file: who, why and which is committed to the log before a byte of it is read."""
    found = _case(number)
    kept, problems = _file(found, ref), {}
    reason = request.form.get("reason", "")
    if reason not in set(Purpose):
        problems["reason"] = gettext("Choose why you open it.")
    if needs_care(is_clean=kept.is_clean, scan=kept.scan) and request.form.get("care") != "yes":
        problems["care"] = gettext("Tick the box to open it all the same.")
    if problems:
        return _show_file(found, kept, problems, 422)
    purpose, by_id, moment = Purpose(reason), me().id, now()
    open_for_staff(db.session, kept, found.complaint.number, by_id=by_id, purpose=purpose, now=moment)
    name = abouts_for_staff(ring(), [kept])[kept.seal_id].name
    media_type, size, content = kept.media_type, kept.size, content_for_staff(store_of(current_app), ring(), kept)
    shown = request.form.get("how") == "look" and not needs_care(is_clean=kept.is_clean, scan=kept.scan)
    db.session.commit()
    try:
        return as_file(content, name=name, media_type=media_type, size=size, shown=shown)
    except (CannotOpen, LookupError, StoreDown):
        current_app.logger.error("the content of a file cannot be opened")
        words = gettext("The stored file cannot be opened: it is missing, or it was changed. Tell your administrator.")
        return _show_file(found, kept, {"reason": words}, 500)


@bp.post("/cases/<number>/files/<ref>/remove")
@requires(Permission.CASE_UNSEAL)
def remove_file(number: str, ref: str) -> ResponseReturnValue:
    """Take back a file that one added oneself by mistake, before anybody opened it."""
    found = _case(number)
    kept = _file(found, ref)
    if kept.added_by_id != me().id:
        abort(403)
    blob, is_in_message = kept.blob, kept.id in files_in_messages(db.session, found.complaint_id)
    try:
        actor = Actor.staff(me().id)
        take_back(db.session, kept, found.complaint.number, actor, now(), is_in_message=is_in_message)
    except Stays:
        return _show_file(found, kept, {"reason": gettext("It was opened or sent already, and stays.")}, 409)
    db.session.commit()
    forget(store_of(current_app), blob)
    flash(gettext("The file was removed. That there was one stays written down."), "success")
    return redirect(url_for("casework.case", number=found.complaint.number) + "#files", 303)


@bp.route("/cases/<number>/files", methods=["GET", "POST"])
@requires(Permission.CASE_UNSEAL)
@takes_files
def add_files(number: str) -> ResponseReturnValue:
    """Add files to the case, for staff alone: a scanned letter, a record that was asked for."""
    found = _case(number, to_add=True)
    if request.method == "GET":
        return _show_adding(found)
    number = found.complaint.number
    handed = _taken(found, Sender(Source.STAFF, me().id, is_shared=False))
    if not handed or not all(each.is_kept for each in handed):
        problem = "" if handed else gettext("Choose a file first.")
        return _show_adding(case_or_404(number), handed, problem, answer_to(handed, is_fine=False)[0])
    flash(gettext("The files were sealed and kept."), "success")
    return redirect(url_for("casework.case", number=number) + "#files", 303)


@bp.post("/cases/<number>/messages/files")
@requires(Permission.CASE_UNSEAL)
@takes_files
def write_with_files(number: str) -> ResponseReturnValue:
    """Write to the complainant with files: the first time the page that asks for them, then sent as one message."""
    found = case_or_404(number)
    if not may_write_to_complainant(found, person_in(db.session, found, me())):
        abort(403)
    form = AnswerForm(request.form)
    if "send" not in request.form:
        return _show_writing(found, form)
    handed = _taken(found, Sender(Source.STAFF, me().id))
    found = case_or_404(number, to_change=True)
    attached = _attached(found, handed)
    # The form says what is wrong with the text even where a file was refused, too.
    is_fine = form.validate() and all(each.is_kept for each in handed)
    if not is_fine or not attached:
        problem = "" if handed or attached else gettext("Choose a file first.")
        return _show_writing(found, form, handed, attached, problem, answer_to(handed, is_fine=False)[0])
    moment, form_id = now(), form.form_id.data or ""
    complaint = found.complaint
    if write_to_complainant(db.session, ring(), complaint, form.body.data or "", me().id, moment, form_id):
        attach(db.session, complaint.id, submission_key(complaint.number, form_id), [each.id for each in attached])
        told_complainant(db.session, found, moment, profile())
    db.session.commit()
    flash(gettext("Your message is with the complainant."), "success")
    return redirect(url_for("casework.case", number=number) + "#messages", 303)


def _case(number: str, *, to_add: bool = False) -> Case:
    """The case, for who may open its files. "Not found" for who may not know of it, 403 for who may see it only."""
    found = case_or_404(number)
    person = person_in(db.session, found, me())
    if not (may_add_files if to_add else may_open_files)(found, person):
        abort(403)
    return found


def _file(found: Case, ref: str) -> Evidence:
    try:
        return find(db.session, found.complaint_id, ref)
    except LookupError:
        abort(404)


def _taken(found: Case, sender: Sender) -> list[Handed]:
    """Keep each file of the form at hand; each is committed by itself."""
    owner, keeping, moment = owner_of(db.session, found.complaint), keeping_of(current_app), now()
    said = request.form.get("description", "")
    uploads = [Upload(sent.stream, sent.filename, said) for sent in request.files.getlist("files") if sent.filename]
    return hand_in_all(db.session, keeping, owner, sender, uploads, moment)


def _attached(found: Case, handed: list[Handed]) -> list[Evidence]:
    """The files that go with a message: those just kept, and those kept when this form was sent before."""
    refs = [each.evidence.seal_id for each in handed if each.evidence is not None]
    most = limits(current_app).files
    asked = chain(refs, islice(request.form.getlist("attached"), most))
    files = find_some(db.session, found.complaint_id, asked, most)
    return [each for each in files if each.is_shared and each.source is Source.STAFF]


def _show_file(
    found: Case, kept: Evidence, problems: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    is_in_message = kept.id in files_in_messages(db.session, found.complaint_id)
    return (
        render_template(
            "casework/file.html",
            case=found,
            file=kept,
            problems=problems or {},
            purposes=PURPOSES,
            chosen=request.form.get("reason", ""),
            words=wording,
            staff_words=staff_wording,
            can_be_shown=can_be_shown(kept.media_type),
            needs_care=needs_care(is_clean=kept.is_clean, scan=kept.scan),
            can_be_removed=kept.added_by_id == me().id
            and may_take_back(opened_at=kept.opened_at, is_removed=False, is_in_message=is_in_message),
        ),
        status,
    )


def _show_adding(
    found: Case, handed: list[Handed] | None = None, problem: str = "", status: int = 200
) -> ResponseReturnValue:
    return render_template(
        "casework/add_files.html", case=found, handed=handed or [], problem=problem, **_told()
    ), status


def _show_writing(
    found: Case,
    form: AnswerForm,
    handed: list[Handed] | None = None,
    attached: list[Evidence] | None = None,
    problem: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    return (
        render_template(
            "casework/write_with_files.html",
            case=found,
            form=form,
            handed=handed or [],
            attached=attached or [],
            problem=problem,
            words=wording,
            **_told(),
        ),
        status,
    )


def _told() -> dict[str, Any]:
    most = limits(current_app)
    return {
        "accept": ",".join(sorted({each.media_type for each in KINDS})),
        "largest": {kind.value: wording.size_in_words(most.of(kind)) for kind in Kind},
        "description": request.form.get("description", ""),
        "most_words": MOST_OF_A_DESCRIPTION,
    }
