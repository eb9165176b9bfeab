"""Every benchmark, so small that it says nothing of speed and everything of whether it still runs."""

from __future__ import annotations

import json

import pytest

from benchmarks import files, filing, opening, papers, protecting, queue, statements, weight

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


def results(capsys):
    """What was printed, a JSON object a line."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_filing_is_measured_against_bare_flask_at_one_and_at_eight_clients(tmp_path, capsys):
    filing.measure(tmp_path, rounds=1, filings=8)
    found = results(capsys)
    assert [result["clients"] for result in found] == [1, 8]
    assert all(result["ratio_of_medians"] > 0 and result["filings_per_second"] > 0 for result in found)


def test_opening_a_complaint_is_measured_right_wrong_and_unknown(tmp_path, capsys):
    opening.measure(tmp_path, rounds=2)
    (found,) = results(capsys)
    assert all(found[name] > 0 for name in ("hash_ms", "right_ms", "wrong_ms", "unknown_ms", "wrong_to_unknown"))


def test_the_queue_is_measured_at_two_sizes(tmp_path, capsys):
    queue.measure(tmp_path, sizes=(30, 90), rounds=1)
    found = results(capsys)
    assert {result["page"] for result in found} >= {"first", "deep"}
    assert all(result["complaints"] == [30, 90] for result in found)


def test_statements_are_counted_and_few(tmp_path, capsys):
    statements.measure(tmp_path, complaints=16)
    counted = {result["page"]: result["statements"] for result in results(capsys)}
    assert set(counted) == {"filing", "queue", "case"}
    assert all(0 < count <= 15 for count in counted.values()), counted


def test_protecting_is_measured(tmp_path, capsys):
    protecting.measure(tmp_path, complaints=20, rounds=1)
    (found,) = results(capsys)
    assert found["tables"] > 0
    assert found["protect_ms"] > 0


def test_the_weight_of_a_page_is_measured_as_the_browser_counts_it(tmp_path, capsys, browser):
    weight.measure(tmp_path, pages=("/follow",), languages=("",))
    (found,) = results(capsys)
    assert found["bytes"] > 1000
    assert found["cookies"] == 0


def test_the_memory_of_files_is_measured_and_small(tmp_path):
    path = tmp_path / "video"
    path.write_bytes(b"".join(files.video())[: 3 * 1024 * 1024])
    found = files.measure(path)
    assert found["stored_mib"] == found["handed_in_mib"] == 3
    assert found["server_mib_peak"] - found["server_mib_before"] < 10


def test_a_failed_request_ends_a_benchmark(tmp_path, monkeypatch):
    monkeypatch.setattr(filing, "PATH", "/complain/nowhere")
    with pytest.raises(RuntimeError, match="requests failed"):
        filing.measure(tmp_path, rounds=1, filings=1)


def test_the_setting_of_papers_is_measured_in_three_scripts(tmp_path, capsys):
    papers.measure(tmp_path, rounds=1)
    found = results(capsys)
    assert {result["paper"] for result in found} == {"text", "receipt", "letter", "form"}
    assert {result["language"] for result in found} == {"en", "ar", "zh"}
    assert all(result["ms"] > 0 for result in found)
