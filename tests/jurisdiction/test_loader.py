"""A profile file with an error is refused with file, line and what to do; nothing wrong in it is overlooked."""

import re
from pathlib import Path

import pytest

from complaints.platform.jurisdiction import ProfileError, load_profile, parse_profile
from complaints.platform.jurisdiction.loader import SHIPPED

TEXT = (SHIPPED / "st_louis.toml").read_text(encoding="utf-8")
LINES = TEXT.splitlines()
TEXT_LOCALES = 'text_locales = ["en", "es", "bs", "vi", "zh", "ar"]'
KEY = re.compile(r"^([a-z_]+(?:\.[a-z_]+)?) = ")


def _keys() -> list[int]:
    """The line of each key, once for each kind of table."""
    lines, table = {}, ""
    for number, line in enumerate(LINES, start=1):
        if line.startswith("["):
            table = line
        elif key := KEY.match(line):
            lines.setdefault((table, key[1]), number)
    return list(lines.values())


KEYS = _keys()


def _refusal(text: str) -> ProfileError:
    with pytest.raises(ProfileError) as refused:
        parse_profile(text.encode(), "city.toml")
    return refused.value


def _changed(old: str, new: str) -> tuple[str, int]:
    """The text with `old` replaced where it stands first, and the line of that."""
    assert old in TEXT
    return TEXT.replace(old, new, 1), TEXT[: TEXT.index(old)].count("\n") + 1


def test_the_refusal_is_one_sentence_with_file_line_and_what_to_do():
    text, line = _changed("k = 5", "k = 2")
    assert str(_refusal(text)) == f'city.toml, line {line}: "k" is 2; give a whole number from 5 to 1000.'


@pytest.mark.parametrize("number", KEYS)
def test_a_key_that_nobody_knows_is_refused_on_its_line(number):
    lines = [*LINES]
    lines[number - 1] = "unheard_of_" + lines[number - 1]
    refused = _refusal("\n".join(lines))
    header = max(n for n in range(1, number + 1) if n == 1 or LINES[n - 1].startswith("["))
    # A renamed key is unknown on its own line, or the one that should be there is missed: at the head of its table
    # or, of a text in several languages, at the first of them.
    assert header <= refused.line <= number + 1


@pytest.mark.parametrize("number", KEYS)
def test_an_additional_key_is_refused_on_its_line(number):
    lines = [*LINES[: number - 1], "unheard_of = 1", *LINES[number - 1 :]]
    if number == KEYS[0]:
        lines = ["unheard_of = 1", *LINES]
        number = 1
    refused = _refusal("\n".join(lines))
    assert refused.line == number
    assert "unheard_of" in refused.problem


@pytest.mark.parametrize("number", [number for number in KEYS if not LINES[number - 1].endswith("[")])
def test_a_value_of_the_wrong_type_is_refused_on_its_line(number):
    key = LINES[number - 1].split(" = ")[0]
    lines = [*LINES]
    lines[number - 1] = f"{key} = 1.5"
    if key == "decoy_probability":
        lines[number - 1] = f'{key} = "often"'
    assert _refusal("\n".join(lines)).line == number


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('code = "st-louis"', 'code = "St. Louis"', "cannot be a code"),
        ('default_locale = "en"', 'default_locale = "fr"', "not among the languages"),
        (TEXT_LOCALES, 'text_locales = ["en", "xx"]', "not among the languages"),
        (TEXT_LOCALES, 'text_locales = ["en", "en"]', "appears twice"),
        (TEXT_LOCALES, "text_locales = []", "is empty"),
        ('timezone = "America/Chicago"', 'timezone = "America/St_Louis"', "not a known time zone"),
        ('timezone = "America/Chicago"', 'timezone = "../../etc/passwd"', "not a known time zone"),
        ('"https://www.weather.gov/lsx/"', '"http://weather"', "not a web address"),
        ('"https://www.weather.gov/lsx/"', '"javascript:alert(1)"', "not a web address"),
        ('code = "bs"', 'code = "Bosnian"', "not a language code"),
        ('code = "bs"', 'code = "es"', "stands already on line"),
        ('dir = "rtl"', 'dir = "left"', "not a direction"),
        ('code = "patch"', 'code = "carondelet"', "stands already on line"),
        ('code = "prosecutor_liaison"\nunit', 'code = "chief_office"\nunit', "stands already on line"),
        ('id = "possible_crime"', 'id = "safety_risk"', "stands already on line"),
        ('names.es = "Asuntos internos"', 'names.fr = "Affaires internes"', "not a language of this profile"),
        ('names.es = "Asuntos internos"', 'names.es = "  "', "is empty"),
        ("month = 6\n", "month = 13\n", "is 13"),
        ("day = 19", "day = 31", "no day 31"),
        ("nth = -1", "nth = 0", "is 0"),
        ('weekday = "thursday"', 'weekday = "holiday"', "not a day of the week"),
        ('observed = "sunday_to_monday"', 'observed = "perhaps"', "not a word"),
        ("decoy_probability = 0.05", "decoy_probability = 0.9", "is 0.9"),
        ('period = "calendar"', 'period = "lunar"', "not a word"),
        ("freeze_days_before = 14", "freeze_days_before = -1", "is -1"),
        ("freeze_days_before = 14", "freeze_days_before = true", "must be a whole number"),
        ("active = false", 'active = "no"', "must be true or false"),
        ('desk = "civilian_oversight"', 'desk = "nobody"', "there is no desk"),
        ('explanation = "oversight_inactive"', 'explanation = "not_there"', "there is no text"),
        ('starts = "incident"', 'starts = "received"', "runs from the incident"),
        ('starts = "received"', 'starts = "incident"', "only a retention clock"),
        ('counting = "business"', 'counting = "lunar"', "not a word"),
        ("days = 5\n", "days = 0\n", "is 0"),
        ('when = { flags = ["safety_risk"] }', "when = { flags = 3 }", "not a condition"),
        ('when = { flags = ["safety_risk"] }', "when = { flags = {} }", "is empty"),
        ('when = { flags = ["safety_risk"] }', "when = {}", "is empty"),
        ('when = { flags = ["safety_risk"] }', 'when = { flags = { some = ["x"] } }', "not known here"),
        ('when = { flags = ["safety_risk"] }', "when = [1]", "may hold only tables"),
        ('when = { flags = ["safety_risk"] }', "when = { flags = [1] }", "may hold only texts"),
    ],
)
def test_a_wrong_value_is_refused_on_its_line(old, new, says):
    text, _ = _changed(old, new)
    refused = _refusal(text)
    assert says in refused.problem
    shown = text.splitlines()[refused.line - 1]
    assert shown.strip() in new.splitlines()[0] or new.splitlines()[0] in shown
    assert refused.what_to_do


