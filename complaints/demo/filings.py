"""Which invented complaints come in, when and what they say: fixed by the seed, the registry and the last day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Final, TypeVar

from complaints.demo.matters import COMMON, FLAGS, HOW_OFTEN, SOMEBODY, SUBJECTS, WRONGS
from complaints.demo.phrases import ENGLISH, PHRASES, spoken
from complaints.demo.telling import Teller
from complaints.demo.workdays import Workdays
from complaints.intake.answers import Answers
from complaints.intake.incident import NOT_KNOWN, Happened, IncidentPrecision, WrittenDate, happened
from complaints.intake.rules import (
    FOR_ANOTHER,
    AllegationKind,
    Channel,
    ContactWish,
    FilingMode,
    Flag,
    Knows,
    Redress,
    Standing,
)
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.jurisdiction.profile import Profile
from complaints.registry.rules import TechnologyType

Choice = TypeVar("Choice")
YEARS: Final = timedelta(days=3 * 365)
TOGETHER: Final = 9
"""So many complain about one event that many saw."""
SHARE_TOGETHER: Final = 0.05

LANGUAGES: Final = {"en": 80, "es": 13, "vi": 2, "bs": 2, "zh": 2, "ar": 1}
MODES: Final = {FilingMode.ANONYMOUS: 38, FilingMode.CONFIDENTIAL: 27, FilingMode.NAMED: 35}
CHANNELS: Final = {Channel.WEB: 76, Channel.PHONE: 12, Channel.COUNTER: 7, Channel.LETTER: 5}
STANDINGS: Final = {
    Standing.AFFECTED: 78,
    Standing.WITNESS: 11,
    Standing.GUARDIAN: 3,
    Standing.ADVOCATE: 2,
    Standing.ON_BEHALF: 3,
    Standing.ORGANISATION: 3,
}
KNOWS: Final = {Knows.YES: 6, Knows.UNSURE: 3, Knows.NO: 1}
PRECISIONS: Final = {
    IncidentPrecision.DAY: 82,
    IncidentPrecision.MONTH: 6,
    IncidentPrecision.BETWEEN: 3,
    IncidentPrecision.SEVERAL: 5,
    IncidentPrecision.UNKNOWN: 4,
}


@dataclass(frozen=True, slots=True)
class Filing:
    """One complaint that will be filed at `at`. `secret` is its draft's: number and passphrase come of it."""

    secret: bytes
    at: datetime
    answers: Answers
    language: str
    channel: Channel

    @property
    def allegations(self) -> int:
        """How many findings it needs."""
        return len(self.answers.technologies) * len(self.answers.kinds)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that several people saw and complain about within days."""

    at: datetime
    slug: str
    kind: AllegationKind
    neighbourhood: str | None


def drawn(chance: Random, weights: Mapping[Choice, float]) -> Choice:
    """One of the keys, as often as its weight says."""
    return chance.choices(list(weights), weights=list(weights.values()))[0]


def secret_of(seed: int, index: int) -> bytes:
    """The draft's 32 bytes. Who knows the seed knows the passphrases: what they open is invented."""
    return hashlib.sha256(f"demonstration/{seed}/{index}".encode()).digest()


