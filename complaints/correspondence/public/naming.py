"""Adding a name from the complainant's page: what it changes is said first, and nothing takes it back in silence."""

from __future__ import annotations

import secrets

from flask import render_template, request
from flask.typing import ResponseReturnValue

from complaints.correspondence import service
from complaints.correspondence.asking import NameForm
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.public.page import languages_of, profile, ring, show, token_of, with_box
from complaints.intake.forms.people import mode_hints
from complaints.intake.identity import OPEN_TO, CannotBecome, was_sent
from complaints.intake.rules import ANONYMOUS_TEXT, FilingMode
from complaints.platform.extensions import db, limiter
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale
from complaints.routing.service import decision_in_force


@bp.post("/follow/name")
@limiter.limit("20 per minute")
@requires(PUBLIC)
def add_name() -> ResponseReturnValue:
    """Ask for a name, or keep the one that was sent (`send`). The same form sent twice is one name."""
    return with_box(_add_name)


def _add_name(box: service.OpenMailbox) -> ResponseReturnValue:
    is_sent = "send" in request.form
    body = request.form.get("body", "")
    mode = service.mode_now(box.complaint, service.later_identities(db.session, box.complaint.id))
    if not OPEN_TO[mode] or (is_sent and was_sent(db.session, box.complaint, request.form.get("form_id", ""))):
        # The same form again, or one that somebody went back to: it is known already.
        return show(box, told="named", body=body)
    # A change of language brings what was typed; the first look comes with the fields of the page before alone.
    form = NameForm(request.form if "name" in request.form or is_sent else None)
    form.offer(OPEN_TO[mode], mode_hints(profile(), current_locale()))
    if is_sent and form.validate():
        return show(box, told="named", body=body) if _is_kept(box, form) else _add_name(box)
    if not is_sent and not form.name.raw_data:
        form.form_id.data = secrets.token_hex(16)
        form.fill_in(service.name_given(db.session, box.complaint, box.private_key))
    explained = decision_in_force(db.session(), box.complaint.id).explanations
    limits = mode is FilingMode.ANONYMOUS and any(each["key"] == ANONYMOUS_TEXT for each in explained)
    return (
        render_template(
            "correspondence/name.html",
            form=form,
            mode=mode,
            token=token_of(box),
            body=body,
            without_name=profile().text(ANONYMOUS_TEXT, current_locale()) if limits else "",
            languages_of_page=languages_of("correspondence.add_name"),
        ),
        422 if is_sent else 200,
    )


def _is_kept(box: service.OpenMailbox, form: NameForm) -> bool:
    """Keep the name; False where another one came while this was on its way: what can be asked for is less now."""
    wanted, form_id = FilingMode(form.mode.data), form.form_id.data or ""
    try:
        service.add_name(db.session, ring(), box.complaint, box.public_key, form.identity(), wanted, form_id, now())
    except CannotBecome:
        return False
    return True
