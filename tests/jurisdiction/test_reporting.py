"""What an order asks of its report is data: measure, words, recipients, people, reminders, licence and due dates."""

import pytest

from complaints.platform.jurisdiction import ProfileError, load_profile, parse_profile
from complaints.platform.jurisdiction.loader import SHIPPED
from complaints.platform.jurisdiction.profile import DueEvent, DueOn, Measure, Profile

TEXT = (SHIPPED / "st_louis.toml").read_text(encoding="utf-8")
PRESENTED = """
[[reporting.also_due]]
names.en = "presented to the board"
names.es = "presentado ante la junta"
names.bs = "predstavljeno odboru"
names.vi = "trình hội đồng"
names.zh = "提交委员会"
names.ar = "عُرض على المجلس"
month = 2
day = 15

[oversight]
"""


def _parsed(old: str, new: str) -> Profile:
    assert old in TEXT
    return parse_profile(TEXT.replace(old, new, 1).encode(), "city.toml")


def _refused(old: str, new: str) -> tuple[str, str]:
    """The line that is refused, and why."""
    with pytest.raises(ProfileError) as error:
        _parsed(old, new)
    return TEXT.replace(old, new, 1).splitlines()[error.value.line - 1], error.value.problem


def test_st_louis_says_everything_and_marks_what_the_order_does_not_settle():
    reporting = load_profile("st_louis").reporting
    assert reporting.measure is Measure.CROSS_TABLE
    assert (reporting.counted.text("en"), reporting.counted.text("es")) == ("complaints", "quejas")
    assert [each.text("en") for each in reporting.recipients] == ["Board of Aldermen", "The public"]
    assert reporting.two_people
    assert reporting.remind_days_before == (30, 14, 7, 1)
    assert reporting.licence == ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    assert reporting.also_due == ()
    marked = [line for line in TEXT.splitlines() if "default of this profile" in line]
    for key in ("measure", "two_people", "freeze_days_before", "remind_days_before"):
        assert any(line.startswith(f"{key} = ") for line in marked), key


def test_a_measure_says_at_least_what_the_lesser_ones_say():
    assert [measure.reaches(Measure.COUNT) for measure in Measure] == [False, True, True, True]
    assert Measure.YES_NO.reaches(Measure.YES_NO)


def test_an_order_may_ask_for_more_than_one_step():
    reporting = _parsed("\n[oversight]\n", PRESENTED).reporting
    assert isinstance(reporting.due, DueEvent)
    (step,) = reporting.also_due
    assert (step.names.text("es"), step.due) == ("presentado ante la junta", DueOn(2, 15))


def test_a_city_may_remind_nobody():
    assert _parsed("[30, 14, 7, 1]", "[]").reporting.remind_days_before == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('measure = "cross_table"', 'measure = "some"', '"some" is not a word for "measure"'),
        ("two_people = true", "two_people = 2", "must be true or false"),
        ("[30, 14, 7, 1]", "[30, -1]", '"-1" cannot stand'),
        ("[30, 14, 7, 1]", "[30, 30]", "appears twice"),
        ("[30, 14, 7, 1]", "[true]", '"True" cannot stand'),
        ('counted.es = "quejas"', 'counted.fr = "plaintes"', "not a language of this profile"),
        ('es = "El público"', "", 'the text in "es" is missing'),
        ('url = "https://creativecommons', 'url = "http://creativecommons', "not a web address"),
        ('name = "CC0 1.0"', 'name = ""', "is empty"),
        ("\n[oversight]\n", PRESENTED.replace("day = 15", "day = 30"), "no day 30"),
    ],
)
def test_a_wrong_reporting_rule_is_refused_on_its_line(old, new, says):
    line, problem = _refused(old, new)
    assert says in problem
    expected = "[[reporting.recipients]]" if not new else "day = 30" if "day = 30" in new else new
    assert expected in line
