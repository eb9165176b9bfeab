"""The matter itself: which kind of wrong, and what happened."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from complaints.intake import labels
from complaints.intake.fields import Needed, choices, long, several
from complaints.intake.forms.page import PageForm
from complaints.intake.likely import ordered
from complaints.intake.rules import AllegationKind


class WrongForm(PageForm):
    """Which kinds of wrong."""

    kinds = several(
        _("What was wrong about it?"),
        _("Choose at least one kind of wrong. If nothing fits, choose “Something else”."),
        _("We ask because each kind has rules of its own. Please choose at least one; the last is “Something else”."),
    )

    def offer(self) -> None:
        """The kinds, those said most often of the chosen technologies first."""
        super().offer()
        first, rest = ordered(technology.type for technology in self.circumstances.named)
        often, other = gettext("Said most often"), gettext("Other kinds of wrong")
        self.kinds.choices = [
            *choices(first, labels.KINDS, labels.KIND_HINTS, often if first else None),
            *choices(rest, labels.KINDS, labels.KIND_HINTS, other if first else None),
        ]

    def answers(self) -> dict[str, Any]:
        """The kinds, each once."""
        return super().answers() | {"kinds": tuple(AllegationKind(k) for k in dict.fromkeys(self.kinds.data))}


class WhatForm(PageForm):
    """What happened."""

    narrative = long(
        "narrative",
        _("What happened?"),
        _("We ask because we can only look into what you tell us. One sentence is enough. Leave out your name."),
        Needed(_("Write what happened. A sentence or two is enough.")),
    )

    def answers(self) -> dict[str, Any]:
        """The story."""
        return super().answers() | {"narrative": self.narrative.data}
