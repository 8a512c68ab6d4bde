"""Press one control of a page as a person would, and say whether it had an effect."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Locator, Page, Request, Response

from tests.journeys import browser
from tests.journeys.crawling import pages
from tests.journeys.crawling.pages import PATIENCE, Control, run
from tests.journeys.crawling.writes import Writes

ROSTER = Path(__file__).resolve().parents[2] / "rosters" / "l1_pupil_status_export.xlsx"
STEP, CALM = 25, 12  # milliseconds between two looks; looks without a request after which nothing more comes
ANSWER_PATIENCE = 30_000  # milliseconds for the answer of a busy machine
REFUSED = 422  # a form with its mistakes marked: meant
WATCHED = {"document", "fetch", "xhr"}


@dataclass
class Outcome:
    """What pressing did; no faults where it had an effect and nothing went wrong.

    `is_pressed`: it was still there. `warnings`: what the page then said was wrong with what had been typed.
    """

    is_pressed: bool = True
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass
class Press:
    """One press: the requests it caused, and how the page was before."""

    page: Page
    under_way: set[Request] = field(default_factory=set)
    answers: list[Response] = field(default_factory=list)
    is_elsewhere: bool = False  # a file was downloaded, or another window opened
    address: str = ""
    fresh: str = ""  # the page as it opens
    typed: str = ""  # the page just before the press

    def listen(self) -> None:
        for event, handler in self._handlers().items():
            self.page.on(event, handler)  # type: ignore[call-overload]

    def stop(self) -> None:
        for event, handler in self._handlers().items():
            self.page.remove_listener(event, handler)

    def _handlers(self) -> dict[str, Any]:
        return {
            "request": self._begin,
            "requestfinished": self._finish,
            "requestfailed": self._finish,
            "response": self._note,
            "download": self._leave,
            "popup": self._leave,
        }

    def _begin(self, request: Request) -> None:
        if request.resource_type in WATCHED:
            self.under_way.add(request)

    def _finish(self, request: Request) -> None:
        self.under_way.discard(request)

    def _note(self, response: Response) -> None:
        if response.request.resource_type in WATCHED:
            self.answers.append(response)

    def _leave(self, _event: object) -> None:
        self.is_elsewhere = True

    def settle(self) -> None:
        """Wait until what was begun has come to its end."""
        calm = 0
        for _look in range(ANSWER_PATIENCE // STEP):
            is_going = bool(self.under_way) or bool(self.answers and "x-location" in self.answers[-1].headers)
            calm = 0 if is_going else calm + 1
            if calm >= CALM or (calm > 1 and (self.is_elsewhere or self.has_changed())):
                break
            self.page.wait_for_timeout(STEP)
        if not self.is_elsewhere:
            self.page.wait_for_load_state("load", timeout=ANSWER_PATIENCE)

    def has_changed(self) -> bool:
        """Whether the page is another one, or looks otherwise: than it opened, where it was loaded anew."""
        try:
            if pages.address_of(self.page) != self.address:
                return True
            is_same_document = self.page.evaluate("() => window.crawl?.isPressed === true")
            return bool(run(self.page, "state()") != (self.typed if is_same_document else self.fresh))
        except Error:  # on its way to another page
            return True


def press(page: Page, address: str, control: Control, writes: Writes) -> Outcome:
    """Open the page anew, fill in the form of the control, press it, and wait for an effect."""
    if not _is_fresh(page, control) and pages.visit(page, address + control.path) is None:
        return Outcome(faults=["the page does not open any more"])
    browser.faults_of(page)
    one = Press(page, address=pages.address_of(page), fresh=run(page, "state()"))
    target = _locate(page, control)
    if target is None:
        return Outcome(is_pressed=False)
    if control.tag == "SUMMARY":
        return _unfold(page, target)
    one.listen()
    writes.forget()
    try:
        _click(page, target, one)
        one.settle()
        faults = [] if one.is_elsewhere or one.has_changed() or writes.tables else ["nothing happened"]
        warnings = run(page, "warnings()")
    except Error as error:
        faults, warnings = [str(error).splitlines()[0]], []
    finally:
        one.stop()
    faults += [
        f"{answer.status} {answer.request.method} {pages.route(answer.url)}"
        for answer in one.answers
        if answer.status >= 400 and answer.status != REFUSED
    ]
    return Outcome(faults=faults + pages.page_faults(page), warnings=warnings)


def _unfold(page: Page, summary: Locator) -> Outcome:
    """Open and close what a line can unfold; the page is then as before."""
    before = run(page, "state()")
    summary.click(timeout=PATIENCE)
    faults = ["nothing happened"] if run(page, "state()") == before else []
    summary.click(timeout=PATIENCE)
    return Outcome(faults=faults + browser.faults_of(page))


def _is_fresh(page: Page, control: Control) -> bool:
    """Whether the page was just opened: not come back to after a press, with a notice of what that did."""
    return pages.address_of(page) == control.path and bool(run(page, "isOpened")) and not run(page, "isPressed")


def _click(page: Page, target: Locator, one: Press) -> None:
    run(page, "fill()")
    for file in target.locator("xpath=ancestor::form").locator("input[type=file]").all():
        file.set_input_files(ROSTER)
    page.evaluate("() => { window.crawl.isPressed = true; }")
    one.typed = run(page, "state()")
    if target.evaluate("one => one.tagName") == "SELECT":
        _choose_another(target)
    else:
        target.click(timeout=PATIENCE)


def _locate(page: Page, control: Control) -> Locator | None:
    """The control on the page that was opened anew; None where it is gone or cannot be seen."""
    same = [one.index for one in pages.controls(page) if one.name == control.name]
    if not same:
        return None
    run(page, f"mark({control.index if control.index in same else same[0]})")
    target = page.locator("[data-pressed]")
    return target if target.is_visible() else None


def _choose_another(select: Locator) -> None:
    now = select.input_value()
    values: list[str] = select.evaluate("one => [...one.options].map(option => option.value)")
    select.select_option(next((value for value in values if value != now), now))
