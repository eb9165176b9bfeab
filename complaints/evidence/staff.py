"""What a clerk adds to a complaint they took: the photos and papers that came with it. Nothing can be read here."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from complaints.evidence import wording
from complaints.evidence.handing import Handed, hand_in, keeping_of
from complaints.evidence.rules import Source
from complaints.evidence.service import MOST_OF_A_DESCRIPTION, Sender, Upload, owner_of
from complaints.intake.models import Complaint
from complaints.intake.number import BadNumber, parse
from complaints.intake.rules import Channel
from complaints.platform.accounts.permissions import Permission
from complaints.platform.attachments import KINDS, Kind, limits, takes_files
from complaints.platform.extensions import db
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now

bp = Blueprint("evidence_staff", __name__, url_prefix="/staff/intake")
THEIR_OWN: Final = Channel.WEB
"""Who filed by this site adds their files themselves, with their passphrase."""


@bp.route("/<number>/files", methods=["GET", "POST"])
@requires(Permission.CASE_INTAKE)
@takes_files
def add(number: str) -> ResponseReturnValue:
    """Add what came with a complaint that did not come by this site. Sealed to the complainant as well."""
    found = _complaint(number)
    if request.method == "GET":
        return _show(found)
    owner, keeping, moment = owner_of(db.session, found), keeping_of(current_app), now()
    sender, said = Sender(Source.CLERK, current_user.id), request.form.get("description", "")
    handed = [
        hand_in(db.session, keeping, owner, sender, Upload(sent.stream, sent.filename, said), moment)
        for sent in request.files.getlist("files")
        if sent.filename
    ]
    is_fine = bool(handed) and all(each.is_kept for each in handed)
    return _show(found, handed, "" if handed else gettext("Choose a file first.")), 200 if is_fine else 422


def _complaint(number: str) -> Complaint:
    """The complaint, unless it came by this site. "Not found" otherwise, whatever the reason."""
    try:
        query = sa.select(Complaint).where(Complaint.number == parse(number), Complaint.channel != THEIR_OWN)
    except BadNumber:
        abort(404)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        abort(404)
    return found


def _show(found: Complaint, handed: list[Handed] | None = None, problem: str = "") -> str:
    most = limits(current_app)
    return render_template(
        "intake_staff/files.html",
        complaint=found,
        handed=handed or [],
        problem=problem,
        accept=",".join(sorted({each.media_type for each in KINDS})),
        largest={kind.value: wording.size_in_words(most.of(kind)) for kind in Kind},
        description=request.form.get("description", "") if problem else "",
        most_words=MOST_OF_A_DESCRIPTION,
    )
