"""Where anybody finds out whether a receipt is genuine. Nothing is looked up or stored."""

from __future__ import annotations

import re
from typing import Any, Final

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from complaints.intake.presented import CannotRead, Presented, Reason, read_file
from complaints.intake.public.blueprint import bp
from complaints.intake.public.showing import profile, ring
from complaints.intake.receipt import LONGEST, NotAReceipt, NotGenuine, Receipt, around, verified
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.filters import moment
from complaints.platform.web.locale import regional, spoken

_NUMBERED: Final = re.compile(r"\b\w{4}-\w{4}-\w\b")
REASONS: Final[dict[Reason, Any]] = {
    Reason.NOTHING: _("Paste a receipt here, or choose the file you saved."),
    Reason.EMPTY: _("This file is empty. Choose the file you saved, or paste the receipt."),
    Reason.TOO_LARGE: _("This is far too large for a receipt. Choose the file you saved, or paste the receipt."),
    Reason.PICTURE: _("We cannot read a picture. Choose the file you saved, or copy the lines from the paper."),
    Reason.OTHER_PDF: _(
        "There is no receipt in this PDF, or another program has saved it anew. "
        "Copy the lines between the dashes out of it and paste them here."
    ),
    Reason.OTHER_FILE: _("We cannot read this file. Choose the text file or the PDF you saved, or paste the receipt."),
    Reason.NO_RECEIPT: _("There is no whole receipt here. Paste it from the first line of dashes to the last one."),
}
OF_THE_FILE: Final = frozenset({Reason.EMPTY, Reason.PICTURE, Reason.OTHER_PDF, Reason.OTHER_FILE})


@bp.get("/verify")
@requires(PUBLIC)
def verify() -> ResponseReturnValue:
    """Where a receipt is pasted or given as a file."""
    return _shown()


@bp.post("/verify")
@requires(PUBLIC, writes=False)
def check_receipt() -> ResponseReturnValue:
    """Say whether a receipt is genuine, and what it says. 422 where there is none to check, 413 where it is huge."""
    try:
        given = _given()
    except CannotRead as problem:
        return _unread(problem.reason)
    except RequestEntityTooLarge:
        return _unread(Reason.TOO_LARGE, 413)
    try:
        receipt = verified(given.text, ring().receipts_public)
    except (NotAReceipt, NotGenuine) as problem:
        return refused(problem)
    is_contradicted = not given.is_pdf and _contradicts(around(given.text), receipt)
    return _shown(receipt=receipt, is_contradicted=is_contradicted, is_pdf=given.is_pdf)


def refused(problem: NotAReceipt | NotGenuine) -> Response:
    """The page of checking, with what is wrong with a receipt."""
    return _shown(is_forged=True) if isinstance(problem, NotGenuine) else _unread(Reason.NO_RECEIPT)


def _given() -> Presented:
    """The pasted text, else the file. Raises CannotRead, and RequestEntityTooLarge from the reading of the request."""
    pasted = request.form.get("receipt", "")
    file = request.files.get("file")
    if pasted.strip():
        return Presented(pasted)
    if file is None or not file.filename:
        raise CannotRead(Reason.NOTHING)
    return read_file(file.stream)


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


def _unread(reason: Reason, status: int = 422) -> Response:
    return _shown(status, error=str(REASONS[reason]), at="file" if reason in OF_THE_FILE else "receipt")


def _shown(status: int = 200, **found: Any) -> Response:
    """The page; `found` is what the checking came to. After a request that was too large nothing of it is read."""
    told = {"receipt": None, "is_contradicted": False, "is_pdf": False, "is_forged": False, "error": "", "at": ""}
    pasted = "" if status == 413 or request.method == "GET" else request.form.get("receipt", "")[:LONGEST]
    return make_response(render_template("intake/verify.html", **(told | found), pasted=pasted), status)
