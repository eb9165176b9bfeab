"""Receipts: saved as a small file, and checked by whoever holds one. Nothing is looked up or stored."""

from __future__ import annotations

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from complaints.intake.public.blueprint import bp
from complaints.intake.public.showing import ring
from complaints.intake.receipt import LONGEST, NotAReceipt, NotGenuine, Receipt, verified
from complaints.platform.web.access import PUBLIC, requires


@bp.post("/complain/receipt")
@requires(PUBLIC, writes=False)
def save_receipt() -> ResponseReturnValue:
    """The receipt as a text file; it is written from its own signed block, so only a genuine one comes back."""
    try:
        receipt = verified(request.form.get("receipt", ""), ring().receipts_public)
    except (NotAReceipt, NotGenuine) as problem:
        return _refused(problem)
    response = make_response(render_template("intake/receipt.txt", receipt=receipt, block=receipt.signed(ring())))
    response.mimetype = "text/plain"
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{receipt.number}.txt"'
    return response


@bp.get("/verify")
@requires(PUBLIC)
def verify() -> ResponseReturnValue:
    """Where a receipt is pasted or given as a file."""
    return _shown()


@bp.post("/verify")
@requires(PUBLIC, writes=False)
def check_receipt() -> ResponseReturnValue:
    """Say whether a receipt is genuine, and what it says. 422 where there is none to check."""
    try:
        receipt = verified(_given(), ring().receipts_public)
    except (NotAReceipt, NotGenuine) as problem:
        return _refused(problem)
    return _shown(receipt=receipt)


def _given() -> str:
    """The pasted text, else the file's."""
    pasted = request.form.get("receipt", "")
    file = request.files.get("file")
    if pasted.strip() or file is None:
        return pasted
    return file.stream.read(LONGEST + 1).decode("utf-8", errors="replace")


def _refused(problem: NotAReceipt | NotGenuine) -> Response:
    if isinstance(problem, NotGenuine):
        return _shown(is_forged=True)
    return _shown(
        422, error=gettext("There is no whole receipt here. Paste it from the first line of dashes to the last one.")
    )


def _shown(status: int = 200, *, receipt: Receipt | None = None, is_forged: bool = False, error: str = "") -> Response:
    pasted = request.form.get("receipt", "")[:LONGEST]
    page = render_template("intake/verify.html", receipt=receipt, is_forged=is_forged, error=error, pasted=pasted)
    return make_response(page, status)
