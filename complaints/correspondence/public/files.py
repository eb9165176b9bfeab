"""The complainant's photos and papers: what we have of them, adding more, opening one's own, taking back a slip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from complaints.correspondence.message_files import files_in_messages
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.public.entering import may_come_first
from complaints.correspondence.public.page import languages_of, token_of, with_box
from complaints.correspondence.public.refusing import all_refused, may_send, note_refused
from complaints.correspondence.service import OpenMailbox
from complaints.evidence import wording
from complaints.evidence.handing import Handed, answer_to, forget, hand_in_all, keeping_of
from complaints.evidence.models import Evidence
from complaints.evidence.rules import Source, may_take_back
from complaints.evidence.service import (
    MOST_OF_A_DESCRIPTION,
    About,
    Sender,
    Stays,
    Upload,
    about_for_complainant,
    content_for_complainant,
    evidence_of,
    find,
    owner_of,
    take_back,
)
from complaints.platform.attachments import KINDS, Kind, StoreDown, limits, store_of, takes_files_of_anybody
from complaints.platform.audit import Actor
from complaints.platform.extensions import db, limiter
from complaints.platform.vault import CannotOpen
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.platform.web.downloads import as_file, can_be_shown

SENDER: Final = Sender(Source.COMPLAINANT)


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file as its complainant sees it."""

    file: Evidence
    about: About
    kind: Any
    size: str
    can_be_shown: bool
    can_be_removed: bool


@bp.get("/follow/files")
@bp.get("/follow/files/add")
@bp.get("/follow/files/open")
@bp.get("/follow/files/remove")
@requires(PUBLIC)
def files_need_the_key() -> ResponseReturnValue:
    """Whoever comes by the address alone has no key with them: to the form that asks for it."""
    return redirect(url_for("correspondence.follow"), 303)


@bp.post("/follow/files")
@requires(PUBLIC)
def files() -> ResponseReturnValue:
    """The list, and the form that adds to it."""
    return with_box(show_files)


@bp.post("/follow/files/add")
@limiter.limit("60 per minute")
@requires(PUBLIC)
@takes_files_of_anybody
def add_files() -> ResponseReturnValue:
    """Add one file or several. Each is told by itself what became of it; what is sent twice is kept once."""
    try:
        request.form.get("page")
    except RequestEntityTooLarge:
        return too_large()
    return with_box(_add)


@bp.post("/follow/files/open")
@requires(PUBLIC)
def open_file() -> ResponseReturnValue:
    """Hand the complainant a file of theirs: opened by their key, which this site has only while they send it."""
    return with_box(_open)


@bp.post("/follow/files/remove")
@requires(PUBLIC)
def remove_file() -> ResponseReturnValue:
    """Take back a file that was added by mistake; asks once more first."""
    return with_box(_remove)


def too_large() -> ResponseReturnValue:
    """What is said where the key of the page is somewhere in what is too large to be read."""
    most = wording.size_in_words(limits(current_app).request_bytes)
    return render_template("correspondence/too_large.html", size=most), 413


def show_files(
    box: OpenMailbox, handed: Sequence[Handed] = (), problem: str = "", told: str = "", status: int = 200
) -> ResponseReturnValue:
    """The page of the files, with what became of those just sent (`handed`)."""
    shown = shown_files(box)
    is_anonymous, most = owner_of(db.session, box.complaint).is_anonymous, limits(current_app)
    db.session.commit()
    return (
        render_template(
            "correspondence/files.html",
            complaint=box.complaint,
            files=shown,
            handed=handed,
            problem=problem,
            told=told,
            token=token_of(box),
            body=request.form.get("body", ""),
            description=request.form.get("description", "") if problem or any(each.is_busy for each in handed) else "",
            asks_consent=is_anonymous,
            left=most.files - sum(each.file.source is not Source.STAFF for each in shown),
            most_words=MOST_OF_A_DESCRIPTION,
            languages_of_page=languages_of("correspondence.files"),
            **words_on_limits(),
        ),
        status,
    )


