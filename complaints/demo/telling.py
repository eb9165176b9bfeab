"""How an invented resident tells a complaint: sentence parts put together, and a person who does not exist."""

from __future__ import annotations

from random import Random

from faker import Faker

from complaints.demo.phrases import ENGLISH, IN_ENGLISH_PLEASE, MARKS, PHRASES, SPANISH, spoken
from complaints.intake.answers import Identity
from complaints.intake.rules import AllegationKind, FilingMode, Standing
from complaints.registry.rules import TechnologyType

NAME_MARK = "(demonstration)"


class Teller:
    """Invents words and people; the same seed gives the same ones in the same order."""

    def __init__(self, seed: int) -> None:
        self._fakers = {ENGLISH: Faker("en_US"), SPANISH: Faker("es_MX")}
        self._street_names = self._fakers[ENGLISH]
        for faker in self._fakers.values():
            faker.seed_instance(seed)

    def corner(self) -> str:
        """Two streets that need not exist."""
        return f"{self._street_names.street_name()} and {self._street_names.street_name()}"

    def narrative(
        self, chance: Random, language: str, kinds: tuple[AllegationKind, ...], about: TechnologyType, corner: str
    ) -> str:
        """What happened, in two to five sentences after the mark."""
        phrases = PHRASES[spoken(language)]
        thing = phrases.things.get(about, phrases.any_thing)
        sentences = [chance.choice(phrases.openings)]
        sentences += [phrases.wrongs[kind] for kind in kinds]
        sentences += chance.sample(phrases.effects, chance.choice((0, 1, 1, 2)))
        text = marked(" ".join(sentences).format(thing=thing, corner=corner), spoken(language))
        return text if language in PHRASES else f"{text} {IN_ENGLISH_PLEASE}"

    def identity(self, chance: Random, language: str, mode: FilingMode, standing: Standing) -> Identity:
        """Who complains: nobody for an anonymous complaint, else a marked name with ways to reach nobody."""
        if mode is FilingMode.ANONYMOUS:
            return Identity()
        faker = self._fakers[spoken(language)]
        name = faker.company() if standing is Standing.ORGANISATION else faker.name()
        has_email, has_phone = chance.random() < 0.7, chance.random() < 0.6
        return Identity(
            name=f"{name} {NAME_MARK}",
            email=faker.safe_email() if has_email else "",
            # Numbers that are kept free for stories; an area code would be a city's.
            phone=f"555-01{chance.randrange(100):02}" if has_phone else "",
            address=faker.street_address() if chance.random() < 0.3 else "",
        )

    def staff_name(self) -> str:
        """A marked name."""
        faker = self._fakers[ENGLISH]
        return f"{faker.first_name()} {faker.last_name()} {NAME_MARK}"


def marked(text: str, language: str = ENGLISH) -> str:
    """The text behind its mark, with the contractions that Spanish makes of `de el` and `a el`."""
    if language == SPANISH:
        text = text.replace(" de el ", " del ").replace(" a el ", " al ")
    return f"{MARKS[language]} {text}"
