"""The invented staff: at least one for every role, each with an address that reaches nobody and one shared password."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from complaints.demo.steps import UNITS, Post, unit_of
from complaints.demo.telling import Teller
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.service import add_staff, issue_link, use_link
from complaints.platform.audit import Actor
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, new_passphrase

ROLES: Final[Mapping[Post, Role]] = {
    Post.CLERK: Role.INTAKE_CLERK,
    Post.TRIAGE: Role.TRIAGE_SUPERVISOR,
    Post.FIRST_INVESTIGATOR: Role.INVESTIGATOR,
    Post.SECOND_INVESTIGATOR: Role.INVESTIGATOR,
    Post.THIRD_INVESTIGATOR: Role.INVESTIGATOR,
    Post.COMMANDER: Role.COMMANDER,
    Post.SECOND_COMMANDER: Role.COMMANDER,
    Post.OVERSIGHT: Role.OVERSIGHT_REVIEWER,
    Post.STEWARD: Role.TECHNOLOGY_STEWARD,
    Post.RECORDS: Role.RECORDS_OFFICER,
    Post.AUDITOR: Role.AUDITOR,
    Post.ADMINISTRATOR: Role.ADMINISTRATOR,
}
DOMAIN: Final = "demonstration.example"
"""A name that no machine on the internet may have (RFC 2606)."""
WORDS: Final = 4


def address(post: Post) -> str:
    """What this post signs in with."""
    return f"{post.value}@{DOMAIN}"


def password(ring: KeyRing) -> str:
    """The password of all invented staff: four words that differ from one deployment to the next.

    It comes of the deployment's own secret, so that it can be shown again and still be known to nobody else.
    """
    return "-".join(new_passphrase(ring.derived("demonstration staff 1"), "en").split()[:WORDS])


def hire(session: Db, profile: Profile, seed: int, password_hash: str, now: datetime) -> dict[Post, Staff]:
    """Add everybody, with their password set."""
    teller, actor = Teller(seed), Actor.command()
    hired = {}
    for post, role in ROLES.items():
        unit = unit_of(profile, UNITS[post]) if post in UNITS else ""
        staff = add_staff(session, address(post), teller.staff_name(), role, unit, actor, now, is_demonstration=True)
        hired[post] = use_link(session, issue_link(session, staff, actor, now), password_hash, now)
    return hired


def staff_of_demonstration(session: Db) -> list[Staff]:
    """Every invented member of staff, in the order of the posts."""
    return list(session.scalars(sa.select(Staff).where(Staff.is_demonstration.is_(True)).order_by(Staff.id)))
