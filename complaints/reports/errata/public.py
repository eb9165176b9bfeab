"""What everybody reads of the errata, as they were signed, and the key that releases and errata are signed with."""

from __future__ import annotations

from typing import Any

from flask import Response, abort

from complaints.platform.extensions import db
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.locale import current_locale
from complaints.reports import answers, archive, freezing
from complaints.reports.errata import service as errata
from complaints.reports.errata.words import shown
from complaints.reports.models import Release
from complaints.reports.site import bp, published
from complaints.reports.verifying.proof import TABLES


@bp.get("/reports/signing-key")
@requires(PUBLIC)
def signing_key() -> Response:
    """The public key of this deployment's releases, as the verifier takes it: 64 hexadecimal digits."""
    digits = freezing.key_ring().releases_public.public_bytes_raw().hex()
    response = Response(f"{digits}\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={answers.PAGE_SECONDS}"
    return response


@bp.get("/reports/<int:number>/errata/<name>")
@requires(PUBLIC)
def erratum(number: int, name: str) -> Response:
    """An erratum as it was signed (`1.json`), or its signature (`1.sig`)."""
    found = published(number)
    chain = errata.chain_of(db.session, found)
    chosen = next((each for each in chain if name in (f"{each.number}.json", f"{each.number}.sig")), None)
    if chosen is None:
        abort(404)
    if name.endswith(".json"):
        return answers.open_to_all(answers.frozen(found, chosen.content or b"", "application/json"))
    signature = answers.frozen(found, chosen.signature or b"", "application/octet-stream", download=name)
    return answers.open_to_all(signature)


def errata_of(found: Release, document: dict[str, Any]) -> list[dict[str, Any]]:
    """The published errata of a release for its page, in the reader's language."""
    chain = errata.chain_of(db.session, found)
    stored = archive.file_of(db.session, found, TABLES) if chain else None
    if stored is None:
        return []
    return [shown(each, document, stored.content, current_locale()) for each in chain]
