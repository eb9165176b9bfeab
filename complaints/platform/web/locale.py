"""The reader's language: a prefix of the address (`/es/complain`), so that a link keeps it and no cookie is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from babel import Locale, localedata
from babel.core import get_global
from flask import Flask, Response, current_app, has_request_context, request

from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.settings import ROOT

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
CATALOGUES = ROOT / "complaints" / "translations"
ENVIRON_KEY = "complaints.locale"
STAFF_LANGUAGES = frozenset({"en", "es"})
"""The languages that the pages behind the sign-in are written in; residents are offered every catalogue there is."""
STAFF_PAGES = "/staff/"


class LanguagePrefix:
    """Move `/es` from the path into the script root: every `url_for` then stays in the language by itself."""

    def __init__(self, wsgi: Wsgi, languages: Iterable[str]) -> None:
        self.wsgi = wsgi
        self.languages = frozenset(languages)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        first, _, rest = environ.get("PATH_INFO", "").lstrip("/").partition("/")
        if first in self.languages:
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + first
            environ["PATH_INFO"] = "/" + rest
            environ[ENVIRON_KEY] = first
        return self.wsgi(environ, start_response)


@dataclass(frozen=True, slots=True)
class LocalProfile:
    """The profile as a page speaks of it, in the reader's language."""

    name: str
    locale: str
    profile: Profile

    def text(self, key: str) -> str:
        """A legal or explaining text of this city."""
        return self.profile.text(key, self.locale)


def current_locale() -> str:
    """The language of the request at hand; the profile's first one where the address has no prefix."""
    default: str = current_app.extensions["profile"].default_locale
    return request.environ.get(ENVIRON_KEY, default) if has_request_context() else default


@cache
def regional(code: str, timezone: str) -> str:
    """What numbers and hours are written by: the language as the city's country writes it, where that is known.

    In Chicago's time zone `es` is `es_US`: 10,000 and 2:05 p. m.; Spanish as such would say 10.000.
    """
    name = f"{code}_{get_global('zone_territories').get(timezone, '')}"
    return name if localedata.exists(name) else code


def written_locale() -> str:
    """The locale of the request at hand for numbers, dates and hours; its words are those of `current_locale`."""
    profile: Profile = current_app.extensions["profile"]
    return regional(current_locale(), profile.timezone)


@cache
def _has_catalogue(code: str) -> bool:
    return (CATALOGUES / code / "LC_MESSAGES" / "messages.po").exists()


def spoken(profile: Profile) -> list[str]:
    """The languages of the profile that the pages are translated into; the others are not offered yet."""
    codes = [language.code for language in profile.languages]
    return [code for code in codes if code == profile.default_locale or _has_catalogue(code)]


def offered(profile: Profile, path: str) -> list[str]:
    """The languages in which the page at `path` can be read whole."""
    found = spoken(profile)
    if not path.startswith(STAFF_PAGES):
        return found
    return [code for code in found if code in STAFF_LANGUAGES or code == profile.default_locale]


def language_links(profile: Profile) -> list[tuple[str, str, str, bool]]:
    """(code, own name, address of this page, is it the current one) for each language of the profile."""
    here = current_locale()
    root = request.script_root.removesuffix("/" + here) if ENVIRON_KEY in request.environ else request.script_root
    path = request.path
    links = []
    codes = offered(profile, path)
    for language in profile.languages:
        if language.code not in codes:
            continue
        prefix = "" if language.code == profile.default_locale else "/" + language.code
        links.append((language.code, language.name, f"{root}{prefix}{path}", language.code == here))
    return links


def text_direction(code: str) -> str:
    """`ltr` or `rtl`."""
    return str(Locale.parse(code.replace("-", "_")).text_direction)


def speak(app: Flask, profile: Profile) -> None:
    """Read the prefix from the address, and give templates what they need to write `<html lang dir>`."""
    prefixes = [language.code for language in profile.languages if language.code != profile.default_locale]
    app.wsgi_app = LanguagePrefix(app.wsgi_app, prefixes)  # type: ignore[method-assign]

    @app.before_request
    def _in_a_language_of_the_workplace() -> Response | None:
        # Half in one language and half in another would be worse than the city's own.
        prefix = "/" + current_locale()
        if ENVIRON_KEY not in request.environ or request.method not in ("GET", "HEAD"):
            return None
        if prefix[1:] in offered(profile, request.path) or not request.path.startswith(STAFF_PAGES):
            return None
        answer = Response(status=303)
        # Quoted anew: a path may hold whatever was written as %0d%0a.
        query = "?" + request.query_string.decode("ascii", "replace") if request.query_string else ""
        answer.location = request.script_root.removesuffix(prefix) + quote(request.path) + query
        return answer

    @app.context_processor
    def _language() -> dict[str, Any]:
        code = current_locale()
        return {
            "profile": LocalProfile(profile.names.text(code), code, profile),
            "is_demonstration": app.config["DEMONSTRATION"],
            "locale_code": code,
            "text_direction": text_direction(code),
            "language_links": language_links(profile),
        }
