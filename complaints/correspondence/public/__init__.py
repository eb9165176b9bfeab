"""What complainants meet of correspondence: their own page, behind a number and a passphrase, without a cookie."""

from complaints.correspondence.public import (
    afterwards,
    attaching,
    entering,
    files,
    mailing,
    naming,
    page,
    withdrawing,
    writing,
)
from complaints.correspondence.public.blueprint import bp

__all__ = ["afterwards", "attaching", "bp", "entering", "files", "mailing", "naming", "page", "withdrawing", "writing"]
