"""A passphrase that is drawn, forgiving to type, and the only way to what it opens."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from complaints.platform.vault.mailbox import LISTS, WORDS, mailbox_from_passphrase, new_passphrase, normalise


def test_eight_words_of_two_thousand_are_88_bits() -> None:
    drawn = {word for _ in range(400) for word in new_passphrase(os.urandom(32), "en").split()}
    assert len(new_passphrase(os.urandom(32), "en").split()) == WORDS
    # 3,200 draws with replacement from 2,048 words show about 79 % of them; a list half as long could not.
    assert len(drawn) > 1500


def test_no_word_is_drawn_much_more_often_than_another() -> None:
    counts = Counter(word for _ in range(2000) for word in new_passphrase(os.urandom(32), "en").split())
    assert max(counts.values()) < 30


@pytest.mark.parametrize("locale", [*LISTS, "vi", "ar"])
def test_every_language_gets_a_passphrase_that_opens_again(locale: str) -> None:
    passphrase, salt = new_passphrase(b"s" * 32, locale), b"n" * 16
    first = mailbox_from_passphrase(passphrase, salt)
    again = mailbox_from_passphrase("  " + passphrase.upper().replace(" ", "-") + "\n", salt)
    assert again.is_verified_by(first.verifier)
    assert again.public_key == first.public_key


def test_spanish_words_may_be_typed_without_their_accents() -> None:
    assert normalise("Ábaco, ÑANDÚ") == normalise("abaco nandu")


def test_the_same_secret_gives_the_same_words_and_another_does_not() -> None:
    assert new_passphrase(b"a" * 32, "en") == new_passphrase(b"a" * 32, "en")
    assert new_passphrase(b"a" * 32, "en") != new_passphrase(b"b" * 32, "en")


def test_a_wrong_word_or_another_salt_opens_nothing() -> None:
    passphrase = new_passphrase(b"a" * 32, "en")
    mailbox = mailbox_from_passphrase(passphrase, b"n" * 16)
    wrong = mailbox_from_passphrase(passphrase + " zoo", b"n" * 16)
    elsewhere = mailbox_from_passphrase(passphrase, b"m" * 16)
    assert not wrong.is_verified_by(mailbox.verifier)
    assert not elsewhere.is_verified_by(mailbox.verifier)
    assert len({mailbox.public_key, wrong.public_key, elsewhere.public_key}) == 3
