"""Whether the complainant is in danger: asked first, because the answer changes who sees the complaint, and when."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField

from complaints.intake import labels
from complaints.intake.fields import choices, one
from complaints.intake.forms.page import PageForm
from complaints.intake.rules import Flag, Safety


class SafetyForm(PageForm):
    """Danger from somebody who uses the technology: yes, no, or rather not say."""

    safety = one(
        _("Are you in danger from somebody who uses this technology?"),
        _("Choose an answer. You may choose “I would rather not say”."),
        _(
            "For example from somebody who follows, stalks, hits or threatens you. We ask because then we act faster, "
            "and fewer people see your complaint. You need not say."
        ),
    )

    def offer(self) -> None:
        """The three answers."""
        super().offer()
        self.safety.choices = choices(Safety, labels.SAFETY, labels.SAFETY_HINTS)

    def answers(self) -> dict[str, Any]:
        """The flag that routing needs. Which of the other two answers it was is kept nowhere."""
        is_at_risk = self.safety.data == Safety.YES
        return super().answers() | {"flags": frozenset([Flag.SAFETY_RISK] if is_at_risk else [])}


class HelpForm(PageForm):
    """What helps somebody in danger: nothing is asked, but it is shown once before the form goes on."""

    seen = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it was shown, or need not be."""
        return bool(super().validate(extra_validators)) and (
            self.circumstances.safety != Safety.YES or bool(self.seen.data)
        )
