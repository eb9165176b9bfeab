"""Everything a complaint says, whole and checked: what the form collects and what is sealed or stored of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from complaints.intake.incident import EARLIEST, Happened, IncidentPrecision
from complaints.intake.rules import (
    FOR_ANOTHER,
    MOST_CHARACTERS,
    AllegationKind,
    ContactWish,
    FilingMode,
    Flag,
    Knows,
    Redress,
    Standing,
    SubjectKind,
    storable,
)


class WrongAnswers(ValueError):
    """Answers that do not make a complaint; the text names the field and the problem, never what was typed."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who complains; every part may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was given."""
        return not (self.name or self.email or self.phone or self.address)


@dataclass(frozen=True, slots=True)
class Answers:
    """A complaint as it was told. `technologies` are slugs of the registry; the texts are sealed, the rest is not.

    Raises WrongAnswers when it is not whole.
    """

    technologies: tuple[str, ...]
    kinds: tuple[AllegationKind, ...]
    narrative: str = field(repr=False)
    about: SubjectKind
    mode: FilingMode
    standing: Standing
    incident_on: date | None = None
    incident_span: Happened | None = None
    neighbourhood: str | None = None
    flags: frozenset[Flag] = frozenset()
    wants: tuple[Redress, ...] = ()
    technology_text: str = field(default="", repr=False)
    when_text: str = field(default="", repr=False)
    place_text: str = field(default="", repr=False)
    about_text: str = field(default="", repr=False)
    wants_text: str = field(default="", repr=False)
    whom_text: str = field(default="", repr=False)
    whom_knows: Knows | None = None
    reply_language: str = ""
    needs_interpreter: bool = False
    interpreter_text: str = field(default="", repr=False)
    contact_wishes: tuple[ContactWish, ...] = ()
    contact_text: str = field(default="", repr=False)
    identity: Identity = field(default_factory=Identity, repr=False)

    def __post_init__(self) -> None:
        if not self.technologies or len(set(self.technologies)) != len(self.technologies):
            raise WrongAnswers("technologies: name each once, and at least one")
        if not self.kinds or len(set(self.kinds)) != len(self.kinds):
            raise WrongAnswers("kinds: name each once, and at least one")
        if not self.narrative.strip():
            raise WrongAnswers("narrative: it is empty")
        if self.incident_on is not None and self.incident_on < EARLIEST:
            raise WrongAnswers("incident_on: too long ago")
        if self.incident_on is not None and self.incident_span is not None:
            raise WrongAnswers("incident_span: the day is known")
        if self.incident_span is not None and self.incident_span.on is not None:
            raise WrongAnswers("incident_span: it is one day")
        if (self.whom_text or self.whom_knows) and self.standing not in FOR_ANOTHER:
            raise WrongAnswers("whom: only who speaks for somebody is asked for whom")
        if len(set(self.contact_wishes)) != len(self.contact_wishes):
            raise WrongAnswers("contact_wishes: name each once")
        if (self.mode is FilingMode.ANONYMOUS) != self.identity.is_empty:
            raise WrongAnswers("identity: needed unless the complaint is anonymous, and not kept when it is")
        self._check_texts()

    def _check_texts(self) -> None:
        texts = {
            "narrative": self.narrative,
            "technology_text": self.technology_text,
            "when": self.when_text,
            "place": self.place_text,
            "about": self.about_text,
            "wants_text": self.wants_text,
            "whom": self.whom_text,
            "interpreter": self.interpreter_text,
            "contact": self.contact_text,
            **asdict(self.identity),
        }
        for name, text in texts.items():
            if len(text) > MOST_CHARACTERS[name]:
                raise WrongAnswers(f"{name}: longer than {MOST_CHARACTERS[name]} characters")
            if storable(text) != text:
                raise WrongAnswers(f"{name}: holds a control character")

    def statement(self) -> dict[str, Any]:
        """What is sealed as the statement, but for its nonce."""
        return {
            "narrative": self.narrative,
            "technology_text": self.technology_text,
            "when": self.when_text,
            "place": self.place_text,
            "about": self.about_text,
            "wants": [want.value for want in self.wants],
            "wants_text": self.wants_text,
            "whom": self.whom_text,
            "whom_knows": self.whom_knows.value if self.whom_knows else "",
            "interpreter": self.interpreter_text,
            "contact": self.contact_text,
        }

    @property
    def precision(self) -> IncidentPrecision:
        """How exactly it is known when it happened."""
        if self.incident_on is not None:
            return IncidentPrecision.DAY
        return self.incident_span.precision if self.incident_span else IncidentPrecision.UNKNOWN

    @property
    def span(self) -> tuple[date, date] | None:
        """The first and the last day that it can have been, where the day itself is not known."""
        return self.incident_span.span if self.incident_span else None

    def everything(self) -> bytes:
        """Every answer in one fixed form: equal answers, and only those, give equal bytes."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        values["flags"] = sorted(self.flags)
        values["identity"] = asdict(self.identity)
        values["incident_on"] = self.incident_on and self.incident_on.isoformat()
        span = self.incident_span
        values["incident_span"] = span and [span.precision, *(day.isoformat() for day in span.span or ())]
        for name in ("technologies", "kinds", "wants", "contact_wishes"):
            values[name] = sorted(values[name])
        return canonical(values)


def canonical(value: Any) -> bytes:
    """JSON in the one form that digests and signatures are made over: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
