"""Which page comes next: what was typed is kept, and what must be answered first is asked first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from werkzeug.datastructures import MultiDict

from complaints.intake.answers import Answers
from complaints.intake.draft import Draft, Typed
from complaints.intake.forms import FORMS, Circumstances, LikelyForm, PageForm, WhenForm, joined
from complaints.intake.incident import Happened
from complaints.intake.pages import BESIDE, FIRST, STEPS, Page, goes_forward, required_before
from complaints.registry.models import Technology


class Posted(Protocol):
    """The fields of a request."""

    def getlist(self, key: str) -> list[str]:
        """Every value of a field."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to be shown. `form` is None on the review; refused: the answers there need another look."""

    page: Page
    draft: Draft
    form: PageForm | None
    is_refused: bool = False


class Journey:
    """One draft on its way through the form, within one request."""

    def __init__(self, draft: Draft, circumstances: Circumstances) -> None:
        self.draft = draft
        self._circumstances = circumstances

    def circumstances(self) -> Circumstances:
        """What the forms must know, as far as the draft tells."""
        happened = self._happened()
        slugs = self.draft.on(Page.TECHNOLOGY).get("technologies", ())
        return replace(
            self._circumstances,
            named=[technology for technology in self._circumstances.technologies or () if technology.slug in slugs],
            way=self._said(Page.FIND, "way"),
            signs=self.draft.on(Page.SIGNS).get("signs", ()),
            happened_on=happened.on if happened else None,
            earliest=happened.earliest if happened else None,
            safety=self._said(Page.SAFETY, "safety"),
            standing=self._said(Page.YOU, "standing"),
            mode=self._said(Page.YOU, "mode"),
        )

    def _said(self, page: Page, field: str) -> str:
        return next(iter(self.draft.on(page).get(field, ())), "")

    def _happened(self) -> Happened | None:
        """When it was, once it is answered."""
        form = WhenForm(MultiDict(self.draft.on(Page.WHEN)), self._circumstances)
        return form.happened() if form.validate() else None

    def named(self) -> Sequence[Technology]:
        """The technologies chosen so far."""
        return self.circumstances().named

    def form(self, page: Page, typed: Typed | None = None) -> PageForm:
        """A page's form with what was typed now, or else before."""
        values = self.draft.on(page) if typed is None else typed
        return FORMS[page](MultiDict(values), self.circumstances())

    def move(self, source: Page, target: Page, posted: Posted) -> Stop:
        """Leave `source`, as posted, for `target`: back and to another language always, forward if it is right."""
        if source in FORMS:
            form = FORMS[source](posted, self.circumstances())
            if form.stays_here() and form.can_travel() and goes_forward(source, target):
                self._keep(source, form)
                return Stop(source, self.draft, self.form(source))
            if not form.validate() and (goes_forward(source, target) or not form.can_travel()):
                return Stop(source, self.draft, form, is_refused=True)
            self._keep(source, form)
        return self.arrive(target)

    def arrive(self, target: Page) -> Stop:
        """Show `target`, or the first question before it that has no right answer yet."""
        for page in required_before(target):
            form = self.form(page)
            if not form.validate():
                is_refused = bool(self.draft.on(page))
                return Stop(page, self.draft, form if is_refused else self.form(page), is_refused)
        if target is Page.REVIEW:
            self.draft = replace(self.draft, is_reviewed=True)
            return Stop(target, self.draft, None)
        return Stop(target, self.draft, self.form(target))

    def salvage(self, source: Page, posted: Posted) -> Stop:
        """The page somebody was on, with what they typed there, in a draft that lost all the rest."""
        page = source if source in STEPS else FIRST
        form = FORMS[page](posted, self.circumstances())
        if source in STEPS and form.can_travel():
            self._keep(page, form)
        return Stop(page, self.draft, form, is_refused=True)

    def answers(self) -> Answers:
        """The whole complaint. Ask `arrive(Page.REVIEW)` first whether it is whole; raises WrongAnswers otherwise."""
        forms = [self.form(page) for page in (*STEPS, *BESIDE)]
        for form in forms:
            form.validate()
        return Answers(**joined(form.answers() for form in forms))

    def _keep(self, page: Page, form: PageForm) -> None:
        typed: Mapping[str, list[str]] = form.typed()
        if page is Page.FIND and typed["way"] != self.draft.on(page).get("way"):
            # The second question is another one now.
            self.draft = self.draft.holding(Page.SIGNS, {})
        self.draft = self.draft.holding(page, typed)
        if isinstance(form, LikelyForm):
            held = {**self.draft.on(Page.TECHNOLOGY), **form.typed_technologies()}
            self.draft = self.draft.holding(Page.TECHNOLOGY, held)
