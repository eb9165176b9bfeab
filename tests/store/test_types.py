"""Columns that cannot hold what they would have to guess about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role


def somebody(**values: object) -> Staff:
    return Staff(
        **{"email": "a@example.org", "name": "A", "role": Role.AUDITOR, "created_at": datetime.now(UTC), **values}
    )


def test_a_time_comes_back_in_utc_with_its_zone(session: Session) -> None:
    there = datetime(2025, 1, 1, 12, tzinfo=timezone(timedelta(hours=-6)))
    session.add(somebody(created_at=there))
    session.commit()
    stored = session.scalars(sa.select(Staff.created_at)).one()
    assert stored == there
    assert stored.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    session.add(somebody(created_at=datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)))
    with pytest.raises(StatementError, match="zone"):
        session.flush()


def test_a_word_outside_the_list_is_refused_by_the_database_itself(session: Session) -> None:
    session.add(somebody())
    session.commit()
    with pytest.raises(IntegrityError):
        session.execute(sa.text("UPDATE staff SET role = 'king'"))
