"""Wrong profiles are refused at the start and by `profile check`, each in one sentence with file and line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from complaints.intake.rules import check as check_form
from complaints.platform.jurisdiction import ProfileError, load_profile, parse_profile
from complaints.platform.jurisdiction.loader import MOST_BYTES, SHIPPED
from complaints.routing.rules import check as check_routing

TEXT = (SHIPPED / "san_francisco.toml").read_text(encoding="utf-8")
WRONG = tomllib.loads(Path(__file__).with_name("wrong.toml").read_text(encoding="utf-8"))["wrong"]


def start_with(text: str) -> None:
    """What every start does with a profile before anything else."""
    profile = parse_profile(text.encode(), "city.toml")
    check_routing(profile)
    check_form(profile)


def line_of(text: str, on: str, nth: int) -> int:
    """The number of the `nth` line that reads `on`."""
    return [number for number, line in enumerate(text.splitlines(), start=1) if line == on][nth - 1]


def test_the_table_is_large_and_no_row_stands_twice():
    assert len(WRONG) >= 40
    assert len({(row["old"], row["new"]) for row in WRONG}) == len(WRONG)


@pytest.mark.parametrize("row", WRONG, ids=lambda row: row["says"][:60])
def test_a_wrong_profile_is_refused_with_file_line_and_sentence(row):
    assert row["old"] in TEXT
    text = TEXT.replace(row["old"], row["new"], 1)
    with pytest.raises(ProfileError) as refused:
        start_with(text)
    line = line_of(text, row["on"], row.get("nth", 1))
    assert str(refused.value) == f"city.toml, line {line}: {row['says']}"


def test_discipline_that_needs_a_name_needs_words_that_say_so():
    text = TEXT.replace("anonymous_bars_discipline = false", "anonymous_bars_discipline = true")
    with pytest.raises(ProfileError, match=r"add \[texts\.anonymous_discipline\]"):
        check_form(parse_profile(text.encode(), "city.toml"))


@pytest.fixture
def wrong_file(tmp_path: Path):
    """`wrong_file(content)`: a file of that content."""

    def write(content: bytes) -> Path:
        path = tmp_path / "city.toml"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", 'city.toml, line 1: the key "profile" is missing'),
        (b"a = 1\nb = '\xff'\n", "city.toml, line 2: the text is not UTF-8; save the file as UTF-8."),
        (TEXT.encode("utf-16"), "city.toml, line 1: the text is not UTF-8"),
        (b"a = " + b"[" * 3000 + b"]" * 3000, "city.toml: the file nests its lists too deeply; write it flatter."),
        (b"#" * (MOST_BYTES + 1), "city.toml: the file has more than 1,000,000 bytes; give a shorter one."),
        (b"\x00", "city.toml, line 1: this is not TOML"),
    ],
)
def test_a_file_that_is_no_profile_is_refused_by_the_command(runner, wrong_file, content, says):
    answer = runner.invoke(args=["profile", "check", str(wrong_file(content))])
    assert answer.exit_code == 1
    assert says in answer.output
    assert len(answer.output.strip().splitlines()) == 1


def test_what_is_no_file_is_refused_by_the_command(runner, tmp_path):
    for name in (str(tmp_path), str(tmp_path / "absent.toml"), "atlantis", "", "x" * 3000 + ".toml"):
        answer = runner.invoke(args=["profile", "check", name])
        assert answer.exit_code == 1
        assert "there is no such profile file" in answer.output or "cannot be read" in answer.output


def test_a_file_that_may_not_be_read_is_refused(wrong_file, monkeypatch):
    path = wrong_file(TEXT.encode())

    def closed(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    # Whoever runs the tests may be allowed to read everything.
    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(ProfileError) as refused:
        load_profile(path)
    assert str(refused.value) == ("city.toml: the file cannot be read (Permission denied); let this program read it.")


def test_a_rule_that_routing_does_not_know_is_refused_by_the_command_too(runner, wrong_file):
    text = TEXT.replace('track = "criminal"', 'track = "felony"')
    answer = runner.invoke(args=["profile", "check", str(wrong_file(text.encode()))])
    assert answer.exit_code == 1
    assert f"line {line_of(text, text[text.index('then = { track') :].splitlines()[0], 1)}: " in answer.output


def test_a_file_with_a_mark_before_its_first_letter_is_read(wrong_file):
    assert load_profile(wrong_file(b"\xef\xbb\xbf" + TEXT.encode())).code == "san-francisco"


def test_a_good_profile_is_summed_up(runner):
    answer = runner.invoke(args=["profile", "check", "san_francisco"])
    assert answer.exit_code == 0
    assert "San Francisco, version 1." in answer.output
    assert "due 11/1" in answer.output
    assert "Also due: To the Board, 2/15." in answer.output
    assert "Neighborhoods: not stated." in answer.output
    assert "before: the day that the city sets" in runner.invoke(args=["profile", "check", "davis"]).output


def test_the_profiles_that_ship_are_listed(runner):
    listed = runner.invoke(args=["profile", "list"]).output.split()
    assert {"st_louis", "san_francisco", "davis"} <= set(listed)
