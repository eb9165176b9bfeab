"""`flask jobs …`: every room's jobs in their order, one failure beside the others, and settings that cannot work."""

from __future__ import annotations

import pytest

from complaints.platform.jobs.job import Done, Job
from complaints.platform.settings import WrongSetting


@pytest.fixture
def invoke(app, runner):
    """Runs `jobs …` with jobs of the test's own."""

    def run(*words, jobs=None):
        if jobs is not None:
            app.extensions["jobs"] = tuple(jobs)
        return runner.invoke(args=["jobs", *words])

    return run


def fails(_now):
    raise ValueError("not today")


def test_rooms_hand_in_their_jobs_and_mail_is_sent_last(invoke):
    listed = [line.split("\t")[0] for line in invoke("list").output.splitlines()]
    assert "mail" in listed
    assert listed[-1] == "mail"


def test_a_job_gets_the_time_and_says_what_it_did(invoke, now):
    seen = []
    result = invoke("run", jobs=[Job("look", "", lambda at: seen.append(at) or Done("looked"))])
    assert (result.exit_code, result.output, seen) == (0, "look: looked\n", [now])


def test_a_job_that_fails_does_not_keep_the_others_and_is_told(invoke):
    result = invoke("run", jobs=[Job("bad", "", fails), Job("good", "", lambda _at: Done("did it"))])
    assert result.exit_code == 1
    assert "bad: failed; the log says why" in result.output
    assert "good: did it" in result.output
    assert "Not every job went well" in result.output


def test_only_the_jobs_that_are_named_run(invoke):
    jobs = [Job("bad", "", fails), Job("good", "", lambda _at: Done("did it"))]
    assert invoke("run", "good", jobs=jobs).output == "good: did it\n"
    wrong = invoke("run", "goood", jobs=jobs)
    assert (wrong.exit_code, "There is no job goood" in wrong.output) == (2, True)


def test_the_public_site_has_no_jobs(make_app):
    result = make_app("public").test_cli_runner().invoke(args=["jobs", "run"])
    assert (result.exit_code, "FLASK_SITE is all or staff" in result.output) == (1, True)


def test_running_twice_with_nothing_to_do_is_well(invoke):
    assert [invoke("run").exit_code, invoke("run").exit_code] == [0, 0]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"MAIL_HOST": "mail.example.org"}, "MAIL_FROM is not"),
        ({"MAIL_USER": "us", "MAIL_TLS": "none"}, "without encryption"),
        ({"MAIL_TLS": "ssl"}, "one of starttls, tls, none"),
        ({"MAIL_PORT": 0}, "a port"),
        ({"MAIL_PORT": "25"}, "a port"),
        ({"MAIL_FROM": "us@example.org\nBcc: all@example.org"}, "an address"),
        ({"MAIL_FROM": "Us <us@example.org>"}, "an address"),
    ],
)
def test_mail_settings_that_cannot_work_stop_the_start(make_app, settings, words):
    with pytest.raises(WrongSetting, match=words):
        make_app(**settings)


def test_a_password_is_not_repeated_where_it_is_wrong(make_app):
    with pytest.raises(WrongSetting) as refused:
        make_app(MAIL_PASSWORD=123456)
    assert "123456" not in str(refused.value)
