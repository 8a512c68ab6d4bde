"""Everything on a page that can be pressed, what to type before, and whether pressing had an effect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Locator, Page, Response

from tests.journeys import browser

ROSTER = Path(__file__).resolve().parents[1] / "rosters" / "l1_pupil_status_export.xlsx"
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
PATIENCE, STEP = 6000, 50  # milliseconds that an effect may take on a busy machine, and between two looks
REFUSALS = {403, 404, 405, 413, 428}
FAILURES = ("页面已过期", "服务器出错", "没有办成", "没有权限办这件事")
# Pressed last, in this order: they take away what others press, and the logins with which they do.
DANGEROUS = (
    *("reset", "toggle", "remove", "close", "undo", "withdraw", "publish", "/end", "language", "workspace"),
    *("end-logins", "devices", "logout"),
)
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}|\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Control:
    """Something to press. `name` says what it does, not for which row: two buttons of two rows have one name."""

    path: str
    index: int
    tag: str
    text: str
    action: str
    name: str

    @property
    def danger(self) -> int:
        """Place among the last things to press; -1 for what is harmless."""
        return max((number for number, part in enumerate(DANGEROUS) if part in self.action), default=-1)


@dataclass
class Outcome:
    """What pressing did; no faults where it had an effect and nothing went wrong. `is_pressed`: it was still there."""

    is_pressed: bool = True
    faults: list[str] = field(default_factory=list)


def route(path: str) -> str:
    """The pattern of an address, the same for all rows."""
    try:
        return resolve(urlsplit(path).path).route or "/"
    except Resolver404:
        return ID.sub("<id>", path)


def controls(page: Page) -> Iterator[Control]:
    address = urlsplit(page.url)
    path = f"{address.path}?{address.query}" if address.query else address.path
    for one in _run(page, "controls()"):
        aim = f"{one['method']} {route(one['action'])}" if one["action"] else ""
        name = ID.sub("<id>", f"{aim} {one['kind']} {one['value']}")
        # What is on every page is one control; a form is another one on another page only by what it sends.
        where = route(path) if not one["action"] else ""
        yield Control(path, one["index"], one["tag"], one["text"], one["action"], f"{where} {name}")


def links(page: Page) -> list[str]:
    """Paths of this service that the page leads to."""
    return [path for path in dict.fromkeys(_run(page, "links()")) if not path.startswith("/static/")]


def visit(page: Page, url: str) -> Response | None:
    """Open a page, also while the one before is still on its way somewhere. None: it does not open."""
    for _attempt in range(3):
        try:
            return page.goto(url)
        except Error:
            page.wait_for_load_state("load")
    return None


def press(page: Page, address: str, control: Control) -> Outcome:
    """Open the page anew, fill in the form of the control, press it, and wait for an effect."""
    if visit(page, address + control.path) is None:
        return Outcome(faults=["the page does not open any more"])
    browser.faults_of(page)
    target = _locate(page, control)
    if target is None:
        return Outcome(is_pressed=False)
    answers: list[Response] = []

    def note(response: Response) -> None:
        if response.request.resource_type in {"document", "fetch", "xhr"}:
            answers.append(response)

    page.on("response", note)
    try:
        faults = [] if _press(page, target, answers) else ["nothing happened"]
    except Error as error:
        faults = [str(error).splitlines()[0]]
    finally:
        page.remove_listener("response", note)
    faults += [
        f"{answer.status} {answer.request.method} {urlsplit(answer.url).path}"
        for answer in answers
        if answer.status in REFUSALS or answer.status >= 500
    ]
    return Outcome(faults=faults + page_faults(page))


def page_faults(page: Page) -> list[str]:
    """What is wrong with the page as it is: its console, and texts that say that something did not work."""
    try:
        page.wait_for_load_state("domcontentloaded")
        text = page.locator("body").inner_text(timeout=PATIENCE)
    except Error as error:
        return [*browser.faults_of(page), str(error).splitlines()[0]]
    return [*browser.faults_of(page), *(failure for failure in FAILURES if failure in text)]


def _press(page: Page, target: Locator, answers: list[Response]) -> bool:
    _run(page, "fill()")
    for file in target.locator("xpath=ancestor::form").locator("input[type=file]").all():
        file.set_input_files(ROSTER)
    before, url = _run(page, "state()"), page.url
    if target.evaluate("one => one.tagName") == "SELECT":
        _choose_another(target)
    else:
        target.click(timeout=PATIENCE)
    return _has_effect(page, before, url, answers)


def _locate(page: Page, control: Control) -> Locator | None:
    """The control on the page that was opened anew; None where it is gone or cannot be seen."""
    same = [one.index for one in controls(page) if one.name == control.name]
    if not same:
        return None
    _run(page, f"mark({control.index if control.index in same else same[0]})")
    target = page.locator("[data-pressed]")
    return target if target.is_visible() else None


def _choose_another(select: Locator) -> None:
    now = select.input_value()
    values: list[str] = select.evaluate("one => [...one.options].map(option => option.value)")
    select.select_option(next((value for value in values if value != now), now))


def _has_effect(page: Page, before: str, url: str, answers: list[Response]) -> bool:
    """Whether the address, the page or the server has answered to the press."""
    for _look in range(PATIENCE // STEP):
        try:
            if answers or page.url != url or _run(page, "state()") != before:
                _settle(page, answers)
                return True
        except Error:  # on its way to another page
            _settle(page, answers)
            return True
        page.wait_for_timeout(STEP)
    return False


def _settle(page: Page, answers: list[Response]) -> None:
    """Let what was begun come to its end: the answer to a form, and the page it leads to."""
    for _look in range(PATIENCE // STEP):
        if not answers or "x-location" not in answers[-1].headers:
            break
        page.wait_for_timeout(STEP)
    page.wait_for_load_state("load", timeout=20_000)


def _run(page: Page, call: str) -> Any:
    return page.evaluate(f"() => {SCRIPT.partition('(() =>')[1]}{SCRIPT.partition('(() =>')[2].strip()}.{call}")