class Filer:
    """Invents filings over the years before `now`, for the technologies (slug → type) of a registry."""

    def __init__(self, seed: int, profile: Profile, technologies: Mapping[str, TechnologyType], now: datetime) -> None:
        self.seed, self.profile, self.now = seed, profile, now
        self.technologies = technologies
        self.workdays = Workdays(profile)
        self.teller = Teller(seed)
        self._languages = {code: LANGUAGES.get(code, 1) for code, _, _ in profile.languages}
        self._often = self._technology_weights()
        self._places = self._place_weights()

    def _technology_weights(self) -> dict[str, float]:
        types = list(self.technologies.values())
        return {slug: HOW_OFTEN.get(kind, 1) / types.count(kind) for slug, kind in self.technologies.items()}

    def _place_weights(self) -> dict[str | None, float]:
        """Some neighbourhoods complain much, most a little; one complaint in twelve names none."""
        places = [place.code for place in self.profile.neighbourhoods]
        Random(f"{self.seed}/places").shuffle(places)
        weights: dict[str | None, float] = {place: 1 / (rank + 3) for rank, place in enumerate(places)}
        return weights | {None: sum(weights.values()) / 11 or 1.0}

    def all(self, count: int) -> list[tuple[int, datetime, Event | None]]:
        """(index, when, the event it is about) of so many complaints, in order of time."""
        chance = Random(f"{self.seed}/arrivals")
        alike = int(count * SHARE_TOGETHER) // TOGETHER * TOGETHER
        events = [self._event(chance) for _ in range(alike // TOGETHER)]
        arrivals: list[tuple[datetime, Event | None]] = [
            (min(event.at + timedelta(hours=chance.uniform(2, 100)), self.now), event)
            for event in events
            for _ in range(TOGETHER)
        ]
        # A little more each year, as such a site becomes known.
        arrivals += [(self.now - YEARS * (1 - chance.random() ** 0.85), None) for _ in range(count - alike)]
        arrivals.sort(key=lambda arrival: arrival[0])
        return [(index, at, event) for index, (at, event) in enumerate(arrivals)]

    def _event(self, chance: Random) -> Event:
        slug = drawn(chance, self._often)
        # A city without a list of places has the one that is none.
        known: dict[str | None, float] = {place: weight for place, weight in self._places.items() if place}
        place = drawn(chance, known or self._places)
        at = self.now - YEARS * chance.uniform(0.05, 0.95)
        return Event(at, slug, drawn(chance, WRONGS.get(self.technologies[slug], COMMON)), place)

    def filing(self, index: int, at: datetime, event: Event | None = None) -> Filing:
        """The complaint of that index, filed at about `at`."""
        chance = Random(f"{self.seed}/{index}")
        slugs = self._technologies(chance, event)
        main = self.technologies[slugs[0]]
        kinds = self._kinds(chance, main, event)
        language, channel = drawn(chance, self._languages), drawn(chance, CHANNELS)
        if channel is not Channel.WEB:
            # Somebody has to be there to take it; never later than now.
            at = min(self.workdays.later(at, 0, chance), self.now)
        at = at.replace(microsecond=0)
        answers = self._answers(chance, slugs, kinds, main, language, at, event)
        return Filing(secret_of(self.seed, index), at, answers, language, channel)

    def _technologies(self, chance: Random, event: Event | None) -> tuple[str, ...]:
        first = event.slug if event else drawn(chance, self._often)
        if chance.random() > 0.14 or self.technologies[first] is TechnologyType.NOT_KNOWN:
            return (first,)
        others = {
            slug: weight
            for slug, weight in self._often.items()
            if slug != first and self.technologies[slug] is not TechnologyType.NOT_KNOWN
        }
        return (first, drawn(chance, others)) if others else (first,)

    def _kinds(self, chance: Random, about: TechnologyType, event: Event | None) -> tuple[AllegationKind, ...]:
        weights = WRONGS.get(about, COMMON)
        first = event.kind if event else drawn(chance, weights)
        others = {kind: weight for kind, weight in weights.items() if kind != first}
        return (first,) if chance.random() > 0.22 else (first, drawn(chance, others))

    def _answers(
        self,
        chance: Random,
        slugs: tuple[str, ...],
        kinds: tuple[AllegationKind, ...],
        main: TechnologyType,
        language: str,
        at: datetime,
        event: Event | None,
    ) -> Answers:
        mode, standing = drawn(chance, MODES), drawn(chance, STANDINGS)
        phrases, corner = PHRASES[spoken(language)], self.teller.corner()
        moment = (event.at if event else at - timedelta(days=chance.expovariate(1 / 12))).replace(microsecond=0)
        precision = IncidentPrecision.DAY if event else drawn(chance, PRECISIONS)
        when = _when(precision, local_date(min(moment, at), self.profile.zone), local_date(at, self.profile.zone))
        speaks_for_another = standing in FOR_ANOTHER
        return Answers(
            technologies=slugs,
            kinds=kinds,
            narrative=self.teller.narrative(chance, language, kinds, main, corner),
            about=drawn(chance, SUBJECTS.get(kinds[0], SOMEBODY)),
            mode=mode,
            standing=standing,
            incident_on=when.on,
            incident_span=None if when.on or when == NOT_KNOWN else when,
            neighbourhood=event.neighbourhood if event else drawn(chance, self._places),
            flags=frozenset(_flags(chance, kinds)),
            wants=_wants(chance),
            when_text=chance.choice(phrases.times),
            place_text=corner if chance.random() < 0.8 else "",
            about_text=chance.choice(phrases.abouts),
            wants_text=chance.choice(phrases.wishes) if chance.random() < 0.4 else "",
            whom_knows=drawn(chance, KNOWS) if speaks_for_another else None,
            reply_language=language,
            needs_interpreter=chance.random() < (0.02 if language == ENGLISH else 0.3),
            contact_wishes=_contact_wishes(chance),
            identity=self.teller.identity(chance, language, mode, standing),
        )


def _when(precision: IncidentPrecision, day: date, today: date) -> Happened:
    """What is said of a day by somebody who knows it no better than that."""
    exactly = WrittenDate(str(day.year), str(day.month), str(day.day))
    written: dict[IncidentPrecision, tuple[WrittenDate, WrittenDate]] = {
        IncidentPrecision.DAY: (exactly, WrittenDate()),
        IncidentPrecision.MONTH: (replace(exactly, day=""), WrittenDate()),
        IncidentPrecision.BETWEEN: (replace(exactly, day=""), exactly),
        IncidentPrecision.SEVERAL: (exactly, WrittenDate()),
        IncidentPrecision.UNKNOWN: (WrittenDate(), WrittenDate()),
    }
    first, last = written[precision]
    return happened(first, last, is_several=precision is IncidentPrecision.SEVERAL, today=today)


def _contact_wishes(chance: Random) -> tuple[ContactWish, ...]:
    return tuple(wish for wish in ContactWish if chance.random() < 0.06)


def _flags(chance: Random, kinds: Iterable[AllegationKind]) -> list[Flag]:
    return [flag for flag, odds in FLAGS.items() if chance.random() < max(odds.get(kind, 0) for kind in kinds)]


def _wants(chance: Random) -> tuple[Redress, ...]:
    return tuple(chance.sample([want for want in Redress if want is not Redress.OTHER], chance.choice((0, 1, 1, 2, 3))))
