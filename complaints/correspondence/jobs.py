"""The job that writes mails to complainants who wished for one: that there is something to read, and where."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale, gettext

from complaints.correspondence.notices import due_wishes, note_mailed
from complaints.platform.extensions import db
from complaints.platform.jobs.job import Done, Job
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.post.service import Letter, SealedAddress, queue
from complaints.platform.web.addresses import public_page
from complaints.platform.web.locale import spoken


def write_notices(now: datetime) -> Done:
    """Put down a mail for everybody who is due one; the job `mail` sends it."""
    profile: Profile = current_app.extensions["profile"]
    written = 0
    for wish in due_wishes(db.session, now):
        key, address = note_mailed(wish, now)
        written += queue(db.session, letter(key, address, wish.language, profile), now)
    db.session.commit()
    return Done(f"{written} written.")


def letter(key: str, address: SealedAddress, language: str, profile: Profile) -> Letter:
    """The mail in that language. Whoever else sees it learns that somebody has something to read at our address."""
    known = language if language in spoken(profile) else profile.default_locale
    page = public_page("/follow", known)
    with force_locale(known):
        subject = str(gettext("There is something new for you to read"))
        paragraphs = (
            gettext("There is something new for you to read. Open this page with what you wrote down:"),
            page,
            gettext("You asked for this mail. You get at most one a day. You can stop it on that page."),
            gettext("Please do not answer this mail. Nobody reads the answers."),
        )
        return Letter(key, address, subject, "\n\n".join(str(each) for each in paragraphs) + "\n")


jobs = (
    Job("notices", "Write to complainants who wished for a mail when there is something to read.", write_notices, 40),
)