def test_a_missing_translation_is_refused_at_its_text():
    line = LINES.index('names.es = "Asuntos internos"') + 1
    refused = _refusal("\n".join([*LINES[: line - 1], *LINES[line:]]))
    assert (refused.line, refused.problem) == (line - 1, 'the text in "es" is missing')


def test_a_due_date_and_a_fiscal_year_can_take_the_place_of_the_event():
    due = TEXT.index("event.en"), TEXT.index("[oversight]")
    text = TEXT[: due[0]] + "month = 3\nday = 15\n\n" + TEXT[due[1] :]
    text = text.replace('period = "calendar"', 'period = "fiscal"\nstarts_on = 2020-07-01')
    reporting = parse_profile(text.encode(), "city.toml").reporting
    assert (reporting.due.month, reporting.due.day) == (3, 15)
    assert _refusal(text.replace("2020-07-01", "2020-02-29")).problem.startswith("29 February")
    assert "such as" in _refusal(text.replace("2020-07-01", "2020-07-01T00:00:00Z")).problem
    assert "missing" in _refusal(text.replace("starts_on = 2020-07-01", "")).problem


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("[profile]\ncode = \n", 2),
        ("[profile]\n\n\ncode = 1\ncode = 2\n", 4),
        ('[profile]\nname = "open\n', 2),
        ("[profile]\nday = 2026-02-31\n", 2),
        ("[[desks]]\n[desks]\n", 2),
    ],
)
def test_what_is_not_toml_is_refused_on_its_line(wrong, line):
    refused = _refusal(wrong)
    assert refused.problem.startswith("this is not TOML")
    # tomllib notices some errors only at the end of the line, which is the start of the next.
    assert refused.line in (line, line + 1)


def test_what_is_not_utf_8_is_refused_on_its_line():
    with pytest.raises(ProfileError, match=r"city.toml, line 2: the text is not UTF-8"):
        parse_profile(b"a = 1\nb = '\xff'\n", "city.toml")


def test_an_empty_file_is_refused():
    assert _refusal("").problem == 'the key "profile" is missing'


def test_a_file_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path):
    with pytest.raises(ProfileError, match="st_louis"):
        load_profile("atlantis")
    with pytest.raises(ProfileError, match=r"nowhere.toml: there is no such"):
        load_profile(tmp_path / "nowhere.toml")


def test_a_profile_is_loaded_by_name_and_by_path_alike(tmp_path: Path):
    copy = tmp_path / "own.toml"
    copy.write_text(TEXT, encoding="utf-8")
    by_name, by_path = load_profile("st_louis"), load_profile(copy)
    assert by_name.digest == by_path.digest
    assert (by_name.source, by_path.source) == ("st_louis.toml", "own.toml")


def test_a_file_from_windows_is_read_the_same(tmp_path: Path):
    refused = _refusal(TEXT.replace("k = 5", "k = 1").replace("\n", "\r\n"))
    assert refused.line == LINES.index("k = 5") + 1
