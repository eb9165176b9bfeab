"""Receipts to keep: as a small text file, or as a page to print. Nothing is looked up or stored."""

from __future__ import annotations

from typing import Final

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded

from complaints.intake.paper.receipt_page import receipt_pdf
from complaints.intake.paper.sheet import addresses, letterhead
from complaints.intake.public.blueprint import bp
from complaints.intake.public.showing import ring
from complaints.intake.public.verifying import refused
from complaints.intake.receipt import LONGEST, NotAReceipt, NotGenuine, Receipt, verified
from complaints.platform.extensions import limiter
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.locale import current_locale

PAGES: Final = "60 per hour"
"""PDF receipts for one address, which many people of a library share. Each takes 50 to 100 ms to set."""


def _wants_text() -> bool:
    return request.form.get("as") != "pdf"


@bp.post("/complain/receipt")
@limiter.limit(PAGES, exempt_when=_wants_text)
@requires(PUBLIC, writes=False)
def save_receipt() -> ResponseReturnValue:
    """The receipt as text, or as PDF with `as=pdf`; it is written from its own signed block, so only a genuine one."""
    try:
        receipt = verified(request.form.get("receipt", ""), ring().receipts_public)
    except (NotAReceipt, NotGenuine) as problem:
        return refused(problem)
    block = receipt.signed(ring())
    if _wants_text():
        return _saved(render_template("intake/receipt.txt", receipt=receipt, block=block), receipt, "txt", "text/plain")
    here = current_locale()
    page = receipt_pdf(receipt, block, addresses(here), letterhead(here))
    return _saved(page, receipt, "pdf", "application/pdf")


def too_many_pages(_problem: RateLimitExceeded) -> Response:
    """Many PDFs from one address: the text can be had at once, with the same proof in it (429)."""
    page = render_template("intake/busy.html", block=request.form.get("receipt", "")[:LONGEST])
    response = make_response(page, 429)
    response.headers["Retry-After"] = "600"
    return response


def _saved(content: str | bytes, receipt: Receipt, ending: str, media_type: str) -> Response:
    response = make_response(content)
    response.mimetype = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{receipt.number}.{ending}"'
    return response
