"""The log as an auditor reads it: page by page, by subject, and checked on request."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from complaints.platform.accounts.models import ApiToken, Staff
from complaints.platform.accounts.permissions import Permission
from complaints.platform.audit.heads import published_heads
from complaints.platform.audit.models import AuditEvent
from complaints.platform.audit.service import ChainFault, FaultKind, verify_chain
from complaints.platform.extensions import db
from complaints.platform.web.access import requires
from complaints.platform.web.navigation import NavItem

bp = Blueprint("audit", __name__, url_prefix="/staff")
NAV = (NavItem(lazy_gettext("Audit log"), "audit.log", Permission.AUDIT_READ, 70),)
NAMED: dict[str, type[Staff] | type[ApiToken]] = {"staff:": Staff, "token:": ApiToken}
PAGE = 50
MOST_FAULTS = 20
LARGEST = 2**31 - 1
FAULTS: dict[FaultKind, LazyString] = {
    FaultKind.MISSING: lazy_gettext("Events from this one on are missing."),
    FaultKind.OUT_OF_ORDER: lazy_gettext("It does not follow the one before it."),
    FaultKind.CHANGED: lazy_gettext("It was changed, or does not belong."),
    FaultKind.NOT_AS_PUBLISHED: lazy_gettext("It differs from the head that was published."),
    FaultKind.PUBLISHED_AND_MISSING: lazy_gettext("It was published as a head, and is missing."),
    FaultKind.CUT_OFF: lazy_gettext("The log was cut off here."),
    FaultKind.NO_HEAD: lazy_gettext("The head of the log is missing."),
}


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def log() -> ResponseReturnValue:
    """The newest events first; `subject` narrows to one complaint or one thing."""
    return _show(request.args.get("subject", ""))


@bp.post("/audit")
@requires(Permission.AUDIT_READ, writes=False)
def check() -> ResponseReturnValue:
    """Walk the whole chain and say what is wrong with it."""
    key = current_app.extensions["key_ring"].derived("audit chain 1")
    return _show("", verify_chain(db.session, key, published_heads(db.session)))


def _show(typed: str, faults: Sequence[ChainFault] | None = None) -> ResponseReturnValue:
    subject = subject_named(typed)
    events, newer, older = _page(subject)
    chosen = {"subject": typed} if typed else {}
    return render_template(
        "audit/log.html",
        subject=typed,
        is_narrowed=bool(subject),
        events=[_row(event, names) for names in (_names(events),) for event in events],
        newer_url=url_for("audit.log", **_query(chosen, after=newer)) if newer else "",
        older_url=url_for("audit.log", **_query(chosen, before=older)) if older else "",
        faults=None if faults is None else [(fault.sequence, FAULTS[fault.kind]) for fault in faults[:MOST_FAULTS]],
        more_faults=max(0, len(faults or ()) - MOST_FAULTS),
    )


def _query(chosen: dict[str, str], **place: int) -> dict[str, Any]:
    return {**chosen, **place}


def subject_named(typed: str) -> str:
    """The subject that was meant: `kind:key` as it is, and a complaint's number however it was typed."""
    text = typed.replace("\x00", "").strip()
    kind, _, key = text.rpartition(":")
    if not text or kind.lower() not in ("", "complaint"):
        return text
    try:
        return f"complaint:{current_app.extensions['complaint_number'](key)}"
    except ValueError:
        return f"complaint:{key.strip().upper()}"


def _page(subject: str) -> tuple[list[AuditEvent], int | None, int | None]:
    """Events newest first, and the places where newer and older ones begin."""
    query = sa.select(AuditEvent)
    if subject:
        query = query.where(AuditEvent.subject == subject)
    after, before = _place("after"), _place("before")
    if after is not None:
        found = list(db.session.scalars(_upwards(query.where(AuditEvent.sequence > after))))
        is_more, events = len(found) > PAGE, found[:PAGE][::-1]
        return events, (events[0].sequence if events and is_more else None), (events[-1].sequence if events else None)
    if before is not None:
        query = query.where(AuditEvent.sequence < before)
    found = list(db.session.scalars(query.order_by(AuditEvent.sequence.desc()).limit(PAGE + 1)))
    events = found[:PAGE]
    newer = events[0].sequence if events and before is not None else None
    return events, newer, (events[-1].sequence if len(found) > PAGE else None)


def _upwards(query: sa.Select[AuditEvent]) -> sa.Select[AuditEvent]:
    return query.order_by(AuditEvent.sequence).limit(PAGE + 1)


def _place(name: str) -> int | None:
    """A place in the address; one that was mistyped is none."""
    text = request.args.get(name, "")
    return min(int(text), LARGEST) if text.isascii() and text.isdigit() and len(text) < 20 else None


def _names(events: Sequence[AuditEvent]) -> dict[str, str]:
    """The names of the staff and machines who did these things: one statement for each kind."""
    names: dict[str, str] = {}
    for kind, model in NAMED.items():
        keys = (event.actor.removeprefix(kind) for event in events if event.actor.startswith(kind))
        ids = {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 10}
        if ids:
            rows = db.session.execute(sa.select(model.id, model.name).where(model.id.in_(ids)))
            names |= {f"{kind}{number}": name for number, name in rows}
    return names


def _row(event: AuditEvent, names: dict[str, str]) -> dict[str, Any]:
    others = {
        "resident": gettext("A complainant"),
        "system": gettext("The system"),
        "command": gettext("Somebody at the machine"),
    }
    return {
        "sequence": event.sequence,
        "at": event.at,
        "who": names.get(event.actor) or others.get(event.actor, event.actor),
        "action": event.action,
        "subject": event.subject,
        "details": _details(event.details),
    }


def _details(text: str) -> str:
    """Codes and numbers as they were written; a row that was tampered with is shown as it stands."""
    try:
        return " · ".join(f"{name}: {value}" for name, value in json.loads(text).items())
    except (ValueError, AttributeError):
        return text
