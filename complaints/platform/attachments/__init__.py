"""Files that people hand in: which are taken, how they are cleaned and scanned, and where they lie."""

from complaints.platform.attachments.cleaning import Cleaned, clean, digest_of
from complaints.platform.attachments.kinds import KINDS, Format, Kind
from complaints.platform.attachments.limits import Limits, Refused, limits
from complaints.platform.attachments.scanning import Verdict, scan
from complaints.platform.attachments.store import NotStored, Store, StoreDown
from complaints.platform.attachments.tickets import ticket
from complaints.platform.attachments.uploads import takes_files, takes_files_of_anybody
from complaints.platform.attachments.veil import StoreFull, Veil
from complaints.platform.attachments.washing.codes import Reason, Removed
from complaints.platform.attachments.wiring import prepare, store_of

__all__ = [
    "KINDS",
    "Cleaned",
    "Format",
    "Kind",
    "Limits",
    "NotStored",
    "Reason",
    "Refused",
    "Removed",
    "Store",
    "StoreDown",
    "StoreFull",
    "Veil",
    "Verdict",
    "clean",
    "digest_of",
    "limits",
    "prepare",
    "scan",
    "store_of",
    "takes_files",
    "takes_files_of_anybody",
    "ticket",
]
