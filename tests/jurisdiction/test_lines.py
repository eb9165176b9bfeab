"""Every key and list element of a TOML text is found on the line it stands on, however the text is written."""

import tomllib

import pytest

from complaints.platform.jurisdiction.lines import locate

TEXT = '''# a comment with = and [brackets]
"quoted key" = 1
plain.dotted = "a # no comment"   # line 3

[table]
long = """
not = a key
[not.a.table]
"""
literal = \'\'\'
also = not a key \\\'\'\'
after = 2026-01-01  # line 12
list = [
  "first",   # line 14

  "third line", "same line",
  { inner = [1, 2], "other inner" = { deep = true } },
]
[[table.rows]]
name = "one"
[table.rows.below]
key = 1
[[table.rows]]
name = "two"
[table.rows.below]
key = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("quoted key",), 2),
        (("plain",), 3),
        (("plain", "dotted"), 3),
        (("table",), 5),
        (("table", "long"), 6),
        (("table", "literal"), 10),
        (("table", "after"), 12),
        (("table", "list"), 13),
        (("table", "list", 0), 14),
        (("table", "list", 1), 16),
        (("table", "list", 2), 16),
        (("table", "list", 3), 17),
        (("table", "list", 3, "inner", 1), 17),
        (("table", "list", 3, "other inner", "deep"), 17),
        (("table", "rows", 0), 19),
        (("table", "rows", 0, "name"), 20),
        (("table", "rows", 0, "below", "key"), 22),
        (("table", "rows", 1), 23),
        (("table", "rows", 1, "below"), 25),
        (("table", "rows", 1, "below", "key"), 26),
    ],
)
def test_a_path_is_on_its_line(path, line):
    assert locate(TEXT)[path] == line


def _paths(value, path=()):
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield from _paths(inner, (*path, key))


def test_everything_that_tomllib_reads_has_a_line():
    lines = locate(TEXT)
    # A list that only its [[headers]] make has no line of its own; its elements do.
    missing = [path for path in _paths(tomllib.loads(TEXT)) if path not in lines]
    assert missing == [("table", "rows")]


def test_an_empty_text_has_its_first_line():
    assert locate("") == {(): 1}
