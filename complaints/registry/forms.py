"""The forms of the registry; every field is read by the same rules as a cell of the spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FileField,
    Form,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from complaints.registry.fields import BY_NAME, FIELDS, NOTE, Field, Kind, Value, WrongValue, read, write
from complaints.registry.rules import TechnologyType, is_slug, slug_of
from complaints.registry.today import today
from complaints.registry.words import FIELD_NAMES, TYPE_NAMES, fault_sentence

GROUPS: Final[tuple[tuple[Any, tuple[str, ...]], ...]] = (
    (_l("What it is"), ("name", "local_name", "summary")),
    (
        _l("The items of the yearly report"),
        (
            "use",
            "artificial_intelligence",
            "units",
            "units_count",
            "effectiveness",
            "funding",
            "requests",
            "partnerships",
        ),
    ),
    (_l("Policy in force"), ("policy_title", "policy_url", "policy_since")),
    (_l("Recordings, area, source"), ("retention_days", "retention", "area", "source")),
)
"""The fields of the form under their headings, in the order of the report."""

_HINTS: Final[Mapping[str, Any]] = {
    "name": _l("As a resident would call it."),
    "local_name": _l("The maker’s or the department’s own name for it."),
    "summary": _l("One or two plain sentences. Left empty, a general description of this kind is shown."),
    "units": _l("In words, with what the number counts and when."),
    "units_count": _l("Only if the exact number is stated."),
    "policy_url": _l("A whole address that begins with https://."),
    "retention_days": _l("How long recordings are kept. The deadline for saving evidence is counted from it."),
    "source": _l("Which document or statement says all this."),
}


class _Reads:
    """Reads a field by the registry's rules and keeps the value on the form."""

    def __init__(self, field: Field) -> None:
        self.field = field

    def __call__(self, form: Any, control: StringField) -> None:
        """Keep the value, or refuse the text in words."""
        try:
            form.values[self.field.name] = read(self.field, control.data or "", today())
        except WrongValue as wrong:
            # The list of errors at the top names no field by itself.
            said = gettext("%(field)s: %(what)s", field=control.label.text, what=fault_sentence(wrong))
            raise ValidationError(said) from wrong


class EntryForm(Form):
    """Everything a version holds, but for the file's content. `values` are filled by `validate()`."""

    expected_version = HiddenField()
    policy_file = FileField(_l("Policy as a file"), description=_l("A PDF of up to 1,500 KB."))
    remove_file = BooleanField(_l("Take the file off"))
    change_note = StringField(
        _l("Why it changes"),
        [_Reads(NOTE)],
        description=_l("Shown in the history, to staff only."),
    )

    def __init__(self, formdata: Any = None, content: Mapping[str, Value] | None = None, **data: Any) -> None:
        texts = {name: write(value) for name, value in (content or {}).items() if name in BY_NAME}
        super().__init__(formdata, data={**texts, **data})
        self.values: dict[str, Value] = {}

    def groups(self) -> list[tuple[str, list[tuple[Kind, int, Any]]]]:
        """Headings with (kind, most, control) for the template."""
        return [
            (str(title), [(BY_NAME[name].kind, BY_NAME[name].most, self[name]) for name in names])
            for title, names in GROUPS
        ]


for _field in FIELDS:
    _control = TextAreaField if _field.kind is Kind.TEXT else StringField
    setattr(
        EntryForm,
        _field.name,
        _control(FIELD_NAMES[_field.name], [_Reads(_field)], description=_HINTS.get(_field.name, "")),
    )


class NewEntryForm(EntryForm):
    """A new technology: its kind and its address besides."""

    type = SelectField(
        _l("Kind of technology"),
        choices=[
            SelectChoice("", _l("Choose a kind")),
            *(
                SelectChoice(kind.value, TYPE_NAMES[kind])
                for kind in TechnologyType
                if kind is not TechnologyType.NOT_KNOWN
            ),
        ],
        validate_choice=False,
        description=_l("Past reports count by it, so it cannot be changed later."),
    )
    slug = StringField(
        _l("Short name for its address"),
        description=_l("Left empty, it is made from the name. It cannot be changed later."),
    )

    def validate_type(self, control: SelectField) -> None:
        """One of the kinds, but not the one that gathers what is not known."""
        if control.data not in set(TechnologyType) - {TechnologyType.NOT_KNOWN}:
            raise ValidationError(_l("Choose a kind."))

    def validate_slug(self, control: StringField) -> None:
        """Given, or made from the name."""
        chosen = (control.data or "").strip() or slug_of(self["name"].data or "")
        if (control.data or "").strip() and not is_slug(chosen):
            raise ValidationError(_l("Use small letters, digits and single hyphens, up to 60 characters."))
        if self["name"].data and not is_slug(chosen):
            raise ValidationError(_l("No address can be made from this name. Write one with small letters and digits."))
        self.chosen_slug = chosen


class SheetForm(Form):
    """A spreadsheet to be read."""

    sheet = FileField(_l("Spreadsheet"), description=_l("A CSV file with the columns of an export."))
