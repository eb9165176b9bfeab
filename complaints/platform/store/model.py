"""The base class of every table: names for every constraint, and enums that the database checks too."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session

Db = Session | scoped_session[Any]
"""What a service takes: the request's session, or one of somebody's own."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Base of all models; Alembic needs every constraint to have a name."""

    metadata = sa.MetaData(naming_convention=NAMING)


def enum_type(kind: type[StrEnum], name: str) -> sa.Enum:
    """A text column that holds one of `kind`'s values, checked by the database under the constraint `name`."""
    return sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )
