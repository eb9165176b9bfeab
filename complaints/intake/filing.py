"""One filing from answers to receipt: sealed first, then one transaction, or what the same draft stored before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import IntegrityError

from complaints.intake.answers import Answers
from complaints.intake.receipt import Receipt
from complaints.intake.rules import Channel
from complaints.intake.service import Prepared, Stored, already_sent, chosen, prepare, receive
from complaints.platform.audit import Actor
from complaints.platform.audit.service import events_about
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store.model import Db
from complaints.platform.vault import KeyRing, language_of_words, new_passphrase
from complaints.registry.service import listed

NUMBERS_TRIED: Final = 3
"""Of 5 x 10^11 numbers one is taken already about never; three of them are a fault of the machine."""

SHOWN_AGAIN: Final = timedelta(minutes=5)
"""So long a second sending shows the passphrase once more: the answer got lost, or the button was pressed twice."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who files, where and when: what one request knows besides the answers. `received_at`: a letter came earlier."""

    ring: KeyRing = field(repr=False)
    profile: Profile
    locale: str
    now: datetime
    channel: Channel
    actor: Actor
    is_demonstration: bool
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """What the confirmation shows. `was_sent_before`: nothing was stored now; `is_changed`: it said something else.

    `passphrase` is empty where it was shown too long ago: who finds the page open later must not learn it.
    `words_language` is that of its words.
    """

    receipt: Receipt
    passphrase: str = field(repr=False)
    was_sent_before: bool = False
    is_changed: bool = False
    words_language: str = ""


def file(session: Db, answers: Answers, secret: bytes, office: Office) -> Filed:
    """Store a complaint and commit, or find the one that the same draft made before.

    Raises UnknownTechnology, and IntegrityError for a fault that is neither a second sending nor a taken number.
    """
    attempt = 0
    while True:
        prepared = _prepared(answers, secret, office, attempt)
        try:
            technologies = chosen(listed(session), answers.technologies)
            receive(session, prepared, technologies, office.now, office.profile, office.actor)
            session.commit()
        except IntegrityError:
            session.rollback()
            found = _found(session, prepared, secret, office)
            if found is not None:
                return found
            attempt += 1
            if attempt == NUMBERS_TRIED:
                raise
        else:
            language = language_of_words(office.locale)
            return Filed(prepared.receipt(office.profile), prepared.passphrase, words_language=language)


def _prepared(answers: Answers, secret: bytes, office: Office, attempt: int) -> Prepared:
    return prepare(
        answers,
        secret,
        office.ring,
        office.locale,
        office.now,
        office.channel,
        received_at=office.received_at,
        is_demonstration=office.is_demonstration,
        attempt=attempt,
    )


def _found(session: Db, prepared: Prepared, secret: bytes, office: Office) -> Filed | None:
    stored = already_sent(session, prepared.submission_key)
    if stored is None:
        return None
    return Filed(
        stored.receipt(office.profile),
        # In the language of the first time: those are the words that open it.
        new_passphrase(secret, stored.language) if _is_fresh(session, stored, office) else "",
        was_sent_before=True,
        is_changed=stored.digest != prepared.digest,
        words_language=language_of_words(stored.language),
    )


def _is_fresh(session: Db, stored: Stored, office: Office) -> bool:
    """Whether it was stored so short a time ago that its sender may have missed the first answer."""
    stored_at = stored.received_at
    if office.channel is not Channel.WEB:
        # A letter counts from the day it came; the log says when a clerk wrote it down.
        stored_at = events_about(session, f"complaint:{stored.number}")[0].at
    return office.now - stored_at <= SHOWN_AGAIN
