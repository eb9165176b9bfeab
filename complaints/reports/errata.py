"""Errata: what was found wrong with a published release, written by one person, published by another, never changed."""

from __future__ import annotations

import sqlalchemy as sa

from complaints.platform.store import Db
from complaints.reports.models import Erratum, Release


def chain_of(session: Db, release: Release) -> list[Erratum]:
    """The published errata of a release in their order."""
    query = sa.select(Erratum).where(Erratum.release_id == release.id, Erratum.published_at.is_not(None))
    return list(session.scalars(query.order_by(Erratum.number)))
