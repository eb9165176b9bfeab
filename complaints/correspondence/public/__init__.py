"""What complainants meet of correspondence: their own page, behind a number and a passphrase, without a cookie."""

from complaints.correspondence.public import entering, page, withdrawing, writing
from complaints.correspondence.public.blueprint import bp

__all__ = ["bp", "entering", "page", "withdrawing", "writing"]
