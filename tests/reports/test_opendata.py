"""The open data of a release, as the field's own validators read it, and as somebody who knows nothing of it does."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import frictionless
import pyshacl
import pytest
import rdflib
from csvw import CSVW
from jsonschema import Draft202012Validator

from complaints.reports import archive
from complaints.reports.document import table_of
from complaints.reports.open_data import build as opendata
from complaints.reports.open_data import dcat
from complaints.reports.open_data.dictionary import make_dictionary
from complaints.reports.verifying.manifest import BuiltFile
from tests.reports.dcat_us import CATALOGUE, SHAPES

BUILT: list[tuple[dict[str, bytes], dict[str, Any]]] = []
"""Made by the first test that needs it: nothing can change these bytes, and making them takes a while."""

# rdflib's reader of JSON-LD still uses a class that rdflib itself has given a new name.
reads_json_ld = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture
def built(request):
    """The files of a small release by name, and its frozen content."""
    if not BUILT:
        world, freeze, session = (request.getfixturevalue(name) for name in ("world", "freeze", "session"))
        world.year()
        release = freeze()
        files = {file.name: file.content for file in archive.files_of(session, release)}
        BUILT.append((files, archive.document_of(session, release)))
    return BUILT[0]


@pytest.fixture
def folder(built, tmp_path):
    """The release as a folder."""
    for name, content in built[0].items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def problems(folder: Path) -> list[str]:
    """What frictionless finds wrong with the data package."""
    report = frictionless.Package(str(folder / opendata.PACKAGE)).validate()
    return [kind for (kind,) in report.flatten(["type"])]


def spoil(path: Path, pattern: bytes, by: bytes) -> None:
    """Change one place of a file."""
    content = path.read_bytes()
    assert re.search(pattern, content)
    path.write_bytes(re.sub(pattern, by, content, count=1))


def test_the_data_package_is_valid_with_every_digest_and_size(folder, built):
    assert problems(folder) == []
    package = json.loads(built[0][opendata.PACKAGE])
    assert {resource["name"] for resource in package["resources"]} == {table["name"] for table in built[1]["tables"]}
    for resource in package["resources"]:
        content = built[0][resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize(
    ("pattern", "by", "found"),
    [
        (rb"alpr,", b"aplr,", "constraint-error"),
        (rb",30,", b",-1,", "constraint-error"),
        (rb",30,", b",many,", "type-error"),
        (rb"cameras(,.+\r\n)", rb"cameras\1cameras\1", "primary-key"),
        (rb",low", b"", "incorrect-label"),
    ],
)
def test_a_table_that_is_not_as_described_is_found(folder, pattern, by, found):
    spoil(folder / "data" / "totals.csv", pattern, by)
    assert found in problems(folder)
    assert "hash-count" in problems(folder)


def test_the_metadata_for_csv_on_the_web_is_valid_and_types_every_cell(folder, built):
    group = CSVW(str(folder / opendata.CSVW), validate=True)
    assert group.is_valid
    assert [str(warning.message) for warning in group.warnings] == []
    for table in group.tables:
        stem = Path(str(table.url)).stem
        cells = json.loads(built[0][f"data/{stem}.json"])["cells"]
        assert [dict(row) for row in table] == cells


def test_a_cell_that_is_no_count_is_found_through_the_metadata(folder):
    spoil(folder / "data" / "totals.csv", rb",30,", b",-1,")
    group = CSVW(str(folder / opendata.CSVW), validate=True)
    with pytest.raises(UserWarning, match="Invalid column value: -1"):
        assert group.is_valid


def test_two_rows_with_one_key_are_found_through_the_metadata(folder):
    spoil(folder / "data" / "totals.csv", rb"(cameras,.+\r\n)", rb"\1\1")
    group = CSVW(str(folder / opendata.CSVW), validate=True)
    with pytest.raises(ValueError, match="duplicate primary key"):
        assert group.is_valid


def shapes(dataset: dict[str, Any]) -> tuple[bool, str]:
    """Whether an entry, read as JSON-LD from the address it has, is of the shapes of DCAT-US 3."""
    here = "https://example.gov/reports/1/dcat-us.json"
    graph = rdflib.Graph().parse(data=json.dumps(dataset), format="json-ld", publicID=here)
    rules = rdflib.Graph().parse(data=SHAPES, format="turtle")
    conforms, _, words = pyshacl.validate(graph, shacl_graph=rules)
    return bool(conforms), str(words)


@reads_json_ld
def test_the_catalogue_entry_is_linked_data_of_the_right_shape(built):
    dataset = json.loads(built[0][opendata.DCAT])
    conforms, words = shapes(dataset)
    assert conforms, words
    named = {each["downloadURL"]: each["checksum"]["checksumValue"] for each in dataset["distribution"]}
    for name, digest in named.items():
        assert hashlib.sha256(built[0][name]).hexdigest() == digest
    assert {"data/totals.csv", "report.en.pdf", "data-dictionary.en.html"} <= set(named)


@reads_json_ld
@pytest.mark.parametrize("missing", ["title", "identifier", "publisher", "contactPoint", "temporal", "distribution"])
def test_an_entry_without_what_the_standard_asks_is_found(built, missing):
    dataset = json.loads(built[0][opendata.DCAT])
    del dataset[missing]
    assert not shapes(dataset)[0]


def test_a_name_of_the_entry_that_means_nothing_is_found(built):
    """JSON-LD drops a name that its context does not explain, and nobody would miss it."""

    def names(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(names, value)) if value else set()
        if not isinstance(value, dict):
            return set()
        return set(value) | set().union(*(names(each) for name, each in value.items() if name != "@context"))

    used = {name for name in names(json.loads(built[0][opendata.DCAT])) if not name.startswith("@")}
    assert used <= set(dcat.CONTEXT)


def test_the_dictionary_tells_every_table_column_and_category(built):
    files, document = built
    for locale in ("en", "es"):
        page = files[f"data-dictionary.{locale}.html"].decode().replace("<wbr>", "")
        assert f'<html lang="{locale}"' in page
        assert "<script" not in page
        assert "<link" not in page
        for table in document["tables"]:
            header = next(csv.reader(io.StringIO(files[f"data/{table['name']}.csv"].decode())))
            for code in (table["name"], *header, *table["categories"]):
                assert f"<code>{code}</code>" in page
        for technology in document["technologies"]:
            assert f"<code>{technology['slug']}</code>" in page
    english = files["data-dictionary.en.html"].decode()
    assert "do not count hidden numbers as 0" in english
    assert "from 1 to 4 are hidden" in english
    assert document["licence"]["url"] in english


def test_nothing_says_where_it_was_made(built):
    for name in (opendata.PACKAGE, opendata.CSVW, opendata.DCAT):
        said = built[0][name].decode()
        assert "127.0.0.1" not in said
        assert "localhost" not in said


def test_the_same_content_gives_the_same_descriptions(built, app):
    files, document = built
    made_from = [
        BuiltFile(name, media_type(name), content)
        for name, content in files.items()
        if re.fullmatch(r"data/.+\.csv|report\.(en|es)\.html", name)
    ]
    with app.test_request_context():
        once, again = opendata.build(document, made_from), opendata.build(document, made_from)
    assert once == again
    for file in once:
        if file.name != opendata.DCAT:
            assert file.content == files[file.name]


def media_type(name: str) -> str:
    """As press gives it."""
    return "text/csv" if name.endswith(".csv") else "text/html"


def without_numbers(document: dict[str, Any]) -> dict[str, Any]:
    """The same report as it would be where the order asks only whether there were complaints."""
    had = {row["technology"]: row["cells"][0] > 0 for row in table_of(document, "totals")["rows"]}
    return {**document, "tables": [], "measure": "yes_no", "had_complaints": had}


def test_a_report_without_numbers_gives_its_answers_as_a_table(built, app, tmp_path):
    document = without_numbers(built[1])
    with app.app_context():
        files = {file.name: file.content for file in opendata.build(document, [])}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert problems(tmp_path) == []
    assert CSVW(str(tmp_path / opendata.CSVW), validate=True).is_valid
    rows = list(csv.DictReader(io.StringIO(files["data/answers.csv"].decode(), newline="")))
    assert {row["technology"]: row["had_complaints"] for row in rows} == {
        "alpr": "true",
        "cameras": "true",
        "drones": "false",
    }
    assert "How many" not in files[opendata.PACKAGE].decode()


NEWER = ("measure", "counted", "recipients", "licence", "had_complaints", "pace", "changes", "narrative", "also_due")


def test_a_release_from_before_there_was_open_data_is_described_all_the_same(built, app):
    """Releases keep the content they were frozen with; the pages and the catalogue must read it for ever."""
    older = {name: value for name, value in built[1].items() if name not in NEWER}
    older["tables"] = [table for table in older["tables"] if table["name"] not in ("duration", "punctuality")]
    with app.test_request_context():
        dataset = dcat.make_dataset(older, [BuiltFile("data/totals.csv", "text/csv", b"")])
        said = make_dictionary(older, "en")
    assert "license" not in dataset["distribution"][0]
    assert said["licence"] is None
    assert [table["name"] for table in said["tables"]] == ["totals", "status", "finding", "allegation"]


def checked(catalogue: dict[str, Any]) -> list[str]:
    """What the schema of DCAT-US 3 finds wrong."""
    validator = Draft202012Validator(CATALOGUE, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(catalogue)]


@reads_json_ld
def test_the_catalogue_of_the_site_names_every_published_release(make_app, world, freeze, session):
    world.year()
    for period in ("2023", "2024", "2025"):
        freeze(period, publish=period != "2025")
    app = make_app("public", BASE_URL="https://example.gov", DATA_CONTACT="data@example.gov")
    answer = app.test_client().get("/data.json", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    catalogue = answer.json
    assert checked(catalogue) == []
    assert [dataset["landingPage"]["accessURL"] for dataset in catalogue["dataset"]] == [
        "https://example.gov/reports/2",
        "https://example.gov/reports/1",
    ]
    assert "elsewhere.example" not in answer.text
    conforms, words = shapes(catalogue)
    assert conforms, words
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = app.test_client().get("/data.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_catalogue_without_anybody_to_write_to_lacks_what_the_standard_asks(client, world, freeze):
    world.year()
    freeze(publish=True)
    assert checked(client.get("/data.json").json) != []


def test_the_catalogue_of_a_site_without_reports_is_empty(make_app):
    app = make_app("public", BASE_URL="https://example.gov", DATA_CONTACT="data@example.gov")
    catalogue = app.test_client().get("/data.json").json
    assert (catalogue["dataset"], checked(catalogue)) == ([], [])
