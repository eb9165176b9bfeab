"""Sets pages as PDF: which typeface for which script, tagged for people who hear the page, the same bytes each time."""

from complaints.platform.typesetting.faces import LATIN, faces_for
from complaints.platform.typesetting.setting import CannotSet, pdf, unprintable

__all__ = ["LATIN", "CannotSet", "faces_for", "pdf", "unprintable"]
