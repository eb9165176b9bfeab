"""Reading the registry and changing it: every change is a new version, and the old one stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from complaints.platform.accounts.models import Staff
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.registry.fields import FIELDS, POLICY_FILE, Value
from complaints.registry.loading import shipped
from complaints.registry.models import Technology, TechnologyVersion
from complaints.registry.rules import TechnologyType, is_slug

NOT_KNOWN_POSITION = 100_000
CONTENT = (*(field.name for field in FIELDS), POLICY_FILE)


class UnknownTechnology(LookupError):
    """No technology, or no version of it, has this name."""


class StaleEdit(Exception):
    """Somebody else changed the entry since the page was opened."""


class SlugTaken(Exception):
    """Another technology has this address already."""


class NothingChanged(Exception):
    """The entry says all of this already; no version was made."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a version changed."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One version, who made it (empty: the profile or a command), and what it changed against the one before."""

    version: TechnologyVersion
    changed_by: str
    differences: tuple[Difference, ...]


def listed(session: Db, include_retired: bool = False) -> list[Technology]:
    """Every technology with its current version, in the registry's order, "not known" among them; one query."""
    query = sa.select(Technology).order_by(Technology.position, Technology.slug)
    if not include_retired:
        query = query.where(Technology.retired_on.is_(None))
    return list(session.scalars(query))


def by_slug(session: Db, slug: str) -> Technology:
    """The technology of that address, retired or not, with its current version. Raises UnknownTechnology."""
    # An address from outside may hold what a database refuses even to look for.
    found = session.scalar(sa.select(Technology).where(Technology.slug == slug)) if slug.isprintable() else None
    if found is None:
        raise UnknownTechnology(slug)
    return found


def version_of(session: Db, technology: Technology, number: int) -> TechnologyVersion:
    """One version of an entry. Raises UnknownTechnology."""
    if number > technology.current_version:
        raise UnknownTechnology(f"{technology.slug} version {number}")
    found = session.scalar(
        sa.select(TechnologyVersion).where(
            TechnologyVersion.technology_id == technology.id, TechnologyVersion.version == number
        )
    )
    if found is None:
        raise UnknownTechnology(f"{technology.slug} version {number}")
    return found


def history(session: Db, technology: Technology) -> list[Entry]:
    """Every version with who made it and what it changed, newest first; one query."""
    rows = session.execute(
        sa.select(TechnologyVersion, Staff.name)
        .outerjoin(Staff, Staff.id == TechnologyVersion.changed_by_id)
        .where(TechnologyVersion.technology_id == technology.id)
        .order_by(TechnologyVersion.version)
    ).all()
    entries, before = [], None
    for version, name in rows:
        entries.append(Entry(version, name or "", differences(before, version)))
        before = version
    return entries[::-1]


def differences(before: TechnologyVersion | None, after: TechnologyVersion) -> tuple[Difference, ...]:
    """What `after` says otherwise than `before`, in the order of the form; nothing for a first version."""
    if before is None:
        return ()
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in CONTENT)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def content_of(version: TechnologyVersion) -> dict[str, Value]:
    """What a version says, by field."""
    return {name: getattr(version, name) for name in CONTENT}


def edit(
    session: Db,
    technology: Technology,
    changes: Mapping[str, Value],
    actor: Actor,
    now: datetime,
    note: str,
    expected_version: int,
) -> TechnologyVersion:
    """Make a new version that says `changes` and otherwise what the current one says.

    `expected_version` is the one the editor saw. Raises StaleEdit when another is current by now, NothingChanged when
    the entry says all this already, KeyError for a field that is not part of an entry.
    """
    for name in changes:
        if name not in CONTENT:
            raise KeyError(name)
    if technology.current_version != expected_version:
        raise StaleEdit(technology.slug)
    content = content_of(technology.current) | dict(changes)
    changed = [name for name in CONTENT if content[name] != getattr(technology.current, name)]
    if not changed:
        raise NothingChanged(technology.slug)
    _claim(session, technology, expected_version)
    version = _version(technology.id, expected_version + 1, content, actor, now, note)
    session.add(version)
    session.flush()
    set_committed_value(technology, "current_version", version.version)
    set_committed_value(technology, "current", version)
    details: dict[str, str | int] = {"version": version.version, "fields": ",".join(changed)}
    _tell(session, "technology.changed", technology, actor, now, details)
    return version


