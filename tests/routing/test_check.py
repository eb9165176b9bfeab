"""A profile whose rules or clocks cannot be applied to every complaint stops the start, with the line of the fault."""

import pytest

from complaints.platform.jurisdiction import ProfileError, parse_profile
from complaints.platform.jurisdiction.loader import SHIPPED
from complaints.routing.rules import check

TEXT = (SHIPPED / "st_louis.toml").read_text(encoding="utf-8")
SAFETY = 'when = { flags = ["safety_risk"] }'
SAFETY_THEN = 'then = { urgent = true, restricted = true, explain = ["safety"] }'
LAST_THEN = 'then = { desk = "supervisor", track = "contact_only" }'
UPDATE = TEXT[TEXT.index('[[clocks]]\nkind = "update"') : TEXT.index('[[clocks]]\nkind = "completion"')]
OVERSIGHT = "when = { oversight_active = true, "


def _refusal(text: str) -> ProfileError:
    profile = parse_profile(text.encode(), "city.toml")
    with pytest.raises(ProfileError) as refused:
        check(profile)
    return refused.value


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (SAFETY, 'when = { flags = ["danger"] }', '"danger" is not a word'),
        (SAFETY, 'when = { flags = { none = ["danger"] } }', '"danger" is not a word'),
        (SAFETY, 'when = { weather = ["rain"] }', "no field"),
        (SAFETY, "when = { flags = true }", "without a word"),
        (SAFETY, 'when = { flags = { any = ["safety_risk"], at_least = 1 } }', "without a word"),
        (SAFETY, 'when = { subjects = ["somebody"] }', '"somebody" is not a word'),
        (SAFETY, 'when = { allegations = ["rudeness"] }', '"rudeness" is not a word'),
        (SAFETY, 'when = { technology_types = ["crystal_ball"] }', '"crystal_ball" is not a word'),
        (SAFETY, 'when = { likely_duplicates = ["two"] }', "is a number"),
        (SAFETY, 'when = { oversight_active = ["yes"] }', "is true or false"),
        (SAFETY_THEN, 'then = { desk = "front" }', '"front" is not known'),
        (SAFETY_THEN, 'then = { copies = ["front"] }', '"front" is not known'),
        (SAFETY_THEN, 'then = { track = "fast" }', '"fast" is not known'),
        (SAFETY_THEN, 'then = { proposals = ["parade"] }', '"parade" is not known'),
        (SAFETY_THEN, 'then = { explain = ["weather"] }', '"weather" is not known'),
        (SAFETY_THEN, "then = { sound_the_horn = true }", "there is no effect"),
        (SAFETY_THEN, "then = { urgent = false }", "wrong form"),
        (SAFETY_THEN, 'then = { urgent = "very" }', "wrong form"),
        (SAFETY_THEN, 'then = { desk = ["supervisor"] }', "wrong form"),
        (SAFETY_THEN, 'then = { copies = "supervisor" }', "wrong form"),
        (SAFETY_THEN, 'then = { copies = ["civilian_oversight"] }', "whether or not it is active"),
    ],
)
def test_a_word_that_routing_does_not_know_is_refused_on_its_line(old, new, says):
    assert old in TEXT
    refused = _refusal(TEXT.replace(old, new, 1))
    assert says in str(refused)
    assert refused.line == TEXT[: TEXT.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (SAFETY_THEN, "then = {}", "does nothing"),
        (SAFETY + "\n", "", "has no condition and is not the last"),
        (LAST_THEN, 'then = { track = "contact_only" }', "names no desk"),
        (LAST_THEN, 'then = { desk = "supervisor" }', "names no track"),
        (LAST_THEN, 'then = { desk = "technology_steward", track = "contact_only" }', "may not see restricted"),
        (LAST_THEN, 'when = { mode = ["named"] }\n' + LAST_THEN, "no desk"),
        (OVERSIGHT, "when = { oversight_active = false, ", "whether or not it is active"),
        ('kind = "classification"', 'kind = "nap"', '"nap" is not a clock'),
        (UPDATE, UPDATE + UPDATE, "hides those after it"),
        ('kind = "closing_notice"\nstarts = "closed"', 'kind = "closing_notice"\nstarts = "received"', "cannot start"),
        ("days = 180\n", 'days = 180\nwhen = { mode = ["named"] }\n', "some complaints would have none"),
        ("5 working days after", "5 working days " * 20 + "after", "longer than 120"),
    ],
)
def test_rules_and_clocks_that_leave_a_gap_are_refused(old, new, says):
    assert old in TEXT
    refused = _refusal(TEXT.replace(old, new, 1))
    assert says in str(refused)
    table = max(n for n, line in enumerate(TEXT.splitlines(), start=1) if line.startswith("[[") and n <= refused.line)
    found = TEXT[: TEXT.index(old)].count("\n") + 1
    assert table <= found


def test_a_clock_that_is_missing_is_refused():
    start = TEXT.index('[[clocks]]\nkind = "closing_notice"')
    end = TEXT.index("# Routing. Rules are read")
    assert 'the clock "closing_notice" is missing' in str(_refusal(TEXT[:start] + TEXT[end:]))


def test_the_shipped_profile_passes():
    check(parse_profile(TEXT.encode(), "city.toml"))
