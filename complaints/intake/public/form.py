"""The resident's form: every page answers the one before, carries what was typed, and stores nothing."""

from __future__ import annotations

from typing import Final

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from complaints.intake.draft import Draft
from complaints.intake.journey import Stop
from complaints.intake.pages import FIRST, Page
from complaints.intake.public.blueprint import bp
from complaints.intake.public.showing import journey, ring, show, show_review
from complaints.platform.vault import BrokenToken
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now

ADDRESSES: Final = ", ".join(Page)
LONGEST_SLUG: Final = 60


@bp.get("/complain")
@requires(PUBLIC)
def start() -> ResponseReturnValue:
    """The first question, with a new draft; `?technology=slug` chooses one, as the technology's own page does."""
    draft = Draft.begin(now())
    slug = request.args.get("technology", "")
    if slug and len(slug) <= LONGEST_SLUG:
        draft = draft.holding(Page.TECHNOLOGY, {"technologies": [slug]})
    return show(Stop(FIRST, draft, journey(draft).form(FIRST)))


@bp.get(f"/complain/<any({ADDRESSES}, send, receipt):page>")
@requires(PUBLIC)
def begin_again(page: str) -> ResponseReturnValue:
    """The pages cannot be opened without the answers they carry: an address typed by hand leads to the first one."""
    return redirect(url_for("intake.start"), code=303)


@bp.post(f"/complain/<any({ADDRESSES}):page>")
@requires(PUBLIC, writes=False)
def answer(page: str) -> ResponseReturnValue:
    """Take the answers of one page and show the next, or the same one where something needs another look (422)."""
    source = posted_page()
    try:
        draft = Draft.opened(request.form.get("draft", ""), ring(), now())
    except BrokenToken as problem:
        return lost(source, problem)
    on_its_way = journey(draft)
    stop = on_its_way.move(source, Page(page), request.form)
    return show_review(on_its_way) if stop.page is Page.REVIEW else show(stop)


def posted_page() -> Page:
    """The page that was filled in; the first one where a request does not say."""
    said = request.form.get("step", "")
    return Page(said) if said in list(Page) else FIRST


def lost(source: Page, problem: BrokenToken) -> ResponseReturnValue:
    """The earlier answers cannot be read: say so, and keep what was typed on this page in a new draft (422)."""
    return show(journey(Draft.begin(now())).salvage(source, request.form), lost=problem)
