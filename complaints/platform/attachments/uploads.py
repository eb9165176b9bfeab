"""Takes uploads in so that none lies readable on a disk, neither while the server collects it nor once it is parsed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import IO, Any, TypeVar, cast

from flask import Request, current_app

from complaints.platform.attachments.limits import limits
from complaints.platform.attachments.tickets import NAME, is_good
from complaints.platform.attachments.veil import Veil

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__takes_files__"
_NEEDS_TICKET = "__needs_ticket__"
OTHER_PARTS = 10
"""Fields of a form besides those of its files."""


def takes_files(view: View) -> View:
    """Mark a view that one file may be sent to: its requests may be as large as the largest file and its form."""
    setattr(view, _MARK, True)
    return view


def takes_files_of_anybody(view: View) -> View:
    """As `takes_files`, for views that nobody signs in to: a request without a ticket is no larger than any other."""
    setattr(view, _NEEDS_TICKET, True)
    return takes_files(view)


class VeiledRequest(Request):
    """A request whose files are parsed into veils."""

    @property
    def max_content_length(self) -> int | None:
        """What MAX_CONTENT_LENGTH says, and more for a view that takes files."""
        if self._takes_files and self._may_be_large:
            return limits(current_app).request_bytes
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    @property
    def max_form_parts(self) -> int:
        """For a view that takes files as many as a form of ours has at most; what MAX_FORM_PARTS says for others."""
        if self._takes_files:
            # Each file may come anew or be named as one that came before.
            return 2 * limits(current_app).files + OTHER_PARTS
        found: int | None = super().max_form_parts
        return sys.maxsize if found is None else found

    @max_form_parts.setter
    def max_form_parts(self, value: int) -> None:
        self._max_form_parts = value

    @property
    def _takes_files(self) -> bool:
        if not current_app or not self.endpoint:
            return False
        return hasattr(current_app.view_functions.get(self.endpoint), _MARK)

    @property
    def _may_be_large(self) -> bool:
        view = current_app.view_functions.get(self.endpoint or "")
        return not hasattr(view, _NEEDS_TICKET) or is_good(self.args.get(NAME, ""))

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return cast(IO[bytes], Veil())


def veil_server_buffers() -> None:
    """Have the server waitress keep what outgrows its memory in veils, where it would take plain temporary files.

    Requests and answers alike: a file that staff download to a slow line is buffered, too. Where another server runs,
    nothing happens; see docs/running.md for those.
    """
    buffers = sys.modules.get("waitress.buffers")
    if buffers is not None:
        buffers.TempfileBasedBuffer.newfile = lambda _self: Veil(memory=0)
