"""Files that go with a message: joined to it as it is written, shown beside it to both sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from complaints.correspondence.models import Message, MessageFile
from complaints.evidence.models import Evidence
from complaints.platform.store import Db


def attach(session: Db, complaint_id: int, submission_key: bytes, files: Iterable[int]) -> None:
    """Join files (their rows' ids) to the message of this form; those of another complaint are left out.

    A form sent twice joins nothing twice, and adds no file to a message that was sent without it.
    """
    message_id = session.scalars(sa.select(Message.id).where(Message.submission_key == submission_key)).one()
    ours = sa.select(Evidence.id).where(
        Evidence.id.in_(set(files)),
        Evidence.complaint_id == complaint_id,
        Evidence.is_shared == sa.true(),
        Evidence.removed_at.is_(None),
    )
    for evidence_id in session.scalars(ours.order_by(Evidence.id)):
        session.add(MessageFile(message_id=message_id, evidence_id=evidence_id))
    session.flush()


def files_by_message(session: Db, complaint_id: int) -> dict[int, list[Evidence]]:
    """The files of each message of a complaint, by the message's id."""
    query = (
        sa.select(MessageFile.message_id, Evidence)
        .join(Evidence, Evidence.id == MessageFile.evidence_id)
        .where(Evidence.complaint_id == complaint_id)
        .order_by(Evidence.id)
    )
    found: dict[int, list[Evidence]] = defaultdict(list)
    for message_id, file in session.execute(query):
        found[message_id].append(file)
    return found


def files_in_messages(session: Db, complaint_id: int) -> frozenset[int]:
    """The ids of the files that went with a message."""
    query = sa.select(MessageFile.evidence_id).join(Message).where(Message.complaint_id == complaint_id)
    return frozenset(session.scalars(query))
