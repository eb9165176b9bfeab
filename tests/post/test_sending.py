"""Real mail to a real server on this machine: sent once, tried again, given up, and twice only after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
import sqlalchemy as sa

from complaints.platform.post import service
from complaints.platform.post.models import OutgoingMail
from complaints.platform.post.service import Letter
from tests.databases import ROOT
from tests.post.conftest import free_port


@pytest.fixture
def put_down(session, now):
    """Puts mails down to be sent."""

    def make(count=1):
        for number in range(count):
            letter = Letter(
                f"key-{number}", "olga@example.org", f"Mail {number}: año", "Sehr geehrte Olga —\nnothing.\n"
            )
            service.queue(session, letter, now)
        session.commit()

    return make


@pytest.fixture
def run_jobs(make_app, session, mail_server):
    """Runs the job that sends, with the settings of the mail server or others."""

    def run(**settings):
        session.commit()
        result = make_app(**(mail_server | settings)).test_cli_runner().invoke(args=["jobs", "run", "mail"])
        session.expire_all()
        return result

    return run


def mail(session):
    return session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)).first()


def test_what_waits_is_sent_once(put_down, run_jobs, letterbox, session):
    put_down(2)
    first = run_jobs()
    assert (first.exit_code, first.output) == (0, "mail: 2 sent, 0 waiting, 0 given up.\n")
    assert run_jobs().output == "mail: 0 sent, 0 waiting, 0 given up.\n"
    assert [(mail["To"], mail["From"]) for mail in letterbox.mails] == [
        ("olga@example.org", "complaints@example.org")
    ] * 2
    assert "Sehr geehrte Olga —" in letterbox.mails[0].get_payload(decode=True).decode()
    assert letterbox.mails[0]["Auto-Submitted"] == "auto-generated"
    assert letterbox.mails[0]["Message-ID"] != letterbox.mails[1]["Message-ID"]


def test_without_a_mail_server_mails_stay_and_the_job_says_so(put_down, run_jobs, session):
    put_down(3)
    result = run_jobs(MAIL_HOST="")
    assert (result.exit_code, "3 waiting. No mail server is named: set FLASK_MAIL_HOST" in result.output) == (0, True)
    assert service.standing(session).waiting == 3


def test_a_server_that_is_not_there_ends_the_round_and_the_mail_waits(put_down, run_jobs, clock, letterbox, session):
    put_down(2)
    result = run_jobs(MAIL_PORT=free_port())
    assert (result.exit_code, "cannot be reached" in result.output) == (1, True)
    assert (mail(session).tries, mail(session).claim) == (1, "")
    assert run_jobs().output == "mail: 1 sent, 1 waiting, 0 given up.\n"
    clock.advance(minutes=5)
    assert run_jobs().output == "mail: 1 sent, 0 waiting, 0 given up.\n"
    assert len(letterbox.mails) == 2


def test_a_mail_that_is_refused_for_now_is_tried_again(put_down, run_jobs, clock, letterbox, session):
    put_down()
    letterbox.answer = "451 later"
    assert run_jobs().output == "mail: 0 sent, 1 waiting, 0 given up.\n"
    assert "451" in mail(session).trouble
    letterbox.answer = "250 OK"
    clock.advance(minutes=5)
    assert run_jobs().output == "mail: 1 sent, 0 waiting, 0 given up.\n"


def test_an_address_that_is_refused_for_good_is_given_up_loudly(put_down, run_jobs, runner, letterbox, session):
    put_down()
    letterbox.to_address = "550 no such person"
    result = run_jobs()
    assert (result.exit_code, "1 given up. See: mail list" in result.output) == (1, True)
    session.commit()
    listed = runner.invoke(args=["mail", "list"]).output
    assert "given up" in listed
    assert "550" in listed
    # It is said at every run until somebody has seen to it.
    assert run_jobs().exit_code == 1
    letterbox.to_address = "250 OK"
    assert runner.invoke(args=["mail", "again", str(mail(session).id)]).exit_code == 0
    assert run_jobs().output == "mail: 1 sent, 0 waiting, 0 given up.\n"
    session.commit()
    assert runner.invoke(args=["mail", "list"]).output == "Every mail was sent.\n"
    assert runner.invoke(args=["mail", "again", "1"]).exit_code == 1


def test_an_address_that_is_refused_for_now_is_tried_again(put_down, run_jobs, letterbox, session):
    put_down()
    letterbox.to_address = "450 mailbox busy"
    assert run_jobs().output == "mail: 0 sent, 1 waiting, 0 given up.\n"


@pytest.mark.parametrize(("tls", "words"), [("starttls", "no such encryption"), ("tls", "cannot be reached")])
def test_a_server_without_encryption_gets_no_mail_where_it_is_asked_for(put_down, run_jobs, letterbox, tls, words):
    put_down()
    result = run_jobs(MAIL_TLS=tls)
    assert (result.exit_code, words in result.output) == (1, True)
    assert not letterbox.mails


def environment(tmp_path, database_url, key_directory, mail_server):
    """The settings of a process of its own."""
    settings = {"DATABASE_URL": database_url, "KEY_DIRECTORY": key_directory, "INSTANCE_PATH": tmp_path / "other"}
    said = {f"FLASK_{name}": str(value) for name, value in (settings | mail_server).items()}
    return {**{name: value for name, value in os.environ.items() if not name.startswith("FLASK_")}, **said}


@pytest.fixture
def jobs_process(tmp_path, database_url, key_directory, mail_server, session):
    """Starts `flask jobs run` as a timer does, in a process of its own."""

    def start():
        session.commit()
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run", "mail"]
        env = environment(tmp_path, database_url, key_directory, mail_server)
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    return start


def test_two_processes_at_once_send_each_mail_once(put_down, jobs_process, letterbox):
    put_down(10)
    both = [jobs_process(), jobs_process()]
    ends = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], ends
    assert sorted(letterbox.subjects()) == sorted(set(letterbox.subjects()))
    assert len(letterbox.mails) == 10


def test_a_sender_killed_before_it_wrote_that_down_sends_again_under_the_same_name(
    put_down, jobs_process, run_jobs, letterbox, clock, session
):
    put_down()
    process = jobs_process()
    letterbox.on_mail = lambda: os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert (len(letterbox.mails), mail(session).sent_at) == (1, None)
    letterbox.on_mail = lambda: None
    assert run_jobs().output == "mail: 0 sent, 1 waiting, 0 given up.\n"
    session.commit()
    session.expire_all()
    clock.at = mail(session).claimed_until + timedelta(seconds=1)
    assert run_jobs().output == "mail: 1 sent, 0 waiting, 0 given up.\n"
    assert len(letterbox.mails) == 2
    assert letterbox.mails[0]["Message-ID"] == letterbox.mails[1]["Message-ID"]


POISON = ["=?utf-8?q??=@x.y", "=?utf-8?q?a=0d=0abcc=3aevil=40x.y?=@x.example"]


@pytest.mark.parametrize("address", POISON)
def test_a_mail_that_can_never_be_written_is_given_up_at_once_and_the_others_go(
    put_down, run_jobs, runner, letterbox, session, now, address
):
    for number in range(3):
        service.queue(session, Letter(f"poison-{number}", address, "s", "t"), now)
    put_down(2)
    result = run_jobs()
    assert (result.exit_code, "2 sent, 0 waiting, 3 given up. See: mail list" in result.output) == (1, True)
    assert [one["To"] for one in letterbox.mails] == ["olga@example.org"] * 2
    poison = mail(session)
    assert (poison.tries, poison.given_up_at, "cannot be written" in poison.trouble) == (1, now, True)
    assert address not in poison.trouble


def test_a_subject_that_would_be_two_headers_is_given_up_and_the_others_go(put_down, run_jobs, session, now, letterbox):
    service.queue(session, Letter("poison", "olga@example.org", "one\nBcc: two@example.org", "t"), now)
    put_down()
    assert "1 sent, 0 waiting, 1 given up" in run_jobs().output
    assert [one["To"] for one in letterbox.mails] == ["olga@example.org"]
    assert letterbox.mails[0]["Bcc"] is None


def test_a_mail_that_kills_its_sender_waits_behind_the_others_and_is_given_up(
    put_down, jobs_process, run_jobs, letterbox, clock, session
):
    put_down(2)
    process = jobs_process()
    letterbox.on_mail = lambda: os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    letterbox.on_mail = lambda: None
    # The one that did it is counted and not first in the row any more; the other goes now.
    assert run_jobs().output == "mail: 1 sent, 1 waiting, 0 given up.\n"
    assert (mail(session).tries, mail(session).next_try_at > mail(session).queued_at) == (1, True)
