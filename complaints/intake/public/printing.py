"""The form on paper: a page to print and a PDF, in every language, with today's list of technologies."""

from __future__ import annotations

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from complaints.intake.forms import Circumstances
from complaints.intake.paper.blank import Blank, blank, blank_pdf
from complaints.intake.paper.sheet import addresses, letterhead
from complaints.intake.public.blueprint import bp
from complaints.intake.public.showing import profile
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale
from complaints.registry.service import listed


@bp.get("/paper")
@requires(PUBLIC)
def paper() -> ResponseReturnValue:
    """The questions with room for a pen."""
    return _kept_a_while(make_response(render_template("intake/paper.html", blank=_blank())))


@bp.get("/paper.pdf")
@requires(PUBLIC)
def paper_pdf() -> ResponseReturnValue:
    """The same as PDF, tagged. No limit: it is set once a day in a language, and given out again at no cost."""
    here = current_locale()
    response = make_response(blank_pdf(_blank(), letterhead(here), local_date(now(), profile().zone)))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="complaint-form-{here}.pdf"'
    return _kept_a_while(response)


def _blank() -> Blank:
    here = current_locale()
    circumstances = Circumstances(profile(), here, local_date(now(), profile().zone), listed(db.session))
    return blank(circumstances, addresses(here))


def _kept_a_while(response: Response) -> Response:
    """Nothing of the reader is in it."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
