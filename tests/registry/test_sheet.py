"""The registry as a spreadsheet, on the command line and on the staff site."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.platform.audit import Actor
from complaints.registry import exchange, service
from complaints.registry.fields import FIELDS, WrongValue, read
from complaints.registry.rules import TechnologyType
from complaints.registry.sheet import COLUMNS, MOST_BYTES, guarded, read_sheet, unguarded, write_sheet
from complaints.registry.sheet_words import wrong_sentence
from tests.cast import csrf_token, send

TODAY = date(2025, 6, 16)
IMPORT = "/staff/technologies/import"


def sheet(*rows, columns=COLUMNS, separator=","):
    """A file with these rows, each a mapping of what it says otherwise than a plain one."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(columns)
    drones = {"slug": "drones", "type": "drone", "name": "Drones"}
    writer.writerows([(drones | row).get(name, "") for name in columns] for row in rows)
    return out.getvalue().encode()


def sentences(content):
    return [wrong_sentence(each) for each in read_sheet(content, TODAY).wrong]


def post_sheet(client, content):
    data = {"csrf_token": csrf_token(client), "sheet": (io.BytesIO(content), "registry.csv")}
    return client.post(IMPORT, data=data)


def plan_of(page):
    return html.unescape(re.search(r'name="plan" value="([^"]*)"', page.text)[1])


