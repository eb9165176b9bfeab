"""How long the slow hash behind the follow page takes, alone and with everything around it, right and wrong."""

from __future__ import annotations

from pathlib import Path

from benchmarks._demonstration import SEED
from benchmarks._instance import deployment, folder
from benchmarks._reporting import is_quick, milliseconds, ratio, report, timed
from complaints.demo.filings import secret_of
from complaints.intake.answers import Answers
from complaints.intake.number import new_number
from complaints.intake.rules import AllegationKind, Channel, FilingMode, Standing, SubjectKind
from complaints.intake.service import chosen, prepare, receive
from complaints.platform.extensions import db
from complaints.platform.settings import system_clock
from complaints.platform.vault.mailbox import mailbox_from_passphrase
from complaints.registry.service import listed

WRONG = "one two three four five six seven eight"


def measure(path: Path, rounds: int) -> None:
    """One complaint, opened so many times with the right words, with wrong ones, and under a number nobody has."""
    with deployment(path, RATELIMIT_ENABLED=False) as app:
        with app.app_context():
            profile, now = app.extensions["profile"], system_clock()
            technology = listed(db.session)[0]
            told = Answers(
                technologies=(technology.slug,),
                kinds=(AllegationKind.OTHER,),
                narrative="Measured.",
                about=SubjectKind.NOBODY,
                mode=FilingMode.ANONYMOUS,
                standing=Standing.AFFECTED,
            )
            prepared = prepare(told, secret_of(SEED, 0), app.extensions["key_ring"], "en", now, Channel.WEB)
            receive(db.session, prepared, chosen([technology], told.technologies), now, profile)
            db.session.commit()
            db.session.remove()
        client = app.test_client()
        right = {"number": prepared.number, "passphrase": prepared.passphrase}
        tries = {"wrong": right | {"passphrase": WRONG}}
        tries["unknown"] = tries["wrong"] | {"number": new_number(b"nobody has this one")}
        hashed = [timed(lambda: mailbox_from_passphrase(WRONG, bytes(16))) for _ in range(rounds)]
        taken: dict[str, list[float]] = {name: [] for name in tries}
        for turn in range(rounds + 1):
            # In turn, so that whatever else the machine does befalls both alike, and without a right one between.
            for name, fields in tries.items():
                seconds = timed(lambda fields=fields: client.post("/follow", data=fields))
                if turn:
                    taken[name].append(seconds)
        taken["right"] = [timed(lambda: client.post("/follow", data=right)) for _ in range(rounds)]
    pages = {f"{name}_ms": milliseconds(seconds) for name, seconds in taken.items()}
    telling = ratio(taken["wrong"], taken["unknown"])
    report("opening", rounds=rounds, hash_ms=milliseconds(hashed), wrong_to_unknown=telling, **pages)


def main() -> None:
    """Run it in a folder of its own."""
    with folder() as path:
        measure(path, rounds=5 if is_quick() else 200)


if __name__ == "__main__":
    main()
