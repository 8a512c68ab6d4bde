"""One person's way through all pages of the service, pressing everything."""

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.crawling import pages, pressing
from tests.journeys.crawling.pages import Control
from tests.journeys.crawling.writes import Writes

# Pages of the account show a second factor and passwords: tests/web/test_second_factor_browser.py presses those.
LEFT_OUT = ("accounts/", "i18n/", "api/")
FILES = (".pdf", ".xlsx", ".csv")
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
ACTION = re.compile(r'\b(?:action|hx-post|formaction)="([^"#]+)"')
LINK = re.compile(r'<a\b[^>]*\bhref="([/?][^"#]*)')


@dataclass
class Tally:
    """What was pressed and what came of it."""

    is_full: bool  # every role opens and presses everything itself, not only what nobody has pressed yet
    shapes: set[str] = field(default_factory=set)  # kinds of pages, and of forms on them, that somebody has opened
    seen: set[str] = field(default_factory=set)  # kinds of pages
    pressed: Counter[str] = field(default_factory=Counter)
    carried_out: set[str] = field(default_factory=set)  # controls whose form was taken
    refused: dict[str, str] = field(default_factory=dict)  # controls that were only told what is wrong
    checked: set[str] = field(default_factory=set)  # kinds of pages that axe has seen
    faults: list[str] = field(default_factory=list)


@dataclass
class Crawl:
    """One person in one browser window."""

    page: Page
    address: str
    role: str
    tally: Tally
    writes: Writes
    pictures: Path | None = None  # a folder for a picture of each kind of page
    opened: set[str] = field(default_factory=set)
    dangerous: list[Control] = field(default_factory=list)

    def walk(self, first: str = "/") -> None:
        """Open every kind of page and press what is harmless; remember the rest."""
        paths, known = [first], {first}
        while paths:
            path = paths.pop(0)
            new = [link for link in self.open(path) if link not in known]
            known.update(new)
            paths += new
        # A page that is left open ends the login after a while.
        pages.visit(self.page, "about:blank")

    def open(self, path: str) -> list[str]:
        """Open a page unless enough of its kind were open, press what it has, and return where it leads."""
        kinds = pages.kinds(path)
        kind = kinds[-1]
        is_left_out = "cursor" in path or kind.startswith(LEFT_OUT) or path.partition("?")[0].endswith(FILES)
        if is_left_out or self.opened.issuperset(kinds):
            return []
        self.opened.update(kinds)
        self.tally.seen.update(kinds)
        if not self.tally.is_full and (links := self._known_links(path, kind)) is not None:
            return links
        answer = pages.visit(self.page, self.address + path)
        if answer is None or answer.status >= 400:
            self._report(path, f"a link leads here: {answer and answer.status}")
            return []
        self._look(path, kind)
        links, listed = pages.links(self.page), list(pages.controls(self.page))
        for control in listed:
            self._press_or_remember(control)
        return links

    def _known_links(self, path: str, kind: str) -> list[str] | None:
        """Where a page leads that has nothing new to press; None where it has, or does not open."""
        answer = self.page.request.get(self.address + path)
        text = answer.text()
        main = MAIN.search(text)
        if not answer.ok or not main:
            return None
        shape = {kind, *(f"{kind} {pages.route(action)}" for action in ACTION.findall(main[0]))}
        is_known = shape <= self.tally.shapes
        self.tally.shapes |= shape
        page = path.partition("?")[0]
        links = [html.unescape(href) for href in LINK.findall(text) if not href.startswith("/static/")]
        return [page + href if href.startswith("?") else href for href in links] if is_known else None

    def press(self, control: Control) -> None:
        """Press one control and note what came of it."""
        outcome = pressing.press(self.page, self.address, control, self.writes)
        for fault in outcome.faults:
            self._report(control.path, f"[{control.text or control.name}]: {fault}")
        if outcome.is_pressed and outcome.warnings:
            self.tally.refused[control.name] = f"{self.role}: {control.path} [{control.text}]: {outcome.warnings}"
        elif outcome.is_pressed:
            self.tally.carried_out.add(control.name)

    def _press_or_remember(self, control: Control) -> None:
        key = f"{self.role} {control.name}" if self.tally.is_full else control.name
        self.tally.pressed[key] += 1
        if self.tally.pressed[key] > 1:
            return
        if control.danger >= 0:
            self.dangerous.append(control)
        else:
            self.press(control)

    def _look(self, path: str, kind: str) -> None:
        faults = [*pages.page_faults(self.page), *pages.look_faults(self.page)]
        if kind not in self.tally.checked:
            self.tally.checked.add(kind)
            faults += pages.axe_faults(self.page)
            if self.pictures:
                pages.take_pictures(self.page, self.pictures, f"{kind} {self.role}")
        for fault in faults:
            self._report(path, fault)

    def _report(self, path: str, fault: str) -> None:
        self.tally.faults.append(f"{self.role}: {path}: {fault}")
        print(self.tally.faults[-1], flush=True)
