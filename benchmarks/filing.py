"""Filing a complaint, everything on, against bare Flask with one durable commit: interleaved, as a ratio of medians."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks._drafts import forms
from benchmarks._instance import deployment, folder
from benchmarks._reporting import is_quick, milliseconds, ratio, report, say
from benchmarks._serving import Round, send_all, served

CLIENTS = (1, 8)
PATH = "/complain/send"


def measure(path: Path, rounds: int, filings: int) -> None:
    """`filings` of each kind in each of `rounds`, for each number of clients."""
    with deployment(path) as app:
        ours = {"FLASK_INSTANCE_PATH": str(path), "FLASK_RATELIMIT_ENABLED": "false"}
        bare = {"BARE_DATABASE": str(path / "bare.sqlite3")}
        with served("wsgi:app", ours) as port, served("benchmarks._bare:app", bare) as bare_port:
            # What is loaded at the first request is nobody's daily wait.
            send_all(port, PATH, forms(app, 16), 8)
            send_all(bare_port, "/", forms(app, 16), 8)
            for clients in CLIENTS:
                say(f"filing with {clients} client(s) …")
                pairs = [
                    (
                        send_all(port, PATH, forms(app, filings), clients),
                        send_all(bare_port, "/", forms(app, filings), clients),
                    )
                    for _ in range(rounds)
                ]
                _tell(clients, pairs, filings)


def _tell(clients: int, pairs: list[tuple[Round, Round]], filings: int) -> None:
    ours = [seconds for our, _ in pairs for seconds in our.latencies]
    bare = [seconds for _, theirs in pairs for seconds in theirs.latencies]
    our_rate, bare_rate = (rate([pair[place] for pair in pairs]) for place in (0, 1))
    report(
        "filing",
        clients=clients,
        rounds=len(pairs),
        filings_a_round=filings,
        median_ms=milliseconds(ours),
        bare_median_ms=milliseconds(bare),
        # SQLite lets whoever asks at the right moment go first: the slowest tell more than the median then.
        slowest_twentieth_ms=slowest_twentieth(ours),
        bare_slowest_twentieth_ms=slowest_twentieth(bare),
        filings_per_second=round(our_rate, 1),
        bare_per_second=round(bare_rate, 1),
        ratio_of_medians=ratio(ours, bare),
        ratio_of_rates=round(bare_rate / our_rate, 2),
    )


def rate(rounds: Sequence[Round]) -> float:
    """Requests answered a second over all rounds."""
    return sum(len(each.latencies) for each in rounds) / sum(each.seconds for each in rounds)


def slowest_twentieth(seconds: Sequence[float]) -> float:
    """The milliseconds that nineteen of twenty stay below."""
    return round(statistics.quantiles(seconds, n=20)[-1] * 1000, 2)


def main() -> None:
    """Run it in a folder of its own."""
    rounds, filings = (3, 24) if is_quick() else (6, 120)
    with folder() as path:
        measure(path, rounds, filings)


if __name__ == "__main__":
    main()
