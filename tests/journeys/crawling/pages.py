"""Everything on a page that can be pressed, and what is wrong with a page as it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page, Response

from tests.journeys import browser

SCRIPT = Path(__file__).with_suffix(".js")
PATIENCE = 6000  # milliseconds that a page may take on a busy machine
# The answers of pages that something went wrong, as a person reads them.
FAILURES = ("页面已过期", "填写的内容还在。请", "没有权限办这件事", "已经保存的资料不受影响")
# Pressed last, in this order: they take away what others press, and the logins with which they do.
DANGEROUS = (
    *("reset", "toggle", "remove", "delete", "close", "undo", "withdraw", "publish", "/end", "language", "workspace"),
    *("end-logins", "devices", "logout"),
)
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}|\d{4}-\d\d-\d\d")
# What no page shows to a person: a missing value, a piece of a template, the name of a thing in the code. A template of
# messages has {variables}; the checks of an installation name tables.
RAW = re.compile(r"\b(?:None|null|undefined|NaN|True|False)\b|{{|{%|%\(\w+\)s|\b[a-z]+_[a-z_]+\b")

VARIABLE = re.compile(r"{\w+}")


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


def route(path: str) -> str:
    """The pattern of an address, the same for all rows."""
    try:
        return resolve(urlsplit(path).path).route or "/"
    except Resolver404:
        return ID.sub("<id>", path)


def kinds(path: str) -> list[str]:
    """The kinds of page an address leads to: each tab and each filter is one, a value of a filter is not."""
    query = urlsplit(path).query
    names = sorted(part if part.startswith("tab=") else part.partition("=")[0] for part in query.split("&") if part)
    return [f"{route(path)}?{name}" for name in names] or [route(path)]


def controls(page: Page) -> Iterator[Control]:
    path = address_of(page)
    for one in run(page, "controls()"):
        aim = f"{one['method']} {route(one['action'])}" if one["action"] else ""
        name = ID.sub("<id>", f"{aim} {one['kind']} {one['value']}")
        # What is on every page is one control; a form is another one on another page only by what it sends.
        where = "" if one["action"] else "frame" if one["isOfFrame"] else route(path)
        named = (one["tag"], one["text"], one["action"], f"{where} {name}")
        yield Control(path, one["index"], *named)


def links(page: Page) -> list[str]:
    """Paths of this service that the page leads to."""
    return [path for path in dict.fromkeys(run(page, "links()")) if not path.startswith("/static/")]


def address_of(page: Page) -> str:
    """Path and query of where the browser is."""
    address = urlsplit(page.url)
    return f"{address.path}?{address.query}" if address.query else address.path


def visit(page: Page, url: str) -> Response | None:
    """Open a page, also while the one before is still on its way somewhere. None: it does not open."""
    for _attempt in range(3):
        try:
            answer = page.goto(url)
            page.evaluate("() => { if (window.crawl) window.crawl.isOpened = true; }")
            return answer
        except Error:
            page.wait_for_load_state("load")
    return None


def run(page: Page, call: str) -> Any:
    return page.evaluate(f"() => window.crawl.{call}")


def page_faults(page: Page) -> list[str]:
    """What is wrong with the page as it is: its console, and texts that say that something did not work."""
    try:
        page.wait_for_load_state("domcontentloaded")
        text = page.locator("body").inner_text(timeout=PATIENCE)
    except Error as error:
        return [*browser.faults_of(page), str(error).splitlines()[0]]
    return [*browser.faults_of(page), *(failure for failure in FAILURES if failure in text)]


def look_faults(page: Page) -> list[str]:
    """What a person would see at once: raw values, a page wider than its window, a link to nowhere."""
    text = VARIABLE.sub("", page.locator("body").inner_text(timeout=PATIENCE))
    raw = sorted(set(RAW.findall(text))) if "/system-checks/" not in page.url else []
    faults = [f"shows “{text}”" for text in raw]
    faults += [f"a link leads to {anchor}, which is not there" for anchor in run(page, "deadAnchors()")]
    return faults if browser.fits(page) else [*faults, "is wider than its window"]


def axe_faults(page: Page) -> list[str]:
    """Serious and critical findings of axe-core."""
    try:
        browser.axe(page)
    except AssertionError as findings:
        return str(findings).splitlines()[1:]
    return []


def take_pictures(page: Page, folder: Path, name: str) -> None:
    """The whole page on a desk and on a phone."""
    file = re.sub(r"[^\w.=-]+", "_", name).strip("_")
    for size in (browser.PHONE, browser.DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        # Written by us: the browser's own writing of files leaves threads running.
        (folder / f"{file}-{size['width']}.png").write_bytes(page.screenshot(full_page=True))
