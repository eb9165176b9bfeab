"""Writing to us with photos or papers: kept first, each by itself, then sent as one message with what was typed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from itertools import chain, islice

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from complaints.correspondence import service
from complaints.correspondence.forms import MessageForm
from complaints.correspondence.message_files import attach
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.public.files import taken, too_large, words_on_limits
from complaints.correspondence.public.page import languages_of, ring, show, token_of, with_box
from complaints.correspondence.rules import MOST
from complaints.evidence.handing import Handed, answer_to
from complaints.evidence.models import Evidence
from complaints.evidence.rules import Source
from complaints.evidence.service import find_some, owner_of
from complaints.platform.attachments import limits, takes_files_of_anybody
from complaints.platform.extensions import db, limiter
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now


@bp.get("/follow/message/files")
@requires(PUBLIC)
def attaching_needs_the_key() -> ResponseReturnValue:
    """Whoever comes by the address alone has no key with them: to the form that asks for it."""
    return redirect(url_for("correspondence.follow"), 303)


@bp.post("/follow/message/files")
@limiter.limit("30 per minute")
@requires(PUBLIC)
@takes_files_of_anybody
def write_with_files() -> ResponseReturnValue:
    """The first time the page that asks for files, with what was typed so far; then message and files together."""
    try:
        is_sent = "send" in request.form
    except RequestEntityTooLarge:
        return too_large()
    return with_box(_send if is_sent else _ask)


def _ask(box: service.OpenMailbox) -> ResponseReturnValue:
    form = MessageForm(data={"form_id": secrets.token_hex(16), "body": request.form.get("body", "")})
    return _page(box, form, _attached(box, []))


def _send(box: service.OpenMailbox) -> ResponseReturnValue:
    form = MessageForm(request.form)
    handed = taken(box)
    attached = _attached(box, handed)
    is_fine = form.validate() and all(each.is_kept for each in handed)
    if not is_fine or not attached:
        problem = "" if handed or attached else gettext("Choose a file first.")
        status, headers = answer_to(handed, is_fine=False)
        answer = make_response(_page(box, form, attached, handed, problem, status))
        answer.headers.update(headers)
        return answer
    number, form_id = box.complaint.number, form.form_id.data or ""
    if service.write_as_complainant(db.session, ring(), box, form.body.data or "", form_id, now()):
        key = service.submission_key(number, form_id)
        attach(db.session, box.complaint.id, key, [each.id for each in attached])
    return show(box, told="sent")


def _attached(box: service.OpenMailbox, handed: Sequence[Handed]) -> list[Evidence]:
    """What goes with the message: the files just kept, and those kept when this form was sent before."""
    refs = [each.evidence.seal_id for each in handed if each.evidence is not None]
    most = limits(current_app).files
    asked = chain(refs, islice(request.form.getlist("attached"), most))
    found = find_some(db.session, box.complaint.id, asked, most)
    return [each for each in found if each.source is not Source.STAFF]


def _page(
    box: service.OpenMailbox,
    form: MessageForm,
    attached: Sequence[Evidence],
    handed: Sequence[Handed] = (),
    problem: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    return (
        render_template(
            "correspondence/write_with_files.html",
            form=form,
            attached=attached,
            handed=handed,
            problem=problem,
            most=MOST,
            token=token_of(box),
            asks_consent=owner_of(db.session, box.complaint).is_anonymous,
            languages_of_page=languages_of("correspondence.write_with_files"),
            **words_on_limits(),
        ),
        status,
    )
