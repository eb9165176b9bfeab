"""Setting pages for people: the receipt, the caller's letter and the blank form, against the receipt as text."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from benchmarks._instance import add_staff, deployment, folder, signed_in
from benchmarks._reporting import is_quick, milliseconds, ratio, report, timed
from complaints.intake.number import new_number
from complaints.intake.paper import blank
from complaints.intake.receipt import Receipt
from complaints.platform.accounts.permissions import Role
from complaints.platform.settings import system_clock

LANGUAGES = ("en", "ar", "zh")
PASSPHRASE = "eight words that a resident wrote down once"


def measure(path: Path, rounds: int) -> None:
    """Ask for each paper in three scripts, as a browser would."""
    with deployment(path) as app:
        clerk = signed_in(app, add_staff(app, Role.INTAKE_CLERK))
        for language in LANGUAGES:
            asked = _papers(app, clerk, language)
            plain = [timed(asked["text"]) for _ in range(rounds)]
            for name, ask in asked.items():
                taken = [timed(ask) for _ in range(rounds)]
                report(
                    "papers",
                    paper=name,
                    language=language,
                    ms=milliseconds(taken),
                    first_ms=milliseconds(taken[:1]),
                    ratio_to_text=ratio(taken, plain),
                    process_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                )


def _block(app: Flask) -> str:
    """Another one each time: what was set just now is set faster again."""
    receipt = Receipt(new_number(os.urandom(16)), system_clock().replace(microsecond=0), os.urandom(32), "st_louis")
    return receipt.signed(app.extensions["key_ring"])


def _papers(app: Flask, clerk: FlaskClient, language: str) -> dict[str, Callable[[], object]]:
    resident, prefix = app.test_client(), "" if language == "en" else f"/{language}"
    token = _token(clerk)

    def saving(kind: str) -> Callable[[], object]:
        return lambda: _good(resident.post(f"{prefix}/complain/receipt", data={"receipt": _block(app), "as": kind}))

    def letter() -> object:
        told = {"csrf_token": token, "receipt": _block(app), "passphrase": PASSPHRASE, "language": language}
        return _good(clerk.post("/staff/intake/letter", data=told))

    def form() -> object:
        blank.blank_pdf.cache_clear()
        return _good(resident.get(f"{prefix}/paper.pdf"))

    return {"text": saving("text"), "receipt": saving("pdf"), "letter": letter, "form": form}


def _token(clerk: FlaskClient) -> str:
    page = clerk.get("/staff/intake").text
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def _good(answer: Any) -> Any:
    if answer.status_code != 200:
        raise RuntimeError(f"answered {answer.status_code}")
    return answer


if __name__ == "__main__":
    with folder() as place:
        measure(place, 3 if is_quick() else 25)
