"""Mail to a sealed address: opened by who sends, told in the log, gone once sent, given up when it cannot be read."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaints.platform.audit import AuditEvent
from complaints.platform.post import service
from complaints.platform.post.models import OutgoingMail
from complaints.platform.post.service import Letter, SealedAddress
from complaints.platform.vault import seal

ADDRESS, CONTEXT = "rosa@example.org", "notice-wish/1"


@pytest.fixture
def put_down(session, ring, now):
    """Puts a mail down to a sealed address."""

    def put(context=CONTEXT, key="k"):
        envelope = seal(ADDRESS.encode(), context=CONTEXT, readers=[ring.staff])
        service.queue(session, Letter(key, SealedAddress(envelope, context), "s", "t"), now)
        session.commit()

    return put


@pytest.fixture
def run_jobs(make_app, session, mail_server):
    """Runs the job that sends."""

    def run():
        session.commit()
        result = make_app(**mail_server).test_cli_runner().invoke(args=["jobs", "run", "mail"])
        session.expire_all()
        return result

    return run


def mail(session):
    return session.scalars(sa.select(OutgoingMail)).one()


def test_it_is_opened_by_who_sends_and_gone_afterwards(put_down, run_jobs, letterbox, session):
    put_down()
    assert (mail(session).address, ADDRESS.encode() in mail(session).sealed_address) == ("", False)
    assert run_jobs().exit_code == 0
    assert [each["To"] for each in letterbox.mails] == [ADDRESS]
    assert mail(session).sealed_address is None
    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "sealed.read")).all()
    assert [(event.subject, event.details) for event in events] == [
        (f"mail:{mail(session).id}", '{"field":"mail_address"}')
    ]


def test_one_that_is_refused_keeps_its_address_for_the_next_try(put_down, run_jobs, letterbox, session):
    letterbox.answer = "451 later"
    put_down()
    assert run_jobs().output == "mail: 0 sent, 1 waiting, 0 given up.\n"
    assert mail(session).sealed_address is not None
    assert ADDRESS not in mail(session).trouble


def test_one_that_belongs_elsewhere_is_given_up_and_the_others_go(put_down, run_jobs, letterbox, session):
    put_down(context="notice-wish/2", key="moved")
    put_down()
    result = run_jobs()
    assert (result.exit_code, "1 sent, 0 waiting, 1 given up" in result.output) == (1, True)
    assert len(letterbox.mails) == 1


def test_what_is_taken_back_is_not_sent(put_down, run_jobs, letterbox, session):
    put_down()
    service.take_back(session, CONTEXT)
    assert run_jobs().output == "mail: 0 sent, 0 waiting, 0 given up.\n"


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_the_database_wants_exactly_one_address(session, now, address):
    sealed = b"sealed" if address else None
    session.add(
        OutgoingMail(
            key="k",
            address=address,
            sealed_address=sealed,
            address_context=CONTEXT if sealed else "",
            subject="s",
            text="t",
            queued_at=now,
            next_try_at=now,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()
