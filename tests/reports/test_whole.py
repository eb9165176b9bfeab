"""The whole release as one file: what a stranger gets from the pages alone, and checks without the house."""

from __future__ import annotations

import html
import io
import re
import shlex
import subprocess
import sys
import urllib.request
import zipfile
from datetime import UTC

import pytest

from complaints.platform.accounts.permissions import Role
from complaints.reports.verifying.inspection import signed_files
from complaints.reports.verifying.zipped import zipped
from tests import cast

ADDRESS = "/reports/1/release-1.zip"


@pytest.fixture
def release(world, freeze):
    """A published release."""
    world.year()
    return freeze(publish=True)


@pytest.fixture
def correct(client, session):
    """Publishes a correction in words."""

    def make(words):
        cast.sign_in(client, cast.staff(session, Role.RECORDS_OFFICER))
        written = cast.send(client, "/staff/releases/1/errata", **{"text-en": words, "go": "write"}).location
        cast.sign_in(client, cast.staff(session, Role.COMMANDER))
        assert cast.send(client, f"{written}/publish").status_code == 303
        session.expire_all()

    return make


def commands_of(page):
    """What stands in <code> in the recipe: each line as it is copied."""
    recipe = page.split("/release-1.zip")[-1].split("</ol>")[0]
    return [html.unescape(line) for line in re.findall(r"<code[^>]*>([^<]+)</code>", recipe)]


@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize("page", ["/reports/1", "/reports/1/files"])
def test_who_follows_the_page_and_nothing_else_finds_a_genuine_release_right(
    app, serve, release, correct, tmp_path, page, corrected
):
    if corrected:
        correct("Some complaints were counted with the wrong technology.")
    site = serve(app).url
    with urllib.request.urlopen(site + page, timeout=30) as answer:
        told = answer.read().decode()
    [address] = set(re.findall(r'href="([^"]+\.zip)"', told))
    with urllib.request.urlopen(site + address, timeout=30) as answer:
        name = re.fullmatch(r'attachment; filename="(.+)"', answer.headers["Content-Disposition"]).group(1)
        (tmp_path / name).write_bytes(answer.read())
    unpack, check, sentence = commands_of(told)
    assert unpack == f"unzip {name}"
    zipfile.ZipFile(tmp_path / name).extractall(tmp_path)
    python, *words = shlex.split(check)
    assert python == "python3"
    done = subprocess.run(
        [sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, sentence), done.stderr
    assert ("Errata that form a chain: 1." in done.stdout) is corrected


def test_the_file_holds_the_signed_bytes_in_their_folders_and_the_corrections(client, release, session, correct):
    first = client.get(ADDRESS)
    assert first.content_type == "application/zip"
    correct("Some complaints were counted with the wrong technology.")
    for answer, errata in ((first, []), (client.get(ADDRESS), ["errata/1.json", "errata/1.sig"])):
        found = zipfile.ZipFile(io.BytesIO(answer.data))
        files = {f"release-1/{name}": content for name, content in signed_files(session, release).items()}
        files |= {f"release-1/{name}": client.get(f"/reports/1/{name}").data for name in errata}
        assert {name: found.read(name) for name in found.namelist()} == files
        times = {entry.date_time for entry in found.infolist()}
        assert times == {(*release.frozen_at.astimezone(UTC).timetuple()[:5], release.frozen_at.second // 2 * 2)}


def test_the_file_is_the_same_bytes_until_it_has_a_further_correction(client, release, correct):
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "public, no-cache"
    correct("Some complaints were counted with the wrong technology.")
    assert client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_order_in_which_the_files_come_does_not_show(release):
    files = {"b": b"2", "a/c": b"1"}
    there = zipped(files, "release-1", release.frozen_at)
    assert there == zipped(dict(reversed(files.items())), "release-1", release.frozen_at)


def test_there_is_no_such_file_of_another_number_or_before_it_is_published(client, world, freeze):
    world.year()
    freeze("2024", publish=True)
    freeze()
    assert client.get(ADDRESS).status_code == 200
    assert client.get("/reports/1/release-2.zip").status_code == 404
    assert client.get("/reports/2/release-2.zip").status_code == 404


def test_the_key_is_named_with_its_city_and_what_it_is_for(client, release):
    for page in ("/reports/1", "/reports/1/files"):
        told = client.get(page).text
        [words] = re.findall(r'href="/reports/signing-key">([^<]+)<', told)
        assert words == "The public key that checks reports and corrections: City of St. Louis"


def test_a_corrected_report_looks_corrected_at_its_top_and_in_the_list(client, release, correct):
    for path in ("/reports/1", "/reports"):
        assert "#errata" not in client.get(path).text
    correct("Some complaints were counted with the wrong technology.")
    told = "1 correction was published on February 2, 2026"
    top = client.get("/reports/1").text.split("</h1>")[1].split("<h2")[0]
    assert f'<a href="/reports/1#errata">{told}</a>' in top
    assert 'id="errata"' in client.get("/reports/1").text
    assert f'<a href="/reports/1#errata">{told}</a>' in client.get("/reports").text
    correct("Another table has the wrong title.")
    assert "2 corrections were published, the last on February 2, 2026" in client.get("/reports").text
