"""What a spreadsheet must not run: a name in a published table that begins like a formula."""

from __future__ import annotations

import csv
import io
import json

import pytest
from csvw import CSVW

from complaints.reports.editions import press
from complaints.reports.open_data import build as opendata
from tests.reports.test_opendata import built, problems, without_numbers

__all__ = ["built"]

DANGEROUS = ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(1)", "\tx", "\rx", " =1", "'=1"]


@pytest.mark.parametrize("name", DANGEROUS)
@pytest.mark.parametrize("change", [dict, without_numbers])
def test_no_name_runs_as_a_formula_and_the_tables_stay_as_described(built, app, tmp_path, name, change):
    document = json.loads(json.dumps(change(built[1])))
    document["technologies"][0]["name"] = name
    with app.app_context():
        files = {file.name: file.content for file in press.build(document, app.extensions["profile"])}
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert problems(tmp_path) == []
    assert CSVW(str(tmp_path / opendata.CSVW), validate=True).is_valid
    slug = document["technologies"][0]["slug"]
    for path in (path for path in files if path.endswith(".csv")):
        rows = list(csv.DictReader(io.StringIO(files[path].decode(), newline="")))
        cells = json.loads(files[path.replace(".csv", ".json")])["cells"]
        assert {row["technology_name"] for row in rows if row["technology"] == slug} == {f"'{name}"}
        assert {cell["technology_name"] for cell in cells if cell["technology"] == slug} == {name}
        assert [row.get("low") for row in rows] == [str(cell["low"]) if "low" in cell else None for cell in cells]
