"""Editing an entry: a new version each time, and nobody overwrites what somebody else has just changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from complaints.platform.accounts.permissions import Permission
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now
from complaints.registry import service
from complaints.registry.blueprint import staff_bp as bp
from complaints.registry.fields import POLICY_FILE, Value
from complaints.registry.forms import EntryForm, NewEntryForm
from complaints.registry.models import Technology
from complaints.registry.policies import WrongPolicy, keep_policy, policy_of
from complaints.registry.rules import TechnologyType
from complaints.registry.sheet_words import policy_sentence
from complaints.registry.today import today
from complaints.registry.words import FIELD_NAMES, shown_name, type_name


@bp.get("/staff/technologies")
@requires(Permission.TECHNOLOGY_EDIT)
def technologies() -> str:
    """The registry as its steward sees it."""
    return render_template(
        "registry_staff/technologies.html",
        technologies=service.listed(db.session, include_retired=True),
        shown_name=shown_name,
        type_name=type_name,
    )


@bp.get("/staff/technologies/new")
@requires(Permission.TECHNOLOGY_EDIT)
def new() -> str:
    """An empty entry."""
    return render_template("registry_staff/new.html", form=NewEntryForm())


@bp.post("/staff/technologies/new")
@requires(Permission.TECHNOLOGY_EDIT)
def add() -> Any:
    """Add a technology with its first version."""
    form = NewEntryForm(request.form)
    if not (form.validate() & _take_policy(form)):
        db.session.rollback()
        return render_template("registry_staff/new.html", form=form), 422
    kind, note = TechnologyType(form["type"].data), str(form.values.pop("change_note"))
    try:
        added = service.add(db.session, form.chosen_slug, kind, form.values, _actor(), now(), note)
    except service.SlugTaken:
        db.session.rollback()
        form["slug"].errors = [gettext("Another technology has this address already. Write a different one.")]
        return render_template("registry_staff/new.html", form=form), 422
    db.session.commit()
    flash(gettext("%(name)s is in the registry.", name=shown_name(added)), "success")
    return redirect(url_for(".edit", slug=added.slug), code=303)


@bp.get("/staff/technologies/<slug>")
@requires(Permission.TECHNOLOGY_EDIT)
def edit(slug: str) -> str:
    """An entry as it stands, to be changed."""
    found = _technology(slug)
    content = service.content_of(found.current)
    return _edit_page(found, EntryForm(None, content, expected_version=found.current_version))


@bp.post("/staff/technologies/<slug>")
@requires(Permission.TECHNOLOGY_EDIT)
def save(slug: str) -> Any:
    """Make a new version. 409 when somebody else did so first: what was typed stays, and what they changed is shown."""
    found = _technology(slug)
    form = EntryForm(request.form)
    seen = form["expected_version"].data or ""
    if not (seen.isascii() and seen.isdigit() and 1 <= len(seen) <= 9 and 1 <= int(seen) <= found.current_version):
        abort(400)
    if not (form.validate() & _take_policy(form)):
        db.session.rollback()
        return _edit_page(found, form), 422
    try:
        note = str(form.values.pop("change_note"))
        service.edit(db.session, found, form.values, _actor(), now(), note, int(seen))
    except service.StaleEdit:
        db.session.rollback()
        return _stale(slug, form, int(seen))
    except service.NothingChanged:
        db.session.rollback()
        flash(gettext("Nothing was changed."), "info")
        return redirect(url_for(".edit", slug=slug), code=303)
    db.session.commit()
    flash(gettext("Saved as version %(version)s.", version=found.current_version), "success")
    return redirect(url_for(".edit", slug=slug), code=303)


@bp.get("/staff/technologies/<slug>/history")
@requires(Permission.TECHNOLOGY_EDIT)
def history(slug: str) -> str:
    """Every version: who, when, and what it changed."""
    found = _technology(slug)
    entries = service.history(db.session, found)
    return render_template(
        "registry_staff/history.html",
        technology=found,
        name=shown_name(found),
        entries=entries,
        field_names=FIELD_NAMES,
        file_field=POLICY_FILE,
    )


@bp.post("/staff/technologies/<slug>/retire")
@requires(Permission.TECHNOLOGY_EDIT)
def retire(slug: str) -> Any:
    """Take a technology out of the lists; nothing is deleted."""
    found = _technology(slug)
    if not found.is_named:
        abort(409)
    try:
        service.retire(db.session, found, today(), _actor(), now())
    except service.NothingChanged:
        db.session.rollback()
    else:
        db.session.commit()
    flash(gettext("Retired. Its page and its complaints stay."), "success")
    return redirect(url_for(".edit", slug=slug), code=303)


@bp.post("/staff/technologies/<slug>/restore")
@requires(Permission.TECHNOLOGY_EDIT)
def restore(slug: str) -> Any:
    """Put a retired technology back."""
    found = _technology(slug)
    try:
        service.restore(db.session, found, _actor(), now())
    except service.NothingChanged:
        db.session.rollback()
    else:
        db.session.commit()
    flash(gettext("Back in the lists."), "success")
    return redirect(url_for(".edit", slug=slug), code=303)


def _actor() -> Actor:
    return Actor.staff(current_user.id)


def _technology(slug: str) -> Technology:
    try:
        return service.by_slug(db.session, slug)
    except service.UnknownTechnology:
        abort(404)


def _take_policy(form: EntryForm) -> bool:
    """Put the file that came along into the form's values; False, with words at the field, when it is no policy."""
    sent = request.files.get("policy_file")
    if sent is None or not sent.filename:
        if form["remove_file"].data:
            form.values[POLICY_FILE] = None
        return True
    try:
        form.values[POLICY_FILE] = keep_policy(db.session, sent.filename, sent.read(), _actor(), now()).id
    except WrongPolicy as wrong:
        form["policy_file"].errors = [policy_sentence(wrong.fault)]
        return False
    return True


def _stale(slug: str, form: EntryForm, seen: int) -> Any:
    """Show what the other person changed. Where this one changed nothing, the form now shows the other's words."""
    found = _technology(slug)
    before = service.content_of(service.version_of(db.session, found, seen))
    theirs = service.content_of(found.current)
    typed: dict[str, Value] = {**before, **form.values}
    merged = {name: theirs[name] if typed[name] == before[name] else typed[name] for name in theirs}
    fresh = EntryForm(None, merged, expected_version=found.current_version, change_note=form["change_note"].data or "")
    changed = service.differences(service.version_of(db.session, found, seen), found.current)
    clashes = [
        str(FIELD_NAMES[each.field])
        for each in changed
        if typed[each.field] not in (before[each.field], theirs[each.field])
    ]
    return _edit_page(found, fresh, changed, clashes, file_lost=bool(request.files.get("policy_file"))), 409


def _edit_page(
    found: Technology,
    form: EntryForm,
    changed: tuple[service.Difference, ...] = (),
    clashes: Collection[str] = (),
    file_lost: bool = False,
) -> str:
    current = found.current
    return render_template(
        "registry_staff/edit.html",
        technology=found,
        name=shown_name(found),
        type_name=type_name(found.type),
        form=form,
        policy=policy_of(db.session, found, current.version) if current.policy_file_id else None,
        changed=changed,
        clashes=clashes,
        file_lost=file_lost,
        field_names=FIELD_NAMES,
        file_field=POLICY_FILE,
    )
