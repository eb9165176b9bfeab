"""The matter itself: which technology, which kind of wrong, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice

from complaints.intake import labels
from complaints.intake.fields import Needed, choices, long, several
from complaints.intake.forms.page import PageForm
from complaints.intake.likely import ordered
from complaints.intake.rules import AllegationKind
from complaints.registry.models import Technology
from complaints.registry.words import shown_name, shown_summary


def one_line(technology: Technology) -> str:
    """The first sentence on what the technology is."""
    first, dot, _rest = shown_summary(technology).partition(". ")
    return first + ("." if dot else "")


def technology_choices(technologies: Sequence[Technology]) -> list[SelectChoice]:
    """Technologies as choices, by name and a line on each; not knowing comes last."""
    named = [
        SelectChoice(technology.slug, technology_name(technology), render_kw={"hint": one_line(technology)})
        for technology in technologies
        if technology.is_named
    ]
    unnamed = [SelectChoice(t.slug, technology_name(t)) for t in technologies if not t.is_named]
    return named + unnamed


def technology_name(technology: Technology) -> str:
    """The name a resident chooses by, with the local one they may know better."""
    if not technology.is_named:
        return str(gettext("I do not know, or it is not on this list"))
    name, local = shown_name(technology), technology.current.local_name
    # A local name may hold brackets of its own.
    return f"{name} – {local}" if local else name


class TechnologyForm(PageForm):
    """Which technologies."""

    technologies = several(
        _("Which technology is it about?"),
        _("Choose at least one technology. If you do not know, choose the last one."),
        _("Choose all that fit."),
    )

    def offer(self) -> None:
        """The registry's list."""
        super().offer()
        listed = self.circumstances.technologies
        if listed is None:
            self.technologies.choices = [SelectChoice(slug, slug) for slug in self.technologies.data or ()]
        else:
            self.technologies.choices = technology_choices(listed)

    def validate_technologies(self, field: Any) -> None:
        """Knowing which it was and not knowing are two answers; only the reader can say which is right."""
        unnamed = {technology.slug for technology in self.circumstances.technologies or () if not technology.is_named}
        chosen = set(field.data or ())
        if chosen & unnamed and chosen - unnamed:
            raise ValidationError(
                gettext("You ticked a technology, and also that you do not know it. Which is right? Untick the other.")
            )

    def answers(self) -> dict[str, Any]:
        """The slugs, each once."""
        return super().answers() | {"technologies": tuple(dict.fromkeys(self.technologies.data))}


class WrongForm(PageForm):
    """Which kinds of wrong."""

    kinds = several(
        _("What was wrong about it?"),
        _("Choose at least one kind of wrong. If nothing fits, choose “Something else”."),
        _("Choose all that fit. If nothing fits, choose “Something else” at the end."),
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
        _("Write it as you would tell a friend. You need not name yourself here."),
        Needed(_("Write what happened. A sentence or two is enough.")),
    )

    def answers(self) -> dict[str, Any]:
        """The story."""
        return super().answers() | {"narrative": self.narrative.data}