def words_on_limits() -> dict[str, Any]:
    """What a page says beforehand: which kinds, how large each, how many and how much together."""
    most = limits(current_app)
    return {
        "largest": {kind.value: wording.size_in_words(most.of(kind)) for kind in Kind},
        "largest_bytes": max(most.of(kind) for kind in Kind),
        "accept": ",".join(sorted({each.media_type for each in KINDS})),
        "most_files": most.files,
        "most_together": wording.size_in_words(most.total_bytes),
    }


def shown_files(box: OpenMailbox) -> list[FileShown]:
    """What the complainant may open, with the names that their key opens."""
    found = evidence_of(db.session, box.complaint.id, for_complainant=True)
    sent = files_in_messages(db.session, box.complaint.id)
    return [
        FileShown(
            file=each,
            about=about_for_complainant(each, box.private_key),
            kind=wording.KINDS[each.kind],
            size=wording.size_in_words(each.size),
            can_be_shown=can_be_shown(each.media_type),
            can_be_removed=each.source is not Source.STAFF
            and may_take_back(opened_at=each.opened_at, is_removed=False, is_in_message=each.id in sent),
        )
        for each in found
    ]


def taken(box: OpenMailbox) -> list[Handed]:
    """Keep each file of the form at hand, one after another; each is committed by itself."""
    owner, keeping, moment = owner_of(db.session, box.complaint), keeping_of(current_app), now()
    said, consents = request.form.get("description", ""), request.form.get("consents") == "yes"
    uploads = [
        Upload(sent.stream, sent.filename, said, consents) for sent in request.files.getlist("files") if sent.filename
    ]
    if not may_send(owner.number):
        return all_refused(uploads)
    handed = hand_in_all(db.session, keeping, owner, SENDER, uploads, moment)
    note_refused(owner.number, handed)
    return handed


def _add(box: OpenMailbox) -> ResponseReturnValue:
    handed = taken(box)
    status, headers = answer_to(handed, is_fine=bool(handed))
    if request.accept_mimetypes.best == "application/json":
        results = [
            {"name": each.name, "kept": each.is_kept, "busy": each.is_busy, "words": str(each.words)} for each in handed
        ]
        return jsonify(results=results, page=token_of(box)), status, headers
    problem = "" if handed else gettext("Choose a file first.")
    answer = make_response(show_files(box, handed, problem, status=status))
    answer.headers.update(headers)
    return answer


def _open(box: OpenMailbox) -> ResponseReturnValue:
    file = _file(box)
    if file is None:
        return show_files(box, problem=gettext("We do not have this file any more."), status=404)
    try:
        return as_file(
            content_for_complainant(store_of(current_app), file, box.private_key),
            name=about_for_complainant(file, box.private_key).name,
            media_type=file.media_type,
            size=file.size,
            shown=request.args.get("how") == "look",
        )
    except (CannotOpen, LookupError, StoreDown):
        current_app.logger.error("the content of a file cannot be opened (row %s)", file.id)
        words = gettext("We cannot open this file just now. Please tell us in a message.")
        return show_files(box, problem=words, status=500)


def _file(box: OpenMailbox) -> Evidence | None:
    try:
        found = find(db.session, box.complaint.id, request.form.get("file", ""))
    except LookupError:
        return None
    return found if found.is_shared else None


def _remove(box: OpenMailbox) -> ResponseReturnValue:
    file = _file(box)
    if file is None or file.source is Source.STAFF:
        return show_files(box, problem=gettext("We do not have this file any more."), status=404)
    if request.form.get("sure") != "yes":
        return render_template(
            "correspondence/remove_file.html",
            token=token_of(box),
            body=request.form.get("body", ""),
            file=file,
            about=about_for_complainant(file, box.private_key),
            languages_of_page=languages_of("correspondence.remove_file"),
        )
    blob, is_in_message = file.blob, file.id in files_in_messages(db.session, box.complaint.id)
    try:
        take_back(db.session, file, box.complaint.number, Actor.resident(), now(), is_in_message=is_in_message)
    except Stays:
        words = gettext("This file stays: we have worked with it already. Write to us if it must go.")
        return show_files(box, problem=words, status=409)
    db.session.commit()
    forget(store_of(current_app), blob)
    return show_files(box, told="removed")


may_come_first("files", show_files)
bp.add_app_template_filter(wording.file_words, "file_words")
