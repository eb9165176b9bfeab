"""What the public reads of the registry."""

from __future__ import annotations

import re
from datetime import date

from complaints.platform.audit import Actor
from complaints.registry import panels, service
from complaints.registry.policies import keep_policy
from complaints.registry.rules import ReportItem
from complaints.registry.words import ITEM_TITLES

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def edit(session, slug, now, **changes):
    technology = service.by_slug(session, slug)
    service.edit(session, technology, changes, Actor.system(), now, "", technology.current_version)
    session.commit()


def test_every_technology_of_the_profile_is_listed_with_what_it_is(client, registry):
    page = client.get("/technologies")
    assert page.status_code == 200
    for words in ("Gunshot detection", "SoundThinking (ShotSpotter)", "License plate readers", "Cell-site simulators"):
        assert words in page.text
    assert page.text.count('<section class="card">') == 9
    assert "Technology not known" not in page.text
    assert "Set-Cookie" not in page.headers


def test_the_list_without_any_technology_says_so(client):
    page = client.get("/technologies")
    assert page.status_code == 200
    assert "No technology is listed yet." in page.text


def test_a_page_answers_the_eight_questions_in_the_order_of_the_order(client, registry):
    page = client.get("/technologies/gunshot-detection").text
    places = [page.index(f"<h3>{ITEM_TITLES[item]}</h3>") for item in ReportItem]
    assert places == sorted(places)
    assert len(places) == 8
    assert "6.26 square miles, about 10% of the city’s land." in page


def test_what_nobody_has_stated_is_said_to_be_not_stated(client, registry):
    page = client.get("/technologies/cell-site-simulators").text
    seven = [item for item in ReportItem if item is not ReportItem.COMPLAINTS]
    for item in seven:
        answer = re.search(rf'<li id="{item.value}">.*?</li>', page, re.DOTALL)
        assert answer is not None
        assert "Not stated" in answer[0], item


def test_how_long_recordings_are_kept_is_shown_in_days(client, registry):
    assert "<strong>90 days</strong>" in client.get("/technologies/license-plate-readers").text
    assert "<strong>30 days</strong>" in client.get("/technologies/fixed-cameras").text


def test_a_page_leads_to_a_complaint_about_this_technology(client, registry):
    assert "/complain?technology=fixed-cameras" in client.get("/technologies/fixed-cameras").text


def test_an_unknown_technology_is_not_found(client, registry):
    for path in ("laser-eyes", "%00", "fixed-cameras/versions/7", "fixed-cameras/versions/99999999999999999999"):
        assert client.get(f"/technologies/{path}").status_code == 404
        assert client.get(f"/technologies/{path}/policy").status_code == 404


def test_an_earlier_version_can_still_be_read(client, session, registry, clock):
    edit(session, "fixed-cameras", clock.advance(days=3), funding="Paid by a grant.")
    today = client.get("/technologies/fixed-cameras").text
    assert "Paid by a grant." in today
    assert "Changed: How it is funded" in today
    before = client.get("/technologies/fixed-cameras/versions/1")
    assert before.status_code == 200
    assert "Paid by a grant." not in before.text
    assert "An earlier version" in before.text
    assert 'name="robots" content="noindex"' in before.text
    assert "noindex" not in today


def test_what_staff_wrote_cannot_become_markup(client, session, registry, now):
    edit(session, "fixed-cameras", now, use="<script>alert(1)</script>\nsecond line")
    page = client.get("/technologies/fixed-cameras").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second line" in page


def test_the_policy_in_force_is_a_link_with_its_date(client, session, registry, now):
    changes = {"policy_url": "https://example.org/policy", "policy_since": date(2024, 2, 23)}
    edit(session, "fixed-cameras", now, **changes)
    page = client.get("/technologies/fixed-cameras").text
    assert 'href="https://example.org/policy"' in page
    assert "In force since February 23, 2024" in page


def test_a_policy_file_is_saved_not_opened(client, session, registry, now):
    kept = keep_policy(session, "Camera policy (final).pdf", PDF, Actor.system(), now)
    edit(session, "fixed-cameras", now, policy_file_id=kept.id)
    assert "Save the policy as a PDF (1 KB)" in client.get("/technologies/fixed-cameras").text
    answer = client.get("/technologies/fixed-cameras/versions/2/policy")
    assert answer.data == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Camera-policy-final.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_policy_of_another_technology_is_not_handed_out(client, session, registry, now):
    kept = keep_policy(session, "policy.pdf", PDF, Actor.system(), now)
    edit(session, "fixed-cameras", now, policy_file_id=kept.id)
    edit(session, "gunshot-detection", now, use="To hear shots.")
    assert client.get("/technologies/gunshot-detection/versions/2/policy").status_code == 404


def test_in_spanish_the_page_says_that_the_answers_are_in_english(client, registry):
    page = client.get("/es/technologies/gunshot-detection")
    assert page.status_code == 200
    assert 'lang="en" dir="auto">6.26 square miles' in page.text
    # What stands behind "in" is the reader's word for the language, whatever the catalogue makes of the rest.
    assert re.search(r'<p class="muted">[^<]*inglés', page.text)
    assert "own text is in" not in client.get("/technologies/gunshot-detection").text


def test_the_order_is_dated_as_readers_write_dates(client, registry):
    assert "(Executive Order 78 of February 23, 2024)" in client.get("/technologies/gunshot-detection").text
    assert 'lang="en">(' not in client.get("/es/technologies/gunshot-detection").text


def test_a_retired_technology_leaves_the_list_and_keeps_its_page(client, session, registry, now):
    service.retire(session, service.by_slug(session, "in-car-video"), now.date(), Actor.system(), now)
    session.commit()
    page = client.get("/technologies").text
    assert page.index("No longer used") < page.index("In-car video")
    assert "No longer used since June 16, 2025" in client.get("/technologies/in-car-video").text


def test_later_rooms_can_show_their_counts_under_the_seventh_item(client, registry, monkeypatch, app):
    offered = panels.Panel("counts-of-a-test.html", {"words": "three complaints"})
    offer = [lambda _session, technology: offered if technology.slug == "fixed-cameras" else None]
    monkeypatch.setattr(panels, "counts_panels", offer)
    app.jinja_env.loader = WithTemplate(app.jinja_env.loader)
    page = client.get("/technologies/fixed-cameras").text
    seventh = page[page.index('<li id="complaints">') : page.index('<li id="partnerships">')]
    assert "<p>three complaints</p>" in seventh
    assert "No numbers are published yet." in client.get("/technologies/gunshot-detection").text


class WithTemplate:
    """The app's templates and one more."""

    def __init__(self, loader):
        self.loader = loader
        self.has_source_access = True

    def load(self, environment, name, variables=None):
        if name == "counts-of-a-test.html":
            return environment.from_string("<p>{{ panel.values.words }}</p>")
        return self.loader.load(environment, name, variables)


def test_the_page_of_what_is_not_known_has_no_items_and_still_leads_to_a_complaint(client, registry):
    page = client.get("/technologies/not-known").text
    assert "nobody could say which technology it was" in page
    assert '<li id="use">' not in page
    assert "/complain?technology=not-known" in page
