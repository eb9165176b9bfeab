"""How rows are kept: column types that cannot hold a wrong value, and connections that do not lose a commit."""

from complaints.platform.store.engine import immediate_transactions, prepare_sqlite
from complaints.platform.store.model import Db, Model, enum_type
from complaints.platform.store.types import UtcDateTime

__all__ = ["Db", "Model", "UtcDateTime", "enum_type", "immediate_transactions", "prepare_sqlite"]
