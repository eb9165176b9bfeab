"""Whether a release comes out of its frozen content again, byte for byte, and if not, what may have changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaints.platform.jurisdiction.profile import Profile
from complaints.reports.archive import REPORT_FILE, TABLES_FILE
from complaints.reports.editions import press
from complaints.reports.errata.chain import ERRATA
from complaints.reports.verifying.manifest import readable, software
from complaints.reports.verifying.standalone import VERIFIER_FILE, standalone
from complaints.reports.verifying.verifier import MANIFEST, SIGNATURE

GIVEN = frozenset({MANIFEST, SIGNATURE, TABLES_FILE})
"""Not built from the content: signed over it, or made from true counts. The certificate proves the tables."""


def differing(document: dict[str, Any], files: Mapping[str, bytes], profile: Profile) -> tuple[list[str], int]:
    """A sentence for each file that this software builds otherwise, no longer or anew; and how many are the same."""
    built = {REPORT_FILE: readable(document), VERIFIER_FILE: standalone()}
    built |= {file.name: file.content for file in press.build(document, profile)}
    signed = {name: content for name, content in files.items() if name not in GIVEN and not name.startswith(ERRATA)}
    wrong = [f"{name} comes out otherwise." for name in sorted(signed) if built.get(name, signed[name]) != signed[name]]
    wrong += [f"{name} is no longer built." for name in sorted(signed.keys() - built)]
    wrong += [f"{name} is built now and was not then." for name in sorted(built.keys() - signed)]
    return wrong, sum(built.get(name) == content for name, content in signed.items())


def another_software(manifest: Mapping[str, Any], profile: Profile) -> list[str]:
    """A sentence for each thing that decides on the bytes and is another today than when the release was made."""
    then, now = manifest["software"], software()
    told = [
        f"The release was made with {name} {then.get(name, '?')}; this is {now.get(name, '?')}."
        for name in sorted({*then, *now} - {"name"})
        if then.get(name) != now.get(name)
    ]
    if manifest["jurisdiction"]["profile_sha256"] != profile.digest:
        told.append("The profile was changed since.")
    return [sentence.replace("with version", f"with {now['name']}") for sentence in told]
