"""Staff accounts, the one-time links that open them, and the tokens of machines."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaints.platform.accounts.permissions import Permission, Role, allows
from complaints.platform.store.model import Model, enum_type
from complaints.platform.store.types import UtcDateTime


class Staff(Model):
    """Somebody who signs in. Disabled accounts stay: the log names them."""

    __tablename__ = "staff"

    # What Flask-Login asks of somebody who is signed in, beside `is_active` and `get_id`.
    is_authenticated: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    role: Mapped[Role] = mapped_column(enum_type(Role, "role_is_known"))
    unit: Mapped[str] = mapped_column(sa.String(80), default="")
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    sealed_totp: Mapped[str | None] = mapped_column(sa.String(400))
    totp_step: Mapped[int | None]
    is_disabled: Mapped[bool] = mapped_column(default=False)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    session_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_active(self) -> bool:
        """Flask-Login refuses a disabled account."""
        return not self.is_disabled

    def get_id(self) -> str:
        """What the session holds; a new epoch ends every earlier session."""
        return f"{self.id}.{self.session_epoch}"

    def may(self, permission: Permission) -> bool:
        """Whether this person's role has `permission`."""
        return allows(self.role, permission)


class SetupLink(Model):
    """A one-time link to set a password, stored hashed."""

    __tablename__ = "setup_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Scope(StrEnum):
    """What a machine's token opens."""

    AGGREGATES_READ = "aggregates:read"
    RELEASES_FREEZE = "releases:freeze"


class ApiToken(Model):
    """A machine's token: shown once, stored hashed, scoped, with an expiry, revocable."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    scope: Mapped[Scope] = mapped_column(enum_type(Scope, "scope_is_known"))
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
