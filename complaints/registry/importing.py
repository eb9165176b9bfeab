"""The spreadsheet on the staff site: export, and an import that shows what it would change before it does."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user

from complaints.platform.accounts.permissions import Permission
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.vault import BrokenToken, open_token, seal_token
from complaints.platform.vault.tokens import MAX_STATE_BYTES
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now
from complaints.registry import exchange, service
from complaints.registry.blueprint import staff_bp as bp
from complaints.registry.forms import SheetForm
from complaints.registry.sheet import MOST_BYTES, SheetFault, Wrong, read_sheet
from complaints.registry.sheet_words import wrong_sentence
from complaints.registry.today import today
from complaints.registry.words import FIELD_NAMES

_PLAN: Final = "registry import"
_GOOD_FOR: Final = timedelta(hours=1)
_MOST_PACKED: Final = MAX_STATE_BYTES - 1000


@bp.get("/staff/technologies/export.csv")
@requires(Permission.TECHNOLOGY_EDIT)
def export() -> Response:
    """The whole registry as a spreadsheet."""
    response = Response(exchange.export(db.session), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="technologies-{today().isoformat()}.csv"'
    return response


@bp.get("/staff/technologies/import")
@requires(Permission.TECHNOLOGY_EDIT)
def choose_sheet() -> str:
    """Choose a file."""
    return _choose_page([])


@bp.post("/staff/technologies/import")
@requires(Permission.TECHNOLOGY_EDIT, writes=False)
def preview() -> Any:
    """Show what the file would change; nothing is changed yet."""
    sent = request.files.get("sheet")
    if sent is None or not sent.filename:
        return _choose_page([gettext("Choose a file.")]), 422
    content = sent.read(MOST_BYTES + 1)
    try:
        planned = _plan(content)
    except exchange.SheetRefused as refused:
        return _choose_page([wrong_sentence(each) for each in refused.wrong]), 422
    return _preview_page(planned, content)


@bp.post("/staff/technologies/import/apply")
@requires(Permission.TECHNOLOGY_EDIT)
def apply() -> Any:
    """Do exactly what was shown, or show it anew when the registry has changed since."""
    try:
        text, shown = open_token(_key(), _PLAN, request.form.get("plan", ""), now=now(), max_age=_GOOD_FOR)
        content = zlib.decompress(base64.b64decode(text))
        planned = _plan(content)
        if exchange.fingerprint(planned) != shown:
            return _preview_page(planned, content, is_stale=True), 409
        count = exchange.apply(db.session, planned, Actor.staff(current_user.id), now(), gettext("Import"))
    except BrokenToken:
        return _choose_page([gettext("That took too long. Please choose the file again.")]), 422
    except (exchange.SheetRefused, service.StaleEdit):
        db.session.rollback()
        return _choose_page([gettext("The registry has changed. Please choose the file again.")]), 409
    db.session.commit()
    said = ngettext("%(num)s technology was added or changed.", "%(num)s technologies were added or changed.", count)
    flash(said, "success")
    return redirect(url_for(".technologies"), code=303)


def _plan(content: bytes) -> list[exchange.Planned]:
    sheet = read_sheet(content, today())
    if sheet.wrong:
        raise exchange.SheetRefused(sheet.wrong)
    return exchange.plan(db.session, sheet.rows)


def _choose_page(problems: Sequence[str]) -> str:
    form = SheetForm()
    form["sheet"].errors = list(problems)
    return render_template("registry_staff/import.html", form=form)


def _preview_page(planned: Sequence[exchange.Planned], content: bytes, is_stale: bool = False) -> Any:
    packed = base64.b64encode(zlib.compress(content)).decode()
    if len(packed) > _MOST_PACKED:
        return _choose_page([wrong_sentence(Wrong(0, "", SheetFault.TOO_LARGE, _MOST_PACKED // 1000))]), 422
    state = [packed, exchange.fingerprint(planned)]
    return render_template(
        "registry_staff/preview.html",
        planned=[each for each in planned if not each.is_idle],
        idle=sum(each.is_idle for each in planned),
        plan=seal_token(_key(), _PLAN, state, now=now()),
        is_stale=is_stale,
        field_names={
            **FIELD_NAMES,
            "position": gettext("Place in the list"),
            "retired_on": gettext("No longer used since"),
        },
    )


def _key() -> bytes:
    key: bytes = current_app.extensions["key_ring"].derived("registry import 1")
    return key
