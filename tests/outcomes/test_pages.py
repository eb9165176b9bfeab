"""The pages of findings and of the review, and the letter that comes out of them."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from complaints.casework.rules import Move, Status
from complaints.casework.service import Wish
from complaints.correspondence.models import Message
from complaints.outcomes.rules import FindingKind, OutcomeKind
from complaints.outcomes.service import findings_on
from complaints.outcomes.wording import FINDINGS, TOLD, draft_letter, with_outcomes
from complaints.platform.accounts.permissions import Role
from tests import cast


def text_of(response):
    return response.get_data(as_text=True)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)


@pytest.fixture
def number(begun):
    return begun.complaint.number


@pytest.fixture
def first(session, begun):
    return findings_on(session, begun)[0].allegation_id


@pytest.fixture
def in_review(session, app, begun, number, decide_all, investigator):
    decide_all(begun)
    cast.step(session, app, begun, Move.SEND_TO_REVIEW, investigator)
    return number


def test_the_filled_button_leads_to_the_next_finding_and_then_to_the_review(
    client, session, number, decide_all, investigator
):
    cast.sign_in(client, investigator)
    page = text_of(client.get(f"/staff/cases/{number}"))
    assert re.search(r'<a class="button" href="[^"]+/findings/\d+">Write the next finding</a>', page)
    assert "Every allegation needs a finding" in page
    decide_all(cast.case_of(session, number))
    page = text_of(client.get(f"/staff/cases/{number}"))
    assert re.search(r'<a class="button" href="[^"]+/moves/send_to_review">Send to review</a>', page)
    assert "In sum:" in page


def test_a_finding_is_written_on_its_page_and_its_rationale_stays_sealed(client, number, first, investigator):
    cast.sign_in(client, investigator)
    url = f"/staff/cases/{number}/findings/{first}"
    form = text_of(client.get(url))
    assert all(str(words) in form for words in FINDINGS.values())
    done = cast.send(client, url, seen_version=hidden(form, "seen_version"), finding="exonerated", rationale="Proper.")
    assert done.status_code == 303
    page = text_of(client.get(f"/staff/cases/{number}"))
    assert "Exonerated" in page
    assert "Proper." not in page
    assert "Proper." in text_of(cast.send(client, f"/staff/cases/{number}/open", what="rationales"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"finding": "", "rationale": "Why."}, "Choose a finding."),
     ({"finding": "guilty", "rationale": "Why."}, "Choose a finding."),
     ({"finding": "unfounded", "rationale": " "}, "Write the rationale."),
     ({"finding": "unfounded", "rationale": "y" * 20_001}, "too long")],
)  # fmt: skip
def test_a_finding_that_is_not_whole_is_refused_at_its_field(client, number, first, investigator, typed, words):
    cast.sign_in(client, investigator)
    refused = cast.send(client, f"/staff/cases/{number}/findings/{first}", seen_version="0", **typed)
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert typed["rationale"].strip() in text_of(refused)


def test_a_finding_over_an_old_page_keeps_what_was_typed(client, begun, number, first, decide_all, investigator):
    cast.sign_in(client, investigator)
    decide_all(begun)
    url = f"/staff/cases/{number}/findings/{first}"
    refused = cast.send(client, url, seen_version="0", finding="unfounded", rationale="My words.")
    assert refused.status_code == 409
    assert "My words." in text_of(refused)
    assert hidden(text_of(refused), "seen_version") == "1"


def test_only_its_investigator_may_write_and_others_are_told_why(client, session, number, first):
    cast.sign_in(client, cast.staff(session, Role.INVESTIGATOR, "Otto Other"))
    answer = client.get(f"/staff/cases/{number}/findings/{first}")
    assert answer.status_code == 409
    assert "Only the investigator of this case writes its findings." in text_of(answer)
    cast.sign_in(client, cast.staff(session, Role.COMMANDER))
    assert client.get(f"/staff/cases/{number}/findings/{first}").status_code == 403


def test_an_allegation_that_does_not_exist_is_not_found(client, number, investigator):
    cast.sign_in(client, investigator)
    assert client.get(f"/staff/cases/{number}/findings/999999").status_code == 404
    sent = cast.send(client, f"/staff/cases/{number}/findings/999999", finding="unfounded", rationale="x")
    assert sent.status_code == 404


def test_the_review_closes_the_case_with_the_letter_that_was_mended(client, session, ring, in_review, commander):
    cast.sign_in(client, commander)
    assert 'href="/staff/cases/' + in_review + '/review"' in text_of(client.get(f"/staff/cases/{in_review}"))
    form = text_of(client.get(f"/staff/cases/{in_review}/review"))
    assert str(TOLD[FindingKind.SUSTAINED]) in form
    typed = {"version": hidden(form, "version"), "form_id": hidden(form, "form_id"), "letter": "Dear you.",
             "outcomes": ["training", "discipline"]}  # fmt: skip
    assert cast.send(client, f"/staff/cases/{in_review}/review", **typed).status_code == 303
    [letter] = session.scalars(sa.select(Message)).all()
    body = ring.open(letter.sealed_body, context=letter.context).decode()
    assert body == "Dear you.\n\nWhat was done:\n– People were trained"
    page = text_of(client.get(f"/staff/cases/{in_review}"))
    assert "Cora Commander approved the findings and closed it." in page
    assert "Somebody was disciplined" in page, "staff see what the letter leaves out"
    assert ">Sustained</td>" in text_of(client.get("/staff/queue?status=closed"))
    again = cast.send(client, f"/staff/cases/{in_review}/review", **typed)
    assert again.status_code == 409
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"letter": "Dear you."}, "Choose what was done"), ({"letter": " ", "outcomes": "training"}, "Write the letter."),
     ({"letter": "Dear you.", "outcomes": ["none", "training"]}, "Choose either"),
     ({"letter": "x" * 5001, "outcomes": "training"}, "The letter is too long.")],
)  # fmt: skip
def test_a_closing_that_is_not_whole_is_refused_at_its_field(client, session, in_review, commander, typed, words):
    cast.sign_in(client, commander)
    version = str(cast.case_of(session, in_review).version)
    refused = cast.send(client, f"/staff/cases/{in_review}/review", version=version, form_id="f", **typed)
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert cast.case_of(session, in_review).status is Status.IN_REVIEW


def test_a_case_that_is_not_in_review_cannot_be_approved(client, number, commander):
    cast.sign_in(client, commander)
    answer = client.get(f"/staff/cases/{number}/review")
    assert answer.status_code == 409
    assert "This step cannot be taken now" in text_of(answer)
    sent = cast.send(client, f"/staff/cases/{number}/moves", move="approve", version="1")
    assert sent.status_code == 400, "approval has its own page, where the letter is"


def test_an_approval_over_an_old_page_keeps_the_letter(client, in_review, commander):
    cast.sign_in(client, commander)
    typed = {"version": "1", "form_id": "f", "letter": "My letter.", "outcomes": "none"}
    refused = cast.send(client, f"/staff/cases/{in_review}/review", **typed)
    assert refused.status_code == 409
    assert "My letter." in text_of(refused)


def test_a_case_is_returned_with_reasons(client, session, in_review, commander):
    cast.sign_in(client, commander)
    version = str(cast.case_of(session, in_review).version)
    bare = cast.send(client, f"/staff/cases/{in_review}/moves", move="return", version=version)
    assert bare.status_code == 422
    assert "Write the reason." in text_of(bare)
    sent = cast.send(client, f"/staff/cases/{in_review}/moves", move="return", version=version, reason="Look again.")
    assert sent.status_code == 303
    assert cast.case_of(session, in_review).status is Status.INVESTIGATING


@pytest.mark.parametrize("kind", FindingKind)
def test_the_letter_says_each_finding_in_plain_words(app, session, begun, decide_all, kind):
    decide_all(begun, kind)
    with app.test_request_context():
        letter = draft_letter("7K2M-94QX-3", findings_on(session, begun), "en")
    assert letter.count(str(TOLD[kind])) == 2
    assert "License plate readers" in letter
    assert "Fixed cameras" in letter
    assert "7K2M-94QX-3" in letter


def test_the_letter_never_tells_of_discipline(app):
    with app.test_request_context():
        assert with_outcomes("Dear you.", {OutcomeKind.DISCIPLINE, OutcomeKind.NONE}, "en") == "Dear you."
        told = with_outcomes("Dear you.", set(OutcomeKind), "en")
    assert "disciplined" not in told
    assert "Nothing was done" not in told
    assert told.count("–") == len(OutcomeKind) - 2


def test_a_returned_case_says_so_until_it_is_sent_again_with_a_remark(
    client, session, app, in_review, investigator, commander
):
    case = cast.case_of(session, in_review)
    cast.step(session, app, case, Move.RETURN, commander, Wish(reason="Ask the neighbor."))
    cast.sign_in(client, investigator)
    url = f"/staff/cases/{in_review}"
    page = text_of(client.get(url))
    assert "Returned by Cora Commander on" in page
    assert "Open the reasons</button>" in page
    assert "Ask the neighbor." in text_of(cast.send(client, f"{url}/open", what="reasons")).split("Next step")[0]
    typed = {"move": "send_to_review", "version": str(case.version)}
    refused = cast.send(client, f"{url}/moves", **typed)
    assert refused.status_code == 422
    assert "It was returned: write what you changed since." in text_of(refused)
    assert cast.send(client, f"{url}/moves", **typed, reason="Asked.").status_code == 303
    assert "Returned by" not in text_of(client.get(url))
