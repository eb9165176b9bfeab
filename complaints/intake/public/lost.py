"""What somebody can do who has lost the passphrase: nobody can find it again, and the complaint is worked on."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from complaints.intake.filing import SHOWN_AGAIN
from complaints.intake.public.blueprint import bp
from complaints.platform.web.access import PUBLIC, requires


@bp.get("/follow/lost")
@requires(PUBLIC)
def lost_passphrase() -> ResponseReturnValue:
    """The ways that are left, the surest first."""
    return render_template("intake/lost.html", minutes=SHOWN_AGAIN.seconds // 60)
