"""What staff and the complainant wrote to each other, as the case page lists it: who wrote, and whether it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from complaints.casework.files import FileOfCase, files_by_message_of
from complaints.casework.models import Case
from complaints.correspondence.models import Direction, Message
from complaints.correspondence.service import OpenMessage
from complaints.platform.accounts.models import Staff
from complaints.platform.store import Db
from complaints.platform.web.filters import day


@dataclass(frozen=True, slots=True)
class MessageShown:
    """A message, sealed, and the name of the member of staff who wrote it."""

    message: Message
    author: str


def shown_messages(session: Db, case: Case) -> list[MessageShown]:
    """All messages, oldest first, as `messages_of` has them, with the name of who wrote them."""
    query = (
        sa.select(Message, Staff.name)
        .outerjoin(Staff, Staff.id == Message.author_id)
        .where(Message.complaint_id == case.complaint_id)
        .order_by(Message.sent_at, Message.id)
    )
    return [MessageShown(message, name or "") for message, name in session.execute(query)]


def written(shown: MessageShown) -> str:
    """That a message came, as a sentence of the timeline."""
    if shown.message.direction is Direction.FROM_COMPLAINANT:
        return str(gettext("The complainant wrote."))
    return str(gettext("%(who)s wrote to the complainant.", who=shown.author))


def unread(messages: Iterable[MessageShown]) -> int:
    """How many messages of the complainant nobody has opened yet."""
    theirs = (shown.message for shown in messages if shown.message.direction is Direction.FROM_COMPLAINANT)
    return sum(message.read_at is None for message in theirs)


def conversation(
    opened: Mapping[str, Any], messages: Sequence[MessageShown], files: Sequence[FileOfCase]
) -> list[dict[str, Any]]:
    """The messages that were opened: who wrote each, what went with it, and on which day they read one of ours."""
    went_along = files_by_message_of(files)
    return [
        {
            "at": read.at,
            "body": read.body,
            "from_us": read.from_us,
            "who": shown.author,
            "files": went_along.get(shown.message.id, []),
            "read": _read(read),
        }
        for read, shown in zip(opened.get("messages", ()), messages, strict=False)
    ]


def _read(message: OpenMessage) -> str:
    if not message.from_us:
        return ""
    if message.read_at is None:
        return str(gettext("not read yet"))
    return str(gettext("read on %(day)s", day=day(message.read_at)))
