"""The job that sends what waits: one mail at a time, each claimed before and written down after."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from complaints.platform.extensions import db
from complaints.platform.jobs.job import Done, Job
from complaints.platform.post import service
from complaints.platform.post.sending import MailRefused, NoServer, Server, deliver
from complaints.platform.vault import CannotOpen, KeyRing

NO_SERVER = "No mail server is named: set FLASK_MAIL_HOST and FLASK_MAIL_FROM."


def send_waiting(now: datetime) -> Done:
    """Send every mail that is due. A failed one waits its turn; a server that does not answer ends the round."""
    server = Server.of(current_app.config)
    if server is None:
        waiting = service.standing(db.session).waiting
        db.session.rollback()
        return Done(f"{waiting} waiting. {NO_SERVER}" if waiting else "nothing to send")
    ring: KeyRing = current_app.extensions["key_ring"]
    sent, trouble = 0, ""
    while not trouble and (mail := service.claim(db.session, now)) is not None:
        try:
            address = service.address_of(db.session, ring, mail, now)
            db.session.commit()
            deliver(server, mail, address, now)
        except CannotOpen:
            # Sealed to a key that was put away, or changed: no later try can read it.
            service.note_failed(db.session, mail, "The address cannot be opened.", now, for_good=True)
        except NoServer as problem:
            trouble = str(problem)
            service.note_failed(db.session, mail, trouble, now)
        except MailRefused as problem:
            service.note_failed(db.session, mail, str(problem), now, for_good=problem.for_good)
        else:
            service.note_sent(db.session, mail, now)
            sent += 1
        db.session.commit()
    # What was given up while looking for the next one.
    db.session.commit()
    left = service.standing(db.session)
    db.session.rollback()
    words = f"{sent} sent, {left.waiting} waiting, {left.given_up} given up."
    if left.given_up:
        words += " See: mail list"
    return Done(f"{words} {trouble}".strip(), is_well=not trouble and not left.given_up)


jobs = (Job("mail", "Send the mail that waits.", send_waiting, order=90),)
