"""Policies kept as files: what is accepted, kept once however often it is sent, and found again by version."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.registry.models import PolicyFile, Technology, TechnologyVersion

MOST_BYTES = 1_500_000
"""Fits into one request beside the rest of the form."""


class PolicyFault(StrEnum):
    """Why a file is not kept."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_PDF = "not_pdf"


class WrongPolicy(Exception):
    """The file cannot be a policy."""

    def __init__(self, fault: PolicyFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def keep_policy(session: Db, filename: str, content: bytes, actor: Actor, now: datetime) -> PolicyFile:
    """Keep a PDF; one that is kept already is not kept twice. Raises WrongPolicy."""
    if not content:
        raise WrongPolicy(PolicyFault.EMPTY)
    if len(content) > MOST_BYTES:
        raise WrongPolicy(PolicyFault.TOO_LARGE)
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise WrongPolicy(PolicyFault.NOT_PDF)
    digest = hashlib.sha256(content).digest()
    kept: PolicyFile | None = session.scalar(sa.select(PolicyFile).where(PolicyFile.digest == digest).limit(1))
    if kept is None:
        kept = PolicyFile(
            filename=plain_filename(filename), content=content, size=len(content), digest=digest, added_at=now
        )
        session.add(kept)
        session.flush()
        details = {"bytes": kept.size}
        record(session, action="policy.kept", subject=f"policy:{kept.id}", actor=actor, now=now, details=details)
    return kept


def plain_filename(filename: str) -> str:
    """A name that is safe in a header and on any disk, and ends in .pdf."""
    base = re.split(r"[/\\]", filename)[-1].rpartition(".")[0] or filename
    words = re.findall(r"[A-Za-z0-9]+", base)
    return f"{'-'.join(words)[:100] or 'policy'}.pdf"


def policy_of(session: Db, technology: Technology, version: int, with_content: bool = False) -> PolicyFile | None:
    """The file that was in force in a version of an entry, if there was one."""
    query = (
        sa.select(PolicyFile)
        .join(TechnologyVersion, TechnologyVersion.policy_file_id == PolicyFile.id)
        .where(TechnologyVersion.technology_id == technology.id, TechnologyVersion.version == version)
    )
    if version > technology.current_version:
        return None
    found: PolicyFile | None = session.scalar(query.options(undefer(PolicyFile.content)) if with_content else query)
    return found
