"""The way round for somebody who does not know which technology it was: two questions, then the candidates."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.fields.choices import SelectChoice

from complaints.intake import finder, finder_words
from complaints.intake.fields import one, several
from complaints.intake.forms.page import PageForm
from complaints.intake.forms.technology import TechnologyForm, technology_choices
from complaints.registry.words import type_name


class FindForm(PageForm):
    """How somebody came to know of it."""

    way = one(_("How did you notice it?"), _("Choose how you noticed it."))

    def offer(self) -> None:
        """The ways of the table."""
        super().offer()
        self.way.choices = [SelectChoice(way.code, finder_words.WAYS[way.code]) for way in finder.WAYS]


class SignsForm(PageForm):
    """What the signs were."""

    signs = several("", _("Choose at least one. If nothing fits, choose the last one."), _("Choose all that fit."))

    def offer(self) -> None:
        """The signs of the way chosen on the page before."""
        super().offer()
        way = finder.way(self.circumstances.way)
        codes = [sign.code for sign in way.signs] if way else []
        self.signs.label.text = finder_words.QUESTIONS[way.code] if way else ""
        self.signs.choices = [SelectChoice(code, finder_words.SIGNS[code]) for code in (*codes, finder.NOTHING_FITS)]


class LikelyForm(TechnologyForm):
    """The technologies that leave such signs, and not knowing."""

    def offer(self) -> None:
        """The candidates that this city's registry lists, the likeliest first."""
        super().offer()
        types = finder.candidates(self.circumstances.way, self.circumstances.signs)
        listed = [technology for technology in self.circumstances.technologies or () if technology.is_named]
        self.candidates = [technology for kind in types for technology in listed if technology.type is kind]
        self.unlisted = [str(type_name(kind)) for kind in types if all(t.type is not kind for t in listed)]
        unnamed = [technology for technology in self.circumstances.technologies or () if not technology.is_named]
        self.technologies.label.text = self._question()
        self.technologies.choices = technology_choices([*self.candidates, *unnamed])

    def _question(self) -> Any:
        if self.candidates:
            return _("It may have been one of these")
        if self.unlisted:
            return _("It may be something that the city does not list")
        return _("We do not know it either")

    def typed_technologies(self) -> dict[str, Any]:
        """What the technology's own page holds once this page is answered; no words leave those there as they are."""
        words = self.technology_text.data
        ticked = {"technologies": list(self.technologies.data or ())}
        return ticked | ({"technology_text": [words]} if words else {})
