"""What should come of it, in which language we write, and how the complainant may be reached."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from complaints.intake import labels
from complaints.intake.fields import OneOf, choices, long, several, short
from complaints.intake.forms.page import PageForm
from complaints.intake.rules import ContactWish, Redress


class WantsForm(PageForm):
    """What should come of it; all may be left empty."""

    wants = several(
        _("What do you want to come of it?"),
        None,
        _("We ask so that we know what would help you. We cannot promise it. You may skip this page."),
    )
    wants_text = long("wants_text", _("In your own words"))

    def offer(self) -> None:
        """What can be asked for."""
        super().offer()
        self.wants.choices = choices(Redress, labels.REDRESS)

    def answers(self) -> dict[str, Any]:
        """The wishes, each once."""
        wants = tuple(Redress(want) for want in dict.fromkeys(self.wants.data or ()))
        return super().answers() | {"wants": wants, "wants_text": self.wants_text.data}


class ContactForm(PageForm):
    """How we write and talk; all may be left empty, and the language is the page's until somebody says otherwise."""

    reply_language = SelectField(
        _("In which language shall we write to you?"),
        [OneOf(_("Choose a language."))],
        choices=[],
        validate_choice=False,
    )
    needs_interpreter = BooleanField(_("I need an interpreter when we talk"))
    interpreter_text = short("interpreter", _("For which language?"), _("Sign languages too. We lock this."))
    contact_wishes = several(
        _("How should we not reach you?"),
        None,
        _("We ask so that we do not put you in danger or in trouble. You may skip this page."),
    )
    contact_text = short("contact", _("Safe times or ways to reach you"), _("We lock this."))

    def offer(self) -> None:
        """The wishes, and the languages of the profile."""
        super().offer()
        self.contact_wishes.choices = choices(ContactWish, labels.CONTACT_WISHES)
        languages = self.circumstances.profile.languages
        self.reply_language.choices = [SelectChoice(language.code, language.name) for language in languages]
        if not self.reply_language.raw_data:
            self.reply_language.data = self.circumstances.locale

    def answers(self) -> dict[str, Any]:
        """The wishes. Who names a language for an interpreter needs one."""
        return super().answers() | {
            "reply_language": self.reply_language.data if self.reply_language else "",
            "needs_interpreter": bool(self.needs_interpreter.data or self.interpreter_text.data),
            "interpreter_text": self.interpreter_text.data,
            "contact_wishes": tuple(ContactWish(wish) for wish in dict.fromkeys(self.contact_wishes.data or ())),
            "contact_text": self.contact_text.data,
        }
