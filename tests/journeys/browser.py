"""The system's Chromium for tests: pages that collect every fault, and axe-core.

    def test_the_workbench(page, base_url):
        page.goto(f"{base_url}/workbench/")
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
LOOKS, BETWEEN_LOOKS = 600, 50  # half a minute at least; milliseconds
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
        if executable := shutil.which(name):
            return executable
    raise RuntimeError("Chromium is missing. Install the system's package, e.g. `apt-get install chromium`.")


def watch(page: Page) -> None:
    """Collect the faults of a page from now on."""
    faults: list[str] = []
    setattr(page, _FAULTS, faults)

    def check_response(response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and response.request.resource_type != "document"):
            faults.append(f"{response.status} {response.url}")

    page.on(
        "console",
        lambda line: faults.append(f"console: {line.text}") if line.type == "error" and _is_fault(line.text) else None,
    )
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on(
        "requestfailed",
        lambda request: faults.append(f"failed: {request.url}") if _is_failure(request.failure) else None,
    )
    page.on("response", check_response)


def _is_fault(text: str) -> bool:
    # Chromium reports every 4xx document in the console; pages answer 422 and 404 on purpose.
    return not text.startswith("Failed to load resource")


def _is_failure(reason: str | None) -> bool:
    return reason != "net::ERR_ABORTED"  # the user went on to another page


def faults_of(page: Page) -> list[str]:
    """Return the faults collected so far and forget them."""
    faults: list[str] = getattr(page, _FAULTS)
    collected = list(faults)
    faults.clear()
    return collected


@cache
def _axe_source() -> str:
    if not AXE.is_file():
        raise RuntimeError("axe-core is missing; run `python -m deploy.assets`.")
    return AXE.read_text(encoding="utf-8")


def axe(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """Fail on serious and critical findings of axe-core (WCAG 2.2 AA); `without` names rules to leave out."""
    page.evaluate(_axe_source())  # through the debugger, so that the page's Content-Security-Policy stays as it is
    with _at_full_height(page):
        violations = _violations(page, without)
    assert not violations, f"{page.url}\n" + "\n".join(violations)


def _violations(page: Page, without: tuple[str, ...]) -> list[str]:
    result: dict[str, Any] = page.evaluate(
        """rules => axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            rules: Object.fromEntries(rules.map(rule => [rule, {enabled: false}])),
        })""",
        list(without),
    )
    return [_describe(violation) for violation in result["violations"] if violation["impact"] in SERIOUS]


@contextmanager
def _at_full_height(page: Page) -> Iterator[None]:
    """Make the window as tall as its content: axe takes what the bottom bar of a phone covers for too small."""
    before = page.viewport_size
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    if before:
        page.set_viewport_size({"width": before["width"], "height": max(before["height"], height)})
    yield
    if before:
        page.set_viewport_size(before)


def _describe(violation: dict[str, Any]) -> str:
    selectors = "; ".join(str(node["target"][0]) for node in violation["nodes"][:5])
    return f"{violation['impact']} {violation['id']}: {violation['help']} — {selectors}"


def fits(page: Page) -> bool:
    """Whether nothing is wider than the window."""
    page.wait_for_load_state()  # during a navigation there is no body to measure
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def wait_until(page: Page, expression: str) -> None:
    """Wait until an expression holds. `page.wait_for_function` looks again by `eval`, which the pages forbid."""
    for _look in range(LOOKS):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(BETWEEN_LOOKS)
    raise AssertionError(f"never so: {expression}")


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in the thread of the tests, in which Django refuses plain queries.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as play, launched(play) as browser:
        yield browser


@pytest.fixture
def new_page(chromium_browser: Browser) -> Iterator[Any]:
    """A function that opens a page in a session of its own: `new_page(width=390)`. All are checked at the end."""
    contexts: list[BrowserContext] = []
    pages: list[Page] = []

    def open_page(width: int = DESK["width"], height: int = DESK["height"]) -> Page:
        context = chromium_browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        contexts.append(context)
        page = context.new_page()
        watch(page)
        pages.append(page)
        return page

    yield open_page
    faults = [fault for page in pages for fault in faults_of(page)]
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(new_page: Any) -> Page:
    """One desktop page."""
    return new_page()  # type: ignore[no-any-return]


@pytest.fixture
def phone(new_page: Any) -> Page:
    """One page as on a phone."""
    return new_page(**PHONE)  # type: ignore[no-any-return]
