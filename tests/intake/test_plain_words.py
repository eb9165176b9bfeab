"""The words that residents read are easy enough, and the measure of that is right."""

from __future__ import annotations

import pytest

from checks import reading
from checks.reading import LIMIT_AGE, TARGET_AGE, TOGETHER, Sentence, age, sentences, split, too_long
from checks.syllables import syllables

PAGES = sentences()

SPOKEN = {
    1: "the you we read made name kept locked asked tell friend through though straight used searched passed stage"
    " place court where drones plates stopped days piece true phone judge whole",
    2: "police letter answer data office reason before after message passphrase number chosen wanted needed decide"
    " table little people quiet statement safely careful useful handled places voices watches being someone agent",
    3: "camera deleted officer example company together computer however afterwards remember video area different idea"
    " telephone policeman internet neighborhood family everything somebody department recording detection complaining",
    4: "technology community society security identify supervisor american january situation information original",
    5: "anonymity university opportunity organization investigation verification",
}


@pytest.mark.parametrize("count", SPOKEN)
def test_a_word_has_as_many_syllables_as_it_is_spoken_with(count):
    heard = {word: syllables(word) for word in SPOKEN[count].split()}
    assert heard == dict.fromkeys(heard, count)


def test_a_word_with_a_hyphen_is_the_sum_of_its_parts():
    assert syllables("body-worn") == 3
    assert syllables("officer’s") == 3


def test_the_formula_gives_what_can_be_worked_out_by_hand():
    # 6 words, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45, and 5 years more.
    assert age([Sentence("The cat sat on the mat.", "here:1")]) == pytest.approx(3.55)
    # 5 words, 19 syllables.
    hard = Sentence("The organization investigates community opportunity.", "here:2")
    assert [syllables(word) for word in hard.words] == [1, 5, 4, 4, 5]
    assert age([hard]) == pytest.approx(0.39 * 5 + 11.8 * 19 / 5 - 15.59 + 5)


def test_a_message_is_read_as_sentences_with_something_plain_filled_in():
    assert split("You have %(num)s days. <b>Then</b> it goes.") == ["You have 3 days.", "Then it goes."]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_can_be_read_at_ten(page):
    assert age(PAGES[page]) <= LIMIT_AGE


def test_the_whole_can_be_read_at_the_target():
    assert age([sentence for each in PAGES.values() for sentence in each]) <= TARGET_AGE[1]


def test_no_sentence_is_longer_than_anybody_can_hold_in_mind():
    assert [sentence.at for each in PAGES.values() for sentence in too_long(each)] == []


def test_every_page_of_the_form_and_the_way_after_it_is_measured():
    wanted = {"home", "safety", "when", "technology", "wrong", "what", "where", "about", "wants", "you", "review"}
    assert wanted | {"find", "signs", "likely", "confirmation", "follow"} <= set(PAGES)
    assert TOGETHER in PAGES
    assert sum(map(len, PAGES.values())) > 500


def test_the_words_of_staff_are_not_among_them():
    assert not [s.at for each in PAGES.values() for s in each if "/staff" in s.at or "_staff/" in s.at]


def test_the_command_prints_a_figure_for_each_page_and_refuses_what_is_too_hard(capsys, monkeypatch):
    assert reading.main([]) == 0
    assert "technology (" in capsys.readouterr().out
    monkeypatch.setattr(reading, "LIMIT_AGE", 5.0)
    assert reading.main(["--hard"]) == 1