@given(st.text())
def test_no_cell_can_run_as_a_formula_and_each_comes_back_as_it_was(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_what_people_type_with_an_apostrophe_keeps_it():
    assert unguarded("'twas") == "'twas"


@given(st.dictionaries(st.sampled_from([field.name for field in FIELDS]), st.text(max_size=60)))
def test_a_row_comes_back_exactly_as_it_went_out(texts):
    content = {field.name: field.empty for field in FIELDS} | {"name": "Drones"}
    for field in FIELDS:
        try:
            content[field.name] = read(field, texts.get(field.name, ""), TODAY)
        except WrongValue:
            continue
    row = {"slug": "drones", "type": "drone", "position": 7, "retired_on": date(2025, 1, 2), **content}
    found = read_sheet(write_sheet([row]), TODAY)
    assert not found.wrong
    assert found.rows[0].content == content
    assert (found.rows[0].slug, found.rows[0].position, found.rows[0].retired_on) == ("drones", 7, date(2025, 1, 2))


def test_an_export_opens_in_spreadsheets_and_changes_nothing_when_imported(session, registry, now):
    nasty = {"use": '=HYPERLINK("http://x")\n"quoted", ünïcode 汉字', "area": "'single", "local_name": "-1+1"}
    service.edit(session, service.by_slug(session, "fixed-cameras"), nasty, Actor.system(), now, "", 1)
    session.commit()
    content = exchange.export(session)
    assert content.startswith(b"\xef\xbb\xbfslug,type,")
    assert all(not cell.startswith("=") for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row)
    planned = exchange.plan(session, read_sheet(content, TODAY).rows)
    assert len(planned) == 10
    assert all(each.is_idle for each in planned)


def test_an_export_makes_the_same_registry_elsewhere(session, registry, now):
    service.retire(session, service.by_slug(session, "in-car-video"), TODAY, Actor.system(), now)
    session.commit()
    content = exchange.export(session)
    for table in ("technology_version", "technology"):
        session.connection().exec_driver_sql(f"DELETE FROM {table}")
    session.commit()
    session.expunge_all()
    service.load_profile_registry(session, now, "springfield")
    exchange.apply(session, exchange.plan(session, read_sheet(content, TODAY).rows), Actor.command(), now, "")
    session.commit()
    assert exchange.export(session) == content


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_is_understood(separator):
    found = read_sheet(sheet({"area": "Here, there; everywhere"}, separator=separator), TODAY)
    assert (found.wrong, found.rows[0].content["area"]) == ([], "Here, there; everywhere")


def test_columns_may_stand_in_another_order_and_empty_rows_are_passed_over():
    content = sheet({}, columns=COLUMNS[::-1]) + b",,,,\r\n\r\n"
    assert [row.slug for row in read_sheet(content, TODAY).rows] == ["drones"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty. Its first row must name the columns."),
        ("slug,café".encode("latin-1"), "The file is not in UTF-8. Save it as “CSV UTF-8”."),
        (b"x" * (MOST_BYTES + 1), "The file is too large. It may have up to 1000 KB."),
        (sheet({}) + b'drones2,drone,"cut off', "The file ends within a quoted cell, or its quotes are broken."),
        (sheet(*[{"slug": f"d-{n}"} for n in range(501)]), "The file has too many rows. It may have up to 500."),
        (sheet({}, columns=(*COLUMNS, "vendor")), "Row 1, column vendor: This column is not known."),
        (sheet({}, columns=COLUMNS[:-1]), "Row 1, column retired_on: This column is missing."),
        (sheet({}, columns=(*COLUMNS, "area")), "Row 1, column area: This column stands there twice."),
        (sheet({}) + b"a," * 30 + b"a\r\n", "Row 3: There are more cells than columns."),
        (sheet({"slug": "Drones!"}), "Row 2, column slug: Use small letters, digits and single hyphens"),
        (sheet({}, {}), "Row 3, column slug: Another row has this address already."),
        (sheet({"type": "laser"}), "Row 2, column type: This kind of technology is not known."),
        (sheet({"name": ""}), "Row 2, column name: Write something here."),
        (sheet({"funding": "x" * 5001}), "Row 2, column funding: This is too long. Use at most 5000 characters."),
        (sheet({"retention_days": "thirty"}), "Row 2, column retention_days: Write a whole number in digits"),
        (sheet({"position": "first"}), "Row 2, column position: Write a whole number in digits"),
        (sheet({"retired_on": "2025-06-17"}), "Row 2, column retired_on: This date is in the future."),
        (sheet({"use": "a\x00b"}), "Row 2, column use: There is a character in this text that cannot be shown."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_row_and_column(app, content, said):
    with app.test_request_context():
        told = sentences(content)
    assert len(told) == 1
    assert told[0].startswith(said)


def test_every_mistake_of_a_file_is_told_at_once(app):
    with app.test_request_context():
        told = sentences(sheet({"type": "laser", "units_count": "x"}, {"slug": "Ü"}))
    assert [words.partition(":")[0] for words in told] == [
        "Row 2, column type",
        "Row 2, column units_count",
        "Row 3, column slug",
    ]


def test_the_command_line_exports_and_imports(app, session, registry, runner, tmp_path):
    file = tmp_path / "registry.csv"
    done = runner.invoke(args=["registry", "export", str(file)])
    assert (done.exit_code, done.output) == (0, f"Wrote 10 technologies to {file}.\n")
    text = file.read_text(encoding="utf-8-sig").replace("Fixed cameras", "Street cameras", 1)
    file.write_text(text, encoding="utf-8-sig")
    dry = runner.invoke(args=["registry", "import", "--dry-run", str(file)])
    assert dry.output == "change fixed-cameras: name\n"
    assert runner.invoke(args=["registry", "import", str(file)]).exit_code == 0
    session.expire_all()
    assert service.by_slug(session, "fixed-cameras").current.name == "Street cameras"
    again = runner.invoke(args=["registry", "import", str(file)])
    assert again.output == "0 of 10 technologies were added or changed.\n"


def test_the_command_line_takes_in_all_or_nothing(app, session, registry, runner, tmp_path):
    file = tmp_path / "registry.csv"
    file.write_bytes(sheet({}, {"slug": "second", "type": "laser"}))
    done = runner.invoke(args=["registry", "import", str(file)])
    assert done.exit_code == 1
    assert "Row 3, column type: This kind of technology is not known." in done.output
    assert "Nothing was changed." in done.output
    session.expire_all()
    assert len(service.listed(session)) == 10


@pytest.mark.parametrize("command", ["import", "export"])
def test_a_file_that_cannot_be_opened_is_said_to_be_so(runner, registry, session, tmp_path, command):
    session.commit()
    done = runner.invoke(args=["registry", command, str(tmp_path / "missing" / "registry.csv")])
    assert done.exit_code == 1
    assert "No such file or directory" in done.output


def test_loading_the_profile_twice_says_that_everything_is_there(runner, session):
    session.commit()
    assert runner.invoke(args=["registry", "load-profile"]).output.startswith("Added 10: gunshot-detection")
    assert runner.invoke(args=["registry", "load-profile"]).output == "Every technology of the profile is there.\n"


def test_the_staff_site_shows_what_would_change_before_it_does(client, session, registry, steward):
    page = post_sheet(
        client, sheet({"area": "Downtown"}, {"slug": "fixed-cameras", "type": "fixed_camera", "name": "Eyes"})
    )
    assert page.status_code == 200
    assert "Downtown" in page.text
    assert re.search(r"Name.*Fixed cameras.*Eyes", page.text, re.DOTALL)
    session.expire_all()
    assert len(service.listed(session)) == 10
    assert send(client, f"{IMPORT}/apply", plan=plan_of(page)).status_code == 303
    assert service.by_slug(session, "drones").type is TechnologyType.DRONE
    assert service.by_slug(session, "fixed-cameras").current.name == "Eyes"
    assert "2 technologies were added or changed." in client.get("/staff/technologies").text


def test_an_import_that_changes_nothing_says_so(client, session, registry, steward):
    page = post_sheet(client, client.get("/staff/technologies/export.csv").data)
    assert "Nothing would change." in page.text
    assert "10 technologies stay as they are." in page.text
    assert 'name="plan"' not in page.text


def test_when_the_registry_changed_after_the_preview_it_is_shown_anew(client, session, registry, steward, now):
    page = post_sheet(client, sheet({"slug": "fixed-cameras", "type": "fixed_camera", "name": "Eyes"}))
    service.edit(session, service.by_slug(session, "fixed-cameras"), {"use": "Watches."}, Actor.system(), now, "", 1)
    session.commit()
    answer = send(client, f"{IMPORT}/apply", plan=plan_of(page))
    assert answer.status_code == 409
    assert "The registry has changed meanwhile" in answer.text
    assert "Watches." in answer.text
    assert service.by_slug(session, "fixed-cameras").current_version == 2
    assert send(client, f"{IMPORT}/apply", plan=plan_of(answer)).status_code == 303
    assert service.by_slug(session, "fixed-cameras").current.name == "Eyes"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"slug": "fixed-cameras"}, "Row 2, column type: The kind of a technology cannot change"),
        ({"slug": "unknown", "type": "not_known"}, "Row 2, column type: There can be only one"),
        ({"slug": "not-known", "type": "not_known", "retired_on": "2025-01-01"}, "Row 2, column retired_on:"),
    ],
)
def test_a_sheet_that_does_not_fit_the_registry_is_refused(client, session, registry, steward, row, said):
    answer = post_sheet(client, sheet(row))
    assert answer.status_code == 422
    assert said in answer.text


def test_a_plan_that_was_changed_cut_off_or_is_too_old_takes_nothing_in(client, session, registry, steward, clock):
    plan = plan_of(post_sheet(client, sheet({})))
    for broken in ("", plan[:-8], ("B" if plan[0] == "A" else "A") + plan[1:]):
        assert send(client, f"{IMPORT}/apply", plan=broken).status_code == 422
    clock.advance(hours=2)
    answer = send(client, f"{IMPORT}/apply", plan=plan)
    assert (answer.status_code, "Please choose the file again." in answer.text) == (422, True)
    assert len(service.listed(session)) == 10


def test_no_file_at_all_is_told(client, registry, steward):
    answer = send(client, IMPORT)
    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)