def _claim(session: Db, technology: Technology, expected: int) -> None:
    """Move the entry on from the version that was seen; of two people who saw the same one, the second is refused."""
    claimed: Any = session.execute(
        sa.update(Technology)
        .where(Technology.id == technology.id, Technology.current_version == expected)
        .values(current_version=expected + 1),
        execution_options={"synchronize_session": False},
    )
    if claimed.rowcount != 1:
        raise StaleEdit(technology.slug)


def add(
    session: Db,
    slug: str,
    kind: TechnologyType,
    content: Mapping[str, Value],
    actor: Actor,
    now: datetime,
    note: str = "",
    position: int | None = None,
) -> Technology:
    """Add a technology with its first version; without a `position` it comes last, before "not known".

    Raises SlugTaken, ValueError for a slug that cannot be an address, KeyError for a field that no entry has.
    """
    if not is_slug(slug):
        raise ValueError(f"{slug!r} cannot be an address.")
    for name in content:
        if name not in CONTENT:
            raise KeyError(name)
    if session.scalar(sa.select(Technology.id).where(Technology.slug == slug)) is not None:
        raise SlugTaken(slug)
    place = _last_position(session) + 10 if position is None else position
    technology = Technology(slug=slug, type=kind, position=place, current_version=1)
    session.add(technology)
    session.flush()
    whole = {**{field.name: field.empty for field in FIELDS}, POLICY_FILE: None, **content}
    version = _version(technology.id, 1, whole, actor, now, note)
    session.add(version)
    session.flush()
    set_committed_value(technology, "current", version)
    _tell(session, "technology.added", technology, actor, now, {"version": 1, "type": kind.value})
    return technology


def load_profile_registry(session: Db, now: datetime, profile_code: str) -> list[str]:
    """Add what the profile's registry names and the database lacks; the slugs that were added. What is there stays.

    Raises ProfileError when the file that ships for the profile has an error.
    """
    present = set(session.scalars(sa.select(Technology.slug)))
    missing = [
        (place, entry) for place, entry in enumerate(shipped(profile_code), start=1) if entry.slug not in present
    ]
    for place, entry in missing:
        position = NOT_KNOWN_POSITION if entry.type is TechnologyType.NOT_KNOWN else place * 10
        add(session, entry.slug, entry.type, entry.content, Actor.command(), now, position=position)
    return [entry.slug for _, entry in missing]


def retire(session: Db, technology: Technology, on: date, actor: Actor, now: datetime) -> None:
    """Take a technology that is no longer used out of the lists, from the city's date `on`; its history and complaints
    stay. Raises NothingChanged when it is retired already, ValueError for "not known", which always gathers."""
    if not technology.is_named:
        raise ValueError('"Not known" cannot be retired.')
    if technology.retired_on is not None:
        raise NothingChanged(technology.slug)
    technology.retired_on = on
    _tell(session, "technology.retired", technology, actor, now, {"on": on.isoformat()})


def restore(session: Db, technology: Technology, actor: Actor, now: datetime) -> None:
    """Put a retired technology back into the lists. Raises NothingChanged when it is there."""
    if technology.retired_on is None:
        raise NothingChanged(technology.slug)
    technology.retired_on = None
    _tell(session, "technology.restored", technology, actor, now, {})


def move(session: Db, technology: Technology, position: int, actor: Actor, now: datetime) -> None:
    """Give a technology another place in the order. Raises NothingChanged when it has it."""
    if technology.position == position:
        raise NothingChanged(technology.slug)
    technology.position = position
    _tell(session, "technology.moved", technology, actor, now, {"position": position})


def _last_position(session: Db) -> int:
    query = sa.select(sa.func.max(Technology.position)).where(Technology.type != TechnologyType.NOT_KNOWN)
    return session.scalar(query) or 0


def _version(
    technology_id: int, number: int, content: Mapping[str, Value], actor: Actor, now: datetime, note: str
) -> TechnologyVersion:
    return TechnologyVersion(
        technology_id=technology_id,
        version=number,
        changed_at=now,
        changed_by_id=actor.staff_id,
        change_note=note,
        **content,
    )


def _tell(
    session: Db, action: str, technology: Technology, actor: Actor, now: datetime, details: Mapping[str, str | int]
) -> None:
    subject = f"technology:{technology.slug}"
    record(session, action=action, subject=subject, actor=actor, now=now, details=details)
