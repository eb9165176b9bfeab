"""Running the benchmarks: each file of benchmarks/ by itself, so that none warms another; one JSON object a line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from launcher.console import ROOT, CannotGoOn
from launcher.environment import PYTHON

FOLDER = ROOT / "benchmarks"


def run(names: Sequence[str], quick: bool = False) -> int:
    """Run the named benchmarks, or all; 0 when each ended well, else 1. CannotGoOn for a name that is none.

    `quick` asks each for smaller sizes and fewer rounds.

    A benchmark is a module with `if __name__ == "__main__"` that prints its results as JSON, a line each, to standard
    output, and whatever else it has to say to standard error. Names that begin with an underscore are parts.
    """
    known = sorted(path.stem for path in FOLDER.glob("[!_]*.py"))
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise CannotGoOn(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(known) or 'none yet'}.")
    failed = False
    options = ["--quick"] if quick else []
    for name in names or known:
        code = subprocess.call([PYTHON, "-m", f"benchmarks.{name}", *options], cwd=ROOT, stdin=subprocess.DEVNULL)
        if code:
            print(f"The benchmark {name} ended with {code}.", file=sys.stderr, flush=True)
            failed = True
    return int(failed)
