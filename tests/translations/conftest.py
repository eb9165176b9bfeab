"""The catalogues, compiled for the apps of these tests, and somebody who reads a page in both languages."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import pytest
from flask.testing import FlaskClient

from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.sessions import marks_of
from complaints.registry.service import load_profile_registry
from launcher.instance import compile_translations
from tests.cast import sign_in
from tests.translations.visible import left_in_english


@pytest.fixture(scope="session", autouse=True)
def compiled():
    """What the apps read; a plain run of pytest compiles nothing by itself."""
    compile_translations()


@pytest.fixture
def registry(session, now):
    """The technologies of St. Louis."""
    load_profile_registry(session, now, "st_louis")
    session.commit()


@dataclass
class Reader:
    """Opens a page in a language and in English; `names` are what nobody translates."""

    client: FlaskClient
    names: set[str] = field(default_factory=set)

    def untranslated(self, path: str, code: str = "es") -> list[str]:
        """What the page still says in English. Both must be pages."""
        theirs, english = self.client.get(f"/{code}{path}"), self.client.get(path)
        assert (theirs.status_code, theirs.mimetype) == (english.status_code, "text/html"), path
        assert f'<html lang="{code}"' in theirs.text, path
        return left_in_english(theirs.text, english.text, self.names, code)

    def sign_in(self, person: Staff) -> None:
        """Let this person read staff pages: they have a session of their own below `/es`."""
        sign_in(self.client, person)
        with self.client.session_transaction("/staff/", base_url="http://localhost/es") as cookie:
            cookie.update(marks_of(person, self.client.application.config["CLOCK"]()))
            cookie["csrf_token"] = secrets.token_hex(20)
        self.names.add(person.name)


@pytest.fixture
def reader(client, app):
    profile = app.extensions["profile"]
    places = {neighbourhood.name for neighbourhood in profile.neighbourhoods}
    languages = {language.name for language in profile.languages}
    # A city's own names, an order of its mayor, and what a browser reads of the page's colors.
    return Reader(client, {*places, *languages, profile.reporting.source, "SoundThinking (ShotSpotter)", "light dark"})
