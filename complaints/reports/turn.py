"""Decides whose turn to be published it is: a release tells of every release frozen before it, so it follows them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from complaints.platform.store import Db
from complaints.reports.models import Release
from complaints.reports.rules import ReleaseRefused


class NotItsTurn(ReleaseRefused):
    """What it shows takes in releases that are not published; `named` says which, like "3 (2026), 4 (2027)"."""

    def __init__(self, waiting: Sequence[Release]) -> None:
        self.count = len(waiting)
        self.named = ", ".join(f"{each.number} ({each.period})" for each in waiting)
        first = ", ".join(f"Release {each.number} for {each.period}" for each in waiting)
        are, it, that = ("is", "it", "that one") if self.count == 1 else ("are", "them", "those")
        super().__init__(
            f"{first} {are} frozen and not published. What this release shows takes {it} in: publish {that} first."
        )


def refuse_overtaking(session: Db, release: Release) -> None:
    """Raises NotItsTurn while a release frozen before this one is not published.

    Its cells stand in the history of this one, and its counts beside the new ones where the report says what changed.
    """
    waiting = _frozen_before(session, release)
    if waiting:
        raise NotItsTurn(waiting)


def turn_refusal(session: Db, release: Release) -> NotItsTurn | None:
    """Why an unpublished release must wait; None when it is its turn, or it is published."""
    waiting = [] if release.published_at is not None else _frozen_before(session, release)
    return NotItsTurn(waiting) if waiting else None


def _frozen_before(session: Db, release: Release) -> list[Release]:
    query = (
        sa.select(Release)
        .where(
            Release.number < release.number,
            Release.is_demonstration.is_(release.is_demonstration),
            Release.published_at.is_(None),
        )
        .order_by(Release.number)
    )
    return list(session.scalars(query))
