"""Which technology: the registry's list with what is known of each, a search by name, and own words for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from complaints.intake.fields import several, short
from complaints.intake.forms.page import PageForm
from complaints.intake.naming import LONGEST_SEARCH, found, names_of
from complaints.intake.rules import storable
from complaints.registry.facts import Facts, facts_of
from complaints.registry.models import Technology
from complaints.registry.rules import TechnologyType
from complaints.registry.words import one_line, shown_name, type_name

_NOT_SEARCHED: Final = (TechnologyType.OTHER, TechnologyType.NOT_KNOWN)
"""These are no kind of their own: whoever looks for a robot is told that the list has none, and to say it in words."""


def technology_name(technology: Technology) -> str:
    """The name a resident chooses by, with the local one they may know better."""
    if not technology.is_named:
        return str(gettext("I do not know, or it is not on this list"))
    name, local = shown_name(technology), technology.current.local_name
    # A local name may hold brackets of its own.
    return f"{name} – {local}" if local else name


def technology_choices(technologies: Sequence[Technology], group: Any = None) -> list[SelectChoice]:
    """Technologies as choices, by name and a line on each."""
    return [
        SelectChoice(
            technology.slug,
            technology_name(technology),
            render_kw={"hint": one_line(technology)} if technology.is_named else None,
            optgroup=group,
        )
        for technology in technologies
    ]


def _searched(text: str | None) -> str:
    return storable(text or "").strip()[:LONGEST_SEARCH]


class TechnologyForm(PageForm):
    """Which technologies."""

    looking_for = StringField(
        _("Find it by name"),
        filters=[_searched],
        description=_("A brand or an everyday word, for example “ShotSpotter” or “body cam”."),
    )
    technologies = several(
        _("Which technology is it about?"),
        _("Choose at least one technology. If you do not know, choose the last one."),
        _("Choose all that fit."),
    )
    technology_text = short(
        "technology_text",
        _("Not on the list? Say what it was"),
        _("In your own words, for example “a black box on a light pole”. We lock this."),
    )
    looked_for = StringField(filters=[_searched])
    """What the page was searched for already; the same words again are no new search."""
    pressed = StringField()
    """Says `enter` when no button was pressed but the Enter key."""

    def offer(self) -> None:
        """The registry's list, what fits the search first; not knowing comes last."""
        super().offer()
        listed = self.circumstances.technologies
        self.matches: list[Technology] = []
        self.unlisted: list[str] = []
        if listed is None:
            self.technologies.choices = [SelectChoice(slug, slug) for slug in self.technologies.data or ()]
            return
        named = [technology for technology in listed if technology.is_named]
        unnamed = [technology for technology in listed if not technology.is_named]
        if self.looking_for.data:
            self._search(named)
        others = [technology for technology in named if technology not in self.matches]
        self.technologies.choices = technology_choices([*others, *unnamed])
        if self.matches:
            words = gettext("This fits “%(words)s”", words=self.looking_for.data)
            first = technology_choices(self.matches, words)
            self.technologies.choices = [*first, *technology_choices([*others, *unnamed], gettext("All the others"))]
        self._tick_for_words(listed)

    def _search(self, named: Sequence[Technology]) -> None:
        """What fits the words, on the list and off it."""
        there = {technology.type for technology in named}
        names: dict[Technology | TechnologyType, list[str]] = {
            technology: [
                shown_name(technology),
                technology.current.name,
                technology.current.local_name,
                type_name(technology.type),
                *names_of(technology.type),
            ]
            for technology in named
        }
        names |= {
            kind: [type_name(kind), *names_of(kind)]
            for kind in TechnologyType
            if kind not in there and kind not in _NOT_SEARCHED
        }
        for key in found(self.looking_for.data, names):
            if isinstance(key, Technology):
                self.matches.append(key)
            else:
                self.unlisted.append(type_name(key))

    def _tick_for_words(self, listed: Sequence[Technology]) -> None:
        """Own words alone are an answer: the place for what is not listed is ticked for them."""
        if self.technologies.data or not self.technology_text.data:
            return
        places = [t for t in listed if t.type is TechnologyType.OTHER] + [t for t in listed if not t.is_named]
        self.technologies.data = [technology.slug for technology in places[:1]]

    def result(self) -> str:
        """What the search found, in words; empty where nothing was searched."""
        if not self.looking_for.data:
            return ""
        if not self.matches:
            return str(gettext("Nothing on the list fits “%(words)s”.", words=self.looking_for.data))
        return str(
            ngettext(
                "%(num)s technology fits “%(words)s”. It stands first.",
                "%(num)s technologies fit “%(words)s”. They stand first.",
                len(self.matches),
                words=self.looking_for.data,
            )
        )

    def facts(self) -> dict[str, Facts]:
        """What is known at a glance of each technology that has a name, by its slug."""
        here = self.circumstances
        day, is_rough = here.happened_on or here.earliest, here.happened_on is None
        return {
            technology.slug: facts_of(technology, here.profile.default_locale, day, here.today, is_rough=is_rough)
            for technology in here.technologies or ()
            if technology.is_named
        }

    def is_late(self) -> bool:
        """Whether recordings of one of them may be gone already."""
        return any(known.left is not None and known.left < 0 for known in self.facts().values())

    def stays_here(self) -> bool:
        """Whether a search was asked for and no answer given: with Enter, or with words and nothing ticked."""
        words = self.looking_for.data
        is_new = bool(words) and words != self.looked_for.data
        return is_new and (self.pressed.data == "enter" or not self.technologies.data)

    def validate_technologies(self, field: Any) -> None:
        """Knowing which it was and not knowing are two answers, unless own words say what else it was."""
        unnamed = {technology.slug for technology in self.circumstances.technologies or () if not technology.is_named}
        chosen = set(field.data or ())
        if chosen & unnamed and chosen - unnamed and not self.technology_text.data:
            raise ValidationError(
                gettext("You ticked a technology, and also that you do not know it. Which is right? Untick the other.")
            )

    def typed(self) -> dict[str, list[str]]:
        """What stands in the fields, with what own words ticked, and without how the page was sent."""
        kept = super().typed() | {"technologies": list(self.technologies.data or ())}
        kept["looking_for"] = [self.looking_for.data]
        return {name: values for name, values in kept.items() if name not in ("looked_for", "pressed")}

    def answers(self) -> dict[str, Any]:
        """The slugs, each once, and own words."""
        return super().answers() | {
            "technologies": tuple(dict.fromkeys(self.technologies.data)),
            "technology_text": self.technology_text.data,
        }
