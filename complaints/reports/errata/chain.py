"""What an erratum may say, and how errata form a chain: each is signed and names the digest of what it corrects.

A number may change by nothing or by at least k from everything that was ever said of it, alone and in every sum: what a
sum leaves for its hidden cells is such a number too. Anything less would be a published difference, and so a small cell
of its own. What cannot be said so is said in words without numbers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from complaints.reports.verifying.proof import Fault

ERRATUM_FORMAT = "complaints-erratum/1"
ERRATA = "errata/"
Shown = dict[str, int]
"""Published numbers by cell, as they stood after some erratum."""


class WordsOnly(Fault):
    """The number would be a small one, or a hidden one, or tell of one."""


class SameNumber(Fault):
    """The number is the one that stands, or is none at all."""


class NotAddingUp(Fault):
    """The corrected numbers leave a sum wrong."""


class NumberInText(Fault):
    """The text has a number that is not a published one."""


def first_state(tables: Mapping[str, Any]) -> Shown:
    """The numbers that a release shows."""
    return {cell["id"]: cell["value"] for cell in tables["cells"] if "value" in cell}


def corrected(tables: Mapping[str, Any], states: Sequence[Shown], cells: Iterable[Mapping[str, Any]]) -> Shown:
    """The numbers after a further erratum; `states` are those of the release and after each earlier one, in order.

    Raises Fault, in a sentence for whoever wrote it.
    """
    known, k = {cell["id"]: cell for cell in tables["cells"]}, tables["k"]
    after, named = dict(states[-1]), set()
    for change in cells:
        name, number = change["id"], change["corrected"]
        if name in named or name not in known:
            raise Fault(f"The cell {name!r} is corrected twice, or is none of the release.")
        named.add(name)
        if name not in after:
            raise WordsOnly(f"The cell {name!r} is hidden. What is wrong with it can be said in words only.")
        if type(number) is not int or number < 0 or number > known[name].get("upper", number):
            raise SameNumber(f"The corrected count of {name!r} cannot be {number}.")
        if change["published"] != after[name] or number == after[name]:
            raise SameNumber(f"The cell {name!r} stands at {after[name]}; a correction gives another number.")
        if any(0 < abs(number - state[name]) < k for state in states):
            raise WordsOnly(f"The cell {name!r} changes by less than {k}. That can be said in words only.")
        if known[name].get("structural_zero") or (0 < number < k and not known[name]["mandatory"]):
            raise WordsOnly(f"The corrected cell {name!r} would be one that is hidden. That can be said in words only.")
        after[name] = number
    _refuse_sums(tables, states, after)
    return after


def _refuse_sums(tables: Mapping[str, Any], states: Sequence[Shown], after: Shown) -> None:
    for relation in tables["relations"]:
        total, parts = relation["total"], relation["parts"]
        hides = any(name not in after for name in (total, *parts))
        for state in states:
            left = _left(total, parts, after) - _left(total, parts, state)
            if left and not hides:
                raise NotAddingUp(f"The corrected parts of {total!r} do not add up to it. Correct the sums too.")
            if 0 < abs(left) < tables["k"]:
                raise WordsOnly(
                    f"The hidden cells that belong to {total!r} would change by less than {tables['k']} together. "
                    "That can be said in words only."
                )


def _left(total: str, parts: Sequence[str], state: Mapping[str, int]) -> int:
    return state.get(total, 0) - sum(state.get(part, 0) for part in parts)


def refuse_numbers(text: str, allowed: Iterable[int] = ()) -> None:
    """Raises Fault for a number, in digits of any script, that is not among the `allowed`.

    Numbers that are spelled out cannot be told from other words; whoever writes is warned of them.
    """
    joined = re.sub(r"(?<=\d)[.,\u00a0\u202f](?=\d{3})", "", text)
    odd = [sign for sign in joined if sign.isnumeric() and not sign.isdecimal()]
    other = [run for run in re.findall(r"\d+", joined) if len(run) > 9 or int(run) not in set(allowed)]
    if odd or other:
        raise NumberInText(
            f"The text has the number {(odd + other)[0]}. A number stands in a corrected cell or nowhere."
        )


def numbers_of(period: str, release: int, cells: Iterable[Mapping[str, Any]]) -> set[int]:
    """The numbers that the text beside corrected cells may name: theirs, the period's and the release's."""
    named = [number for cell in cells for number in (cell["published"], cell["corrected"])]
    return {*named, release, *(int(run) for run in re.findall(r"\d+", period))} if named else set()


def check_erratum(erratum: Mapping[str, Any], manifest: Mapping[str, Any], previous: tuple[str, bytes]) -> None:
    """Whether an erratum is one of this release and corrects just what stands before it. Raises Fault."""
    name, content = previous
    if erratum["format"] != ERRATUM_FORMAT or erratum["release"] != manifest["number"]:
        raise Fault("It is in another format, or an erratum of another release.")
    if erratum["corrects"] != {"file": name, "sha256": hashlib.sha256(content).hexdigest()}:
        raise Fault(f"It does not correct {name} as that stands here: one of the chain was changed or taken out.")
    if not erratum["text"]["en"].strip():
        raise Fault("It says nothing in English.")
    allowed = numbers_of(manifest["period"]["code"], manifest["number"], erratum["cells"])
    for text in erratum["text"].values():
        refuse_numbers(text, allowed)
