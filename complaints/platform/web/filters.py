"""Decides how dates, counts and form fields are put into words for every template."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import format_date, format_datetime, format_decimal, get_locale, gettext, ngettext
from markupsafe import Markup, escape

from complaints.platform.jurisdiction import Profile
from complaints.platform.web.locale import current_locale


def day(value: date | datetime | None) -> str:
    """A date in words of the reader's language ("February 3, 2026"); a moment is first put into local time."""
    if value is None:
        return str(gettext("not stated"))
    if isinstance(value, datetime):
        return str(format_datetime(value, _long_date_pattern()))
    return str(format_date(value, "long"))


def moment(value: datetime | None) -> str:
    """A date and the time of day, local ("February 3, 2026 at 2:05 PM")."""
    if value is None:
        return str(gettext("not stated"))
    return str(gettext("%(day)s at %(time)s", day=day(value), time=format_datetime(value, _short_time_pattern())))


def time_tag(value: date | datetime | None, with_time: bool = False) -> str:
    """The same words inside <time datetime="…">, for people and for machines."""
    if value is None:
        return str(gettext("not stated"))
    words = moment(value) if with_time and isinstance(value, datetime) else day(value)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)


def in_days(days_left: int) -> str:
    """Days until a date, in words: 0 is today, a negative number is days past."""
    if days_left == 0:
        return str(gettext("due today"))
    if days_left < 0:
        return str(ngettext("%(num)s day late", "%(num)s days late", -days_left))
    return str(ngettext("%(num)s day left", "%(num)s days left", days_left))


def number(value: int | None) -> str:
    """A whole number grouped as the reader's language does it; nothing known is an en dash."""
    return "–" if value is None else str(format_decimal(value))


@dataclass(frozen=True)
class Cell:
    """A published count: exact when low and high are equal, hidden between them otherwise, unknown when None."""

    low: int | None
    high: int | None

    @property
    def is_hidden(self) -> bool:
        return self.low != self.high

    @property
    def words(self) -> str:
        return f"{number(self.low)}–{number(self.high)}" if self.is_hidden else number(self.low)


def cell(value: Any) -> Cell:
    """Read a count, a (low, high) pair, a {"value" | "low", "high"} mapping or an object with low and high."""
    if value is None or isinstance(value, int):
        return Cell(value, value)
    if isinstance(value, Mapping):
        exact = value.get("value")
        return Cell(exact, exact) if exact is not None else Cell(value.get("low"), value.get("high"))
    if isinstance(value, Sequence):
        return Cell(value[0], value[1])
    return Cell(value.low, value.high)


@dataclass(frozen=True)
class Option:
    """One choice of a group, as the macros print it."""

    value: str
    label: str
    checked: bool
    hint: str = ""
    group: str = ""


def options(form_field: Any) -> list[Option]:
    """The choices of a WTForms select, radio or multiple field, or of a plain field's `choices`."""
    if isinstance(form_field, PlainField):
        chosen = form_field.data if isinstance(form_field.data, list | tuple | set) else [form_field.data]
        wanted = {str(item) for item in chosen if item is not None}
        return [Option(str(c[0]), c[1], str(c[0]) in wanted, *c[2:3]) for c in form_field.choices]
    groups = form_field.iter_groups() if form_field.has_groups() else [(None, form_field.iter_choices())]
    return [
        Option(str(c.value), c.label or c.value, bool(c.selected), (c.render_kw or {}).get("hint", ""), group or "")
        for group, choices in groups
        for c in choices
    ]


def option_groups(form_field: Any) -> list[tuple[str, list[Option]]]:
    """The same choices under the names of their groups, in the order given; "" for those in none."""
    return [(name, list(group)) for name, group in groupby(options(form_field), key=lambda option: option.group)]


def form_errors(form: Any) -> list[tuple[str, str]]:
    """(id to jump to, words) for every error of a form, in the order of its fields; a list of pairs passes as it is."""
    if isinstance(form, list | tuple):
        return list(form)
    return [*(("", str(words)) for words in form.form_errors), *_errors_of(form)]


def _errors_of(fields: Any) -> Iterator[tuple[str, str]]:
    for form_field in fields:
        if not form_field.errors:
            continue
        if hasattr(form_field, "entries") or hasattr(form_field, "form"):
            yield from _errors_of(form_field)
            continue
        yield from ((form_field.id, str(words)) for words in form_field.errors)


@dataclass(frozen=True)
class Label:
    """What WTForms calls a label: only its text."""

    text: str


@dataclass
class PlainField:
    """A field without a form behind it (a search box, a filter), in the shape the form macros read."""

    name: str
    label: Label
    data: Any = ""
    id: str = ""
    description: str = ""
    errors: list[str] = field(default_factory=list)
    choices: Sequence[tuple[str, ...]] = ()


def plain_field(name: str, label: str, data: Any = "", *, description: str = "", errors: Sequence[str] = (),
                choices: Sequence[tuple[str, ...]] = (), id: str = "") -> PlainField:  # fmt: skip
    """Make a plain field; `choices` are (value, label) or (value, label, hint)."""
    return PlainField(name, Label(label), data, id or name, description, list(errors), choices)


def typed(form_field: Any) -> str:
    """What stands in a text-like field: the very characters typed, even when they could not be read."""
    if hasattr(form_field, "_value"):
        return str(form_field._value())
    return "" if form_field.data is None else str(form_field.data)


def lines(value: str | None) -> str:
    """Text with its line breaks kept, every character escaped."""
    return Markup("<br>").join(escape(line) for line in (value or "").splitlines())


def has_endpoint(name: str) -> bool:
    """Whether this site serves the page: the public and the staff site know different ones."""
    return name in current_app.view_functions


def site_name() -> str:
    """The deployment's name in the reader's language, as its profile has it."""
    profile: Profile = current_app.extensions["profile"]
    return profile.names.text(current_locale())


def asset(filename: str) -> str:
    """Address of a static file with a mark of its content, so that it may be cached for a year."""
    marks: dict[str, str] = current_app.extensions.setdefault("asset_marks", {})
    if filename not in marks or current_app.debug:
        content = Path(current_app.static_folder or "", filename).read_bytes()
        marks[filename] = hashlib.sha256(content).hexdigest()[:10]
    return url_for("static", filename=filename, v=marks[filename])


def _long_date_pattern() -> str:
    locale = get_locale()
    return str(locale.date_formats["long"].pattern) if locale else "MMMM d, y"


def _short_time_pattern() -> str:
    locale = get_locale()
    return str(locale.time_formats["short"].pattern) if locale else "HH:mm"


def init_app(app: Flask) -> None:
    """Make the filters and globals known to every template of the application."""
    app.jinja_env.filters.update(
        day=day, moment=moment, time_tag=time_tag, in_days=in_days, number=number, cell=cell,
        options=options, option_groups=option_groups, form_errors=form_errors, typed=typed, lines=lines,
    )  # fmt: skip
    app.jinja_env.globals.update(has_endpoint=has_endpoint, asset=asset, plain_field=plain_field, site_name=site_name)
