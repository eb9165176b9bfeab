"""What the form that asks for number and passphrase says of a slip, before anything is looked up."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from complaints.intake.number import new_number
from complaints.platform.vault.mailbox import LISTS, new_passphrase
from tests.correspondence.conftest import Filed
from tests.correspondence.test_public import enter

STRANGER = new_number(b"q" * 32)


@pytest.mark.parametrize("number", ["7K2M-94QX", "7K2M-94QX-33", "7"])
def test_a_number_of_the_wrong_length_is_told_so(client: FlaskClient, filed: Filed, number: str) -> None:
    page = enter(client, filed, number=number)
    assert page.status_code == 422
    assert "A complaint number has nine letters and digits" in page.text
    assert "One character of this number is wrong" not in page.text


@pytest.mark.parametrize(("kept", "added", "told"), [(7, "", 7), (1, "", 1), (8, " more", 9)])
def test_how_many_words_a_passphrase_lacks_is_told_alike_for_known_and_unknown_numbers(
    client: FlaskClient, filed: Filed, kept: int, added: str, told: int
) -> None:
    words = " ".join(filed.passphrase.split()[:kept]) + added
    known, unknown = enter(client, filed, passphrase=words), enter(client, filed, number=STRANGER, passphrase=words)
    assert known.status_code == unknown.status_code == 422
    assert f"The passphrase has eight words, with a space between them. You wrote {told}." in known.text
    assert known.text.replace(filed.number, "N") == unknown.text.replace(STRANGER, "N")


@pytest.mark.parametrize("language", LISTS)
def test_the_passphrases_of_every_language_have_the_eight_words_that_are_asked_for(
    client: FlaskClient, filed: Filed, language: str
) -> None:
    for turn in range(20):
        refused = enter(client, filed, passphrase=new_passphrase(bytes([turn]) * 32, language))
        assert refused.status_code == 403


@pytest.mark.parametrize("path", ["page", "message", "withdraw"])
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_whoever_comes_by_the_address_alone_is_sent_to_the_form(client: FlaskClient, path: str, prefix: str) -> None:
    answer = client.get(f"{prefix}/follow/{path}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{prefix}/follow")
