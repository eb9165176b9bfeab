"""Receipts: saved as a small file, and checked by whoever holds one. Nothing is looked up or stored."""

from __future__ import annotations

import re
from typing import Final

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from complaints.intake.public.blueprint import bp
from complaints.intake.public.showing import profile, ring
from complaints.intake.receipt import LONGEST, NotAReceipt, NotGenuine, Receipt, around, verified
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.filters import moment
from complaints.platform.web.locale import regional, spoken

_NUMBERED: Final = re.compile(r"\b\w{4}-\w{4}-\w\b")


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
    given = _given()
    try:
        receipt = verified(given, ring().receipts_public)
    except (NotAReceipt, NotGenuine) as problem:
        return _refused(problem)
    return _shown(receipt=receipt, is_contradicted=_contradicts(around(given), receipt))


def _contradicts(words: str, receipt: Receipt) -> bool:
    """Whether the words beside a genuine receipt name another number or time: they can be changed, it cannot."""
    if any(number.upper() != receipt.number for number in _NUMBERED.findall(words)):
        return True
    lines = [" ".join(line.strip(" \t\r>").split()) for line in words.splitlines()]
    return any(
        line.startswith(label) and line.removeprefix(label).strip() not in right
        for label, right in _told(receipt).items()
        for line in lines
    )


def _told(receipt: Receipt) -> dict[str, set[str]]:
    """The lines of the saved file in every language: what they begin with, and what may stand behind it."""
    told: dict[str, set[str]] = {}
    for code in spoken(profile()):
        with force_locale(regional(code, profile().timezone)):
            told.setdefault(gettext("Number:"), set()).add(receipt.number)
            told.setdefault(gettext("Received:"), set()).add(" ".join(moment(receipt.received_at).split()))
    return told


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


def _shown(
    status: int = 200,
    *,
    receipt: Receipt | None = None,
    is_contradicted: bool = False,
    is_forged: bool = False,
    error: str = "",
) -> Response:
    page = render_template(
        "intake/verify.html",
        receipt=receipt,
        is_contradicted=is_contradicted,
        is_forged=is_forged,
        error=error,
        pasted=request.form.get("receipt", "")[:LONGEST],
    )
    return make_response(page, status)
