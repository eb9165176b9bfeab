"""What a password, an e-mail address and a way back after signing in must be; pure, so that each is one small table."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import Final

LEAST_PASSWORD: Final = 12
MOST_PASSWORD: Final = 200
LINK_LIFETIME: Final = timedelta(hours=48)
PENDING_LIFETIME: Final = timedelta(minutes=15)
SESSION_LIFETIME: Final = timedelta(hours=10)
DEVICE_LIFETIME: Final = timedelta(days=90)
MOST_EMAIL: Final = 254
MOST_NAME: Final = 120
MOST_UNIT: Final = 80
MOST_TOKEN_NAME: Final = 80
MOST_TOKEN_DAYS: Final = 730
MOST_ID: Final = 2**31 - 1
"""No row has a greater number; a database refuses to be asked for one."""
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL: Final = re.compile(rf"(?!.*=\?)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
"""A dot-atom at a name of hosts (RFC 5321, 4.1.2), without what mail programs read as an encoded word (RFC 2047): what
stands in a header must mean the same to all of them. A host with other letters is written with xn--."""
_FAMILIAR: Final = ("password", "passw0rd", "qwerty", "letmein", "welcome", "123456", "abcdef", "police")
_LEAST_DISTINCT: Final = 6
_LEAST_REMAINDER: Final = 8
_SHORTEST_NAME_PART: Final = 3


class PasswordFault(StrEnum):
    """Why a password is refused. Nothing asks for digits or signs: length is what helps (NIST SP 800-63B)."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_FEW_CHARACTERS = "too_few_characters"
    ABOUT_YOU = "about_you"


def password_fault(password: str, email: str, name: str) -> PasswordFault | None:
    """What speaks against a password, or None.

    Familiar words and the person's own name and address count for nothing: enough must remain without them.
    """
    if len(password) < LEAST_PASSWORD:
        return PasswordFault.TOO_SHORT
    if len(password) > MOST_PASSWORD:
        return PasswordFault.TOO_LONG
    if len(set(password)) < _LEAST_DISTINCT:
        return PasswordFault.TOO_FEW_CHARACTERS
    rest = password.casefold()
    for part in sorted([*_parts(email), *_parts(name), *_FAMILIAR], key=len, reverse=True):
        rest = rest.replace(part, "")
    return PasswordFault.ABOUT_YOU if len(rest) < _LEAST_REMAINDER else None


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\W_]+", text.casefold()) if len(part) >= _SHORTEST_NAME_PART]


def canonical_email(text: str) -> str:
    """The form in which an address is kept and looked up."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def is_plain(text: str) -> bool:
    """Whether a name or an address holds nothing but characters that can be seen and stored."""
    return not any(unicodedata.category(character) in ("Cc", "Cs") for character in text)


def is_email(text: str) -> bool:
    """Whether `text`, in its canonical form, looks like an address that mail can reach."""
    return len(text) <= MOST_EMAIL and is_plain(text) and _EMAIL.fullmatch(text) is not None


def unit_code(text: str) -> str:
    """A unit in the one spelling that conflicts of interest are compared by: "Real Time Crime Center" and
    "real-time crime center" are the same unit."""
    return "_".join(re.findall(r"\w+", text.casefold().replace("_", " ")))[:MOST_UNIT]


def is_local_path(path: str) -> bool:
    """Whether `path` leads to a staff page of this very site, so that signing in cannot be made to lead elsewhere."""
    return (
        path.startswith("/staff/")
        and not path.startswith(("/staff/sign-", "/staff/setup", "/staff/second-factor", "/staff/enrol"))
        and "\\" not in path
        and ".." not in path
        and "//" not in path.partition("?")[0]
        and path.isprintable()
    )
