"""A mail is put down once, claimed by one sender at a time, tried with growing waits, and given up loudly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.platform.audit import Actor, AuditEvent
from complaints.platform.post import service
from complaints.platform.post.models import OutgoingMail
from complaints.platform.post.rules import CLAIM_LASTS, MOST_TRIES, WAITS, next_try
from complaints.platform.post.service import Letter
from complaints.platform.store.engine import prepare_sqlite

LETTER = Letter("reminder:2025:14", "olga@example.org", "Freeze 2025", "In 14 days.")


def mails(session):
    return session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)).all()


def actions(session):
    return session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.sequence)).all()


def test_the_same_thing_is_put_down_once_however_often_it_is_told(session, now):
    assert service.queue(session, LETTER, now)
    assert not service.queue(session, LETTER, now)
    session.commit()
    assert [mail.key for mail in mails(session)] == ["reminder:2025:14"]
    assert service.is_queued(session, LETTER.key)
    assert not service.is_queued(session, "reminder:2025:7")


def test_a_mail_goes_with_the_transaction_of_its_cause(session, now):
    service.queue(session, LETTER, now)
    session.rollback()
    assert not mails(session)


def test_a_mail_is_claimed_by_one_sender_until_the_claim_runs_out(session, now):
    service.queue(session, LETTER, now)
    session.commit()
    assert service.claim(session, now) is not None
    session.commit()
    assert service.claim(session, now) is None
    assert service.claim(session, now + CLAIM_LASTS - timedelta(seconds=1)) is None
    again = service.claim(session, now + CLAIM_LASTS)
    assert again is not None
    assert again.tries == 2


def test_a_mail_that_was_sent_is_never_claimed_again(session, now):
    service.queue(session, LETTER, now)
    service.note_sent(session, service.claim(session, now), now)
    session.commit()
    assert service.claim(session, now + timedelta(days=30)) is None
    session.expire_all()
    assert (mails(session)[0].sent_at, mails(session)[0].claim) == (now, "")
    assert actions(session) == ["mail.sent"]


def test_a_late_sender_whose_claim_ran_out_changes_nothing(session, now):
    service.queue(session, LETTER, now)
    first = service.claim(session, now)
    late = OutgoingMail(id=first.id, claim=first.claim, tries=first.tries)
    second = service.claim(session, now + CLAIM_LASTS)
    service.note_sent(session, second, now + CLAIM_LASTS)
    service.note_failed(session, late, "too late", now + CLAIM_LASTS)
    session.commit()
    session.expire_all()
    assert (mails(session)[0].sent_at, mails(session)[0].trouble) == (now + CLAIM_LASTS, "")


def test_waits_between_tries_grow():
    assert list(WAITS) == sorted(WAITS)
    assert len(set(WAITS)) == len(WAITS)


def test_a_mail_that_fails_each_time_is_given_up_and_the_log_says_so(session, now):
    service.queue(session, LETTER, now)
    at, waits = now, []
    for _ in range(MOST_TRIES - 1):
        assert not service.note_failed(session, service.claim(session, at), "down", at)
        session.commit()
        session.expire_all()
        assert service.claim(session, mails(session)[0].next_try_at - timedelta(seconds=1)) is None
        waits.append(mails(session)[0].next_try_at - at)
        at = mails(session)[0].next_try_at
    assert waits == list(WAITS)
    assert service.note_failed(session, service.claim(session, at), "down", at)
    session.commit()
    session.expire_all()
    assert service.standing(session) == service.Standing(waiting=0, given_up=1)
    assert service.claim(session, at + timedelta(days=99)) is None
    assert actions(session) == ["mail.given_up"]


def test_a_mail_that_was_given_up_can_start_anew(session, now):
    service.queue(session, LETTER, now)
    with pytest.raises(service.NotGivenUp):
        service.try_again(session, 1, Actor.command(), now)
    mail = service.claim(session, now)
    assert service.note_failed(session, mail, "no such person", now, for_good=True)
    session.commit()
    session.expire_all()
    service.try_again(session, mail.id, Actor.command(), now)
    session.commit()
    assert service.claim(session, now).tries == 1


def test_the_last_try_has_no_next(now):
    assert next_try(MOST_TRIES, now) is None
    assert next_try(MOST_TRIES - 1, now) == now + WAITS[-1]


def test_two_that_queue_the_same_at_once_make_one_mail(session, database_url, now):
    engine = sa.create_engine(database_url)
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)

    def tell(_number):
        with Session(engine) as mine:
            made = service.queue(mine, LETTER, now)
            mine.commit()
            return made

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(tell, range(4)))
    engine.dispose()
    assert made.count(True) == 1
    assert len(mails(session)) == 1


def test_senders_at_once_never_claim_the_same_mail(session, database_url, now):
    for number in range(12):
        service.queue(session, Letter(f"k{number}", "olga@example.org", "s", "t"), now)
    session.commit()
    engine = sa.create_engine(database_url)
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)

    def send(_number):
        taken = []
        while True:
            with Session(engine) as mine:
                mail = service.claim(mine, now)
                if mail is None:
                    return taken
                taken.append(mail.id)
                mine.commit()

    with ThreadPoolExecutor(3) as pool:
        taken = [number for each in pool.map(send, range(3)) for number in each]
    engine.dispose()
    assert sorted(taken) == [mail.id for mail in mails(session)]


def test_both_copies_of_a_mail_carry_one_name():
    first = service.message_id("reminder:2025:14", "complaints@example.org")
    assert first == service.message_id("reminder:2025:14", "complaints@example.org")
    assert first != service.message_id("reminder:2025:7", "complaints@example.org")
    assert first.endswith("@example.org>")


def test_a_mail_whose_senders_all_die_is_given_up_and_the_log_says_so(session, now):
    service.queue(session, LETTER, now)
    at, tries = now, 0
    while service.claim(session, at) is not None:
        session.commit()
        tries += 1
        # Nobody writes down how it ended.
        at = max(mails(session)[0].claimed_until, mails(session)[0].next_try_at)
    session.commit()
    session.expire_all()
    assert tries == MOST_TRIES
    assert (mails(session)[0].given_up_at, mails(session)[0].claim) == (at, "")
    assert "was ended each time" in mails(session)[0].trouble
    assert actions(session) == ["mail.given_up"]


def test_a_mail_whose_sender_died_stands_behind_those_that_wait(session, now):
    service.queue(session, LETTER, now)
    service.claim(session, now)
    service.queue(session, Letter("other", "olga@example.org", "s", "t"), now)
    session.commit()
    assert service.claim(session, now + CLAIM_LASTS).key == "other"
