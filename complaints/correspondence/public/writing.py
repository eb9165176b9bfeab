"""Writing to us from the complainant's page."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from complaints.correspondence import service
from complaints.correspondence.forms import MessageForm
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.public.page import ring, show, with_box
from complaints.platform.extensions import db, limiter
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now


@bp.post("/follow/message")
@limiter.limit("20 per minute")
@requires(PUBLIC)
def write() -> ResponseReturnValue:
    """Write to us. The same form sent twice is one message."""
    return with_box(_write)


def _write(box: service.OpenMailbox) -> ResponseReturnValue:
    form = MessageForm(request.form)
    if not form.validate():
        return show(box, form=form, status=422)
    service.write_as_complainant(db.session, ring(), box, form.body.data or "", form.form_id.data or "", now())
    return show(box, told="sent")
