"""What residents meet of intake: the form, and the page that checks a receipt."""

from complaints.intake.public import form, sending, verifying
from complaints.intake.public.blueprint import bp

__all__ = ["bp", "form", "sending", "verifying"]
