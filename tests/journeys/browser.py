"""The system's Chromium for journeys: a page that notices every fault, and axe-core.

    def test_the_desk(page, base_url):          # base_url: of a live server or a house
        page.goto(f"{base_url}/desk/")
        browser.axe(page)

A page fails its test when the console shows an error, a policy is violated, or a request fails.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response, sync_playwright

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERIOUS = {"serious", "critical"}
_FAULTS = "_nuanyang_faults"


@contextmanager
def launched(play: Playwright) -> Iterator[Browser]:
    browser = play.chromium.launch(executable_path=chromium(), args=QUIET_CHROMIUM)
    try:
        yield browser
    finally:
        browser.close()


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("No Chromium here. Install the system's package, e.g. `apt-get install chromium`.")


def watch(page: Page) -> None:
    """Collect whatever goes wrong on a page from now on."""
    faults: list[str] = []
    setattr(page, _FAULTS, faults)

    def answered(response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and response.request.resource_type != "document"):
            faults.append(f"{response.status} {response.url}")

    page.on(
        "console",
        lambda line: faults.append(f"console: {line.text}") if line.type == "error" and _is_ours(line.text) else None,
    )
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on(
        "requestfailed",
        lambda request: faults.append(f"failed: {request.url}") if _is_failure(request.failure) else None,
    )
    page.on("response", answered)


def _is_ours(text: str) -> bool:
    # Chromium reports each 4xx document in the console; pages answer 422 and 404 on purpose.
    return not text.startswith("Failed to load resource")


def _is_failure(reason: str | None) -> bool:
    return reason != "net::ERR_ABORTED"  # the person went on to another page


def faults_of(page: Page) -> list[str]:
    """What went wrong so far; asking forgets it."""
    faults: list[str] = getattr(page, _FAULTS)
    found, faults[:] = list(faults), []
    return found


@cache
def _axe_source() -> str:
    if not AXE.is_file():
        raise RuntimeError("axe-core is missing; run `python -m deploy.assets`.")
    return AXE.read_text(encoding="utf-8")


def axe(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """Fail on serious and critical findings of axe-core (WCAG 2.2 AA); `without` names rules to leave out."""
    page.evaluate(_axe_source())  # evaluate is the debugger's door: no policy applies, none is loosened
    with _unrolled(page):
        found = _found(page, without)
    assert not found, f"{page.url}\n" + "\n".join(found)


def _found(page: Page, without: tuple[str, ...]) -> list[str]:
    answer: dict[str, Any] = page.evaluate(
        """rules => axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            rules: Object.fromEntries(rules.map(rule => [rule, {enabled: false}])),
        })""",
        list(without),
    )
    return [_told(one) for one in answer["violations"] if one["impact"] in SERIOUS]


@contextmanager
def _unrolled(page: Page) -> Iterator[None]:
    """As tall as its content: what the bar at a phone's bottom happens to cover is one scroll away, not too small."""
    before = page.viewport_size
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    if before:
        page.set_viewport_size({"width": before["width"], "height": max(before["height"], height)})
    yield
    if before:
        page.set_viewport_size(before)


def _told(violation: dict[str, Any]) -> str:
    places = "; ".join(str(node["target"][0]) for node in violation["nodes"][:5])
    return f"{violation['impact']} {violation['id']}: {violation['help']} — {places}"


def fits(page: Page) -> bool:
    """Nothing is wider than the window."""
    page.wait_for_load_state()  # a page on its way to the next one has no body to measure
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    # Playwright keeps a loop running in the thread of the tests; Django would take their plain queries for async ones.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as play, launched(play) as browser:
        yield browser


@pytest.fixture
def new_page(chromium_browser: Browser) -> Iterator[Any]:
    """A function that opens a page as another person: `new_page(width=390)`. Every page is checked at the end."""
    contexts: list[BrowserContext] = []
    pages: list[Page] = []

    def opened(width: int = DESK["width"], height: int = DESK["height"]) -> Page:
        context = chromium_browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        contexts.append(context)
        page = context.new_page()
        watch(page)
        pages.append(page)
        return page

    yield opened
    found = [fault for page in pages for fault in faults_of(page)]
    for context in contexts:
        context.close()
    assert not found, "\n".join(found)


@pytest.fixture
def page(new_page: Any) -> Page:
    """One desktop page."""
    return new_page()  # type: ignore[no-any-return]


@pytest.fixture
def phone(new_page: Any) -> Page:
    """One page as on a phone."""
    return new_page(**PHONE)  # type: ignore[no-any-return]
