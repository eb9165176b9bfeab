#!/usr/bin/env python3
"""The way in: `python3 dev.py run` serves the app, `python3 dev.py test` proves it; both set up what is missing."""

# This file must be readable to an old Python, so that it can say so.
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This needs Python 3.11 or newer; this is {}.{}. Install a newer one and name it: python3.11 dev.py run".format(
            *sys.version_info
        )
    )

import argparse
import os
from collections.abc import Sequence

from launcher import benching, checking, environment, instance, serving, testing
from launcher.console import CannotGoOn, say


def port_number(text: str) -> int:
    """A port a server can listen on."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; take a whole number from 1 to 65535")
    return int(text)


def build_parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="set everything up, then serve on 127.0.0.1")
    run.add_argument("--port", type=port_number, default=8000, help="default: 8000")
    run.add_argument("--demo", action="store_true", help="with invented complaints and one staff member per role")
    run.add_argument("--site", choices=tuple(serving.ENTRY), default="all", help="which of the two sites; default: all")
    about_test = "set everything up, then run every test, on SQLite and on PostgreSQL"
    commands.add_parser(
        "test", help=about_test, usage="dev.py test [whatever pytest understands]", description=about_test
    )
    commands.add_parser("check", help="style, types, translations, templates, names of other machines")
    bench = commands.add_parser("bench", help="the benchmarks, one JSON object a line")
    bench.add_argument("names", nargs="*", metavar="NAME", help="only these")
    bench.add_argument("--quick", action="store_true", help="smaller sizes and fewer rounds: a minute or two in all")
    lock = commands.add_parser("lock", help="pin requirements*.in anew")
    lock.add_argument("--upgrade", action="store_true", help="take newer releases")
    return parser


def main(words: Sequence[str]) -> int:
    """Do what was asked; the exit code."""
    # What follows `test` is pytest's, options too; argparse would take those for its own.
    for_pytest = words[1:] if words[:1] == ["test"] and words[1:] not in (["-h"], ["--help"]) else []
    asked = build_parser().parse_args(words[:1] if for_pytest else words)
    if asked.command == "lock":
        environment.lock(asked.upgrade)
        return 0
    if asked.command == "run":
        serving.require_free_port(asked.port)
        # Links that are printed lead to where this is served, unless a setting says otherwise.
        os.environ.setdefault("FLASK_BASE_URL", serving.address(asked.port))
        environment.prepare(environment.RUN)
        instance.compile_translations()
        instance.prepare(asked.demo)
        return serving.serve(asked.site, asked.port)
    environment.prepare(environment.DEV)
    instance.compile_translations()
    if asked.command == "test":
        return testing.run(for_pytest)
    return checking.run() if asked.command == "check" else benching.run(asked.names, asked.quick)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotGoOn as reason:
        sys.exit(f"\n{reason}")
    except KeyboardInterrupt:
        say("\nStopped.")
        sys.exit(130)
