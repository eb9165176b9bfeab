"""Complaint numbers: every slip of one character is noticed, and what a person types is understood."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.intake.number import ALPHABET, BadNumber, new_number, parse

NUMBERS = st.binary(min_size=16, max_size=32).map(new_number)


@given(NUMBERS)
def test_a_number_is_read_back_as_it_was_given(number):
    assert parse(number) == number
    assert len(number) == 11


@given(NUMBERS)
def test_every_single_wrong_character_is_noticed(number):
    plain = number.replace("-", "")
    for place, right in enumerate(plain):
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(BadNumber):
                parse(plain[:place] + wrong + plain[place + 1 :])


@given(NUMBERS)
def test_every_swap_of_two_neighbours_is_noticed(number):
    plain = number.replace("-", "")
    for place in range(len(plain) - 1):
        if plain[place] != plain[place + 1]:
            with pytest.raises(BadNumber):
                parse(plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :])


def test_the_alphabet_is_of_prime_size_without_letters_that_look_like_digits():
    assert len(set(ALPHABET)) == 29
    assert not set("ILOU") & set(ALPHABET)


@given(NUMBERS)
def test_case_spaces_hyphens_and_lookalikes_do_not_matter(number):
    assert parse(f"  {number.lower().replace('-', ' ')} ") == number
    assert parse(number.replace("-", "\u2013")) == number
    assert parse(number.translate(str.maketrans("01582V", "OLSBZU"))) == number


def test_digits_of_another_script_are_read():
    number = new_number(bytes(16))
    assert parse(number.replace("0", "\u0660")) == number


@pytest.mark.parametrize("text", ["", "7K2M", "7K2M-94QX-3-7", "????-????-?", "\x00" * 9, "é" * 9])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(BadNumber):
        parse(text)


def test_numbers_of_two_drafts_differ():
    assert len({new_number(secrets.token_bytes(32)) for _ in range(500)}) == 500


def test_too_little_chance_makes_no_number():
    with pytest.raises(ValueError, match="chance"):
        new_number(b"short")
