"""The log: append-only, hash-chained, written in the transaction of what it tells of."""

from complaints.platform.audit.actor import Actor
from complaints.platform.audit.models import AuditEvent, AuditHead
from complaints.platform.audit.service import ChainFault, record, verify_chain

__all__ = ["Actor", "AuditEvent", "AuditHead", "ChainFault", "record", "verify_chain"]
