"""What the public reads of the registry: every technology, what is known of it, and what was said before."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, render_template
from flask_babel import get_locale

from complaints.platform.extensions import db
from complaints.platform.jurisdiction import Profile
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.locale import current_locale
from complaints.registry import service
from complaints.registry.facts import facts_of
from complaints.registry.models import Technology, TechnologyVersion
from complaints.registry.panels import panels_for
from complaints.registry.policies import policy_of
from complaints.registry.rules import ReportItem
from complaints.registry.today import today
from complaints.registry.words import FIELD_NAMES, ITEM_TITLES, shown_name, shown_summary, type_name

bp = Blueprint("registry", __name__)


@bp.get("/technologies")
@requires(PUBLIC)
def technologies() -> str:
    """Every technology in a few words."""
    everything = service.listed(db.session, include_retired=True)
    named = [technology for technology in everything if technology.is_named]
    profile: Profile = current_app.extensions["profile"]
    return render_template(
        "registry/technologies.html",
        technologies=[technology for technology in named if technology.retired_on is None],
        retired=[technology for technology in named if technology.retired_on is not None],
        shown_name=shown_name,
        shown_summary=shown_summary,
        facts_of=lambda technology: facts_of(technology, profile.default_locale, None, today()),
    )


@bp.get("/technologies/<slug>")
@requires(PUBLIC)
def technology(slug: str) -> str:
    """One technology as it stands today."""
    found = _technology(slug)
    return _page(found, found.current)


@bp.get("/technologies/<slug>/versions/<int:version>")
@requires(PUBLIC)
def version(slug: str, version: int) -> str:
    """One technology as it stood in an earlier version."""
    found = _technology(slug)
    return _page(found, _version(found, version))


@bp.get("/technologies/<slug>/versions/<int:version>/policy")
@requires(PUBLIC)
def policy(slug: str, version: int) -> Response:
    """The policy that was in force in a version, as a file to save."""
    found = policy_of(db.session, _technology(slug), version, with_content=True)
    if found is None:
        abort(404)
    response = Response(found.content, mimetype="application/pdf")
    # The name holds nothing but letters, digits and hyphens (policies.plain_filename).
    response.headers["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _technology(slug: str) -> Technology:
    try:
        return service.by_slug(db.session, slug)
    except service.UnknownTechnology:
        abort(404)


def _version(found: Technology, number: int) -> TechnologyVersion:
    try:
        return service.version_of(db.session, found, number)
    except service.UnknownTechnology:
        abort(404)


def _page(found: Technology, shown: TechnologyVersion) -> str:
    is_current = shown.version == found.current_version
    profile: Profile = current_app.extensions["profile"]
    return render_template(
        "registry/technology.html",
        technology=found,
        version=shown,
        is_current=is_current,
        name=shown_name(found),
        summary=shown_summary(found, shown),
        type_name=type_name(found.type),
        items=[(item, ITEM_TITLES[item]) for item in ReportItem],
        complaints_item=ReportItem.COMPLAINTS,
        policy=policy_of(db.session, found, shown.version) if shown.policy_file_id else None,
        panels=panels_for(db.session, found) if is_current else [],
        versions=[(entry.version, _changed(entry)) for entry in service.history(db.session, found)],
        written_in=profile.default_locale,
        language_name=get_locale().languages[profile.default_locale],
        order=profile.reporting.order.text(current_locale()),
        scope=profile.reporting.scope.text(current_locale()),
    )


def _changed(entry: service.Entry) -> str:
    """What a version changed, as a list of words."""
    return ", ".join(str(FIELD_NAMES[each.field]) for each in entry.differences)
