"""What residents meet of intake: the form, receipts and the page that checks them, the form on paper."""

from complaints.intake.public import form, lost, printing, saving, sending, verifying
from complaints.intake.public.blueprint import bp

__all__ = ["bp", "form", "lost", "printing", "saving", "sending", "verifying"]
