"""Whether the complainant is in danger: asked first, because the answer changes who sees the complaint, and when."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from complaints.intake import labels
from complaints.intake.fields import choices, one
from complaints.intake.forms.page import PageForm
from complaints.intake.rules import Flag, Safety


class SafetyForm(PageForm):
    """Danger from somebody who uses the technology: yes, no, or rather not say."""

    safety = one(
        _("Are you in danger from somebody who uses this technology?"),
        _("Choose an answer. You may choose “I would rather not say”."),
        _("For example a partner, a former partner or an officer who follows, stalks or threatens you."),
    )

    def offer(self) -> None:
        """The three answers."""
        super().offer()
        self.safety.choices = choices(Safety, labels.SAFETY, labels.SAFETY_HINTS)

    def answers(self) -> dict[str, Any]:
        """The flag that routing needs. Which of the other two answers it was is kept nowhere."""
        is_at_risk = self.safety.data == Safety.YES
        return super().answers() | {"flags": frozenset([Flag.SAFETY_RISK] if is_at_risk else [])}
