"""One text in several languages, and which of them a reader gets."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Localised:
    """One text in several languages; a language without its own text gets the default one."""

    texts: tuple[tuple[str, str], ...]
    default_locale: str

    def text(self, locale: str) -> str:
        """The text for `locale` (`es`, `es_MX`), else for its language, else in the default language."""
        known = dict(self.texts)
        for candidate in (locale, locale.replace("-", "_").split("_")[0]):
            if candidate in known:
                return known[candidate]
        return known[self.default_locale]

    def as_dict(self) -> dict[str, str]:
        """Locale to text, for storing beside a decision."""
        return dict(self.texts)
