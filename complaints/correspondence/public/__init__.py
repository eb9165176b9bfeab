"""What complainants meet of correspondence: their own page, behind a number and a passphrase, without a cookie."""

from complaints.correspondence.public import afterwards, entering, files, mailing, naming, page, withdrawing, writing
from complaints.correspondence.public.blueprint import bp

__all__ = ["afterwards", "bp", "entering", "files", "mailing", "naming", "page", "withdrawing", "writing"]
