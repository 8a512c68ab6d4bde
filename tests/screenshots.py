"""Take screenshots of a running service: `python -m tests.screenshots [--address …] [--only county]`.

Logs in with the accounts of var/demo.json. The home page and every page of the navigation go to var/look at 390 and
1440 px (the nurse also at 1366 × 768); the pictures of the README go to docs/pictures. Prints pages that are wider than
the window or have errors.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys import browser

ROOT = Path(__file__).resolve().parent.parent
PAGES, PICTURES = ROOT / "var" / "look", ROOT / "docs" / "pictures"
SIZES = {"390": (390, 844), "1440": (1440, 900)}
NURSE_SIZES = {**SIZES, "1366": (1366, 768)}


@dataclass(frozen=True)
class Picture:
    """A picture of the README: the home page of a role at a size, after a click on `opens`."""

    role: str
    size: str
    file: str
    opens: str = ""


README = [
    Picture("county", "1440", "county.png"),
    Picture("school_a", "1440", "school.png"),
    Picture("teacher_a", "390", "teacher.png"),
    Picture("nurse", "1366", "nurse.png", opens=".station-card"),
]


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    demo = json.loads(Path(options.accounts).read_text(encoding="utf-8"))
    address = (options.address or demo["address"]).rstrip("/")
    accounts = {role: account for role, account in demo["accounts"].items() if options.only in ("", role)}
    for folder in (PAGES, PICTURES):
        folder.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with sync_playwright() as playwright, browser.launched(playwright) as chromium:
        for role, account in accounts.items():
            for size in NURSE_SIZES if role == "nurse" else SIZES:
                faults += visit_pages(chromium, address, role, account, size)
    print("\n".join(faults) or f"no faults; pictures in {PAGES.relative_to(ROOT)} and {PICTURES.relative_to(ROOT)}")
    return int(bool(faults))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.screenshots", description=__doc__)
    parser.add_argument("--address", default="", help="of the running service; by default that in var/demo.json")
    parser.add_argument("--accounts", default=str(ROOT / "var" / "demo.json"))
    parser.add_argument("--only", default="", metavar="ROLE", help="one account of demo.json")
    return parser.parse_args(arguments)


def visit_pages(chromium: Browser, address: str, role: str, account: dict[str, Any], size: str) -> Iterator[str]:
    """Log in, take the home page and every page of the navigation. Yields faults as sentences."""
    width, height = NURSE_SIZES[size]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai", device_scale_factor=1
    )
    try:
        page = context.new_page()
        browser.watch(page)
        log_in(page, address, account)
        if page.url.startswith(f"{address}/accounts/"):
            yield f"{role}: could not log in"
            return
        yield from take_screenshot(page, role, "home", size)
        take_readme_pictures(page, role, size)
        for name, path in navigation(page).items():
            page.goto(f"{address}{path}", wait_until="networkidle")
            yield from take_screenshot(page, role, name, size)
    finally:
        context.close()


def log_in(page: Page, address: str, account: dict[str, Any]) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=login]").fill(account["username"])
    page.locator("input[name=password]").fill(account["password"])
    with page.expect_navigation(wait_until="networkidle"):
        page.locator("input[name=password]").press("Enter")


def navigation(page: Page) -> dict[str, str]:
    """Name and path of each page of the navigation, and of the first row of each list."""
    paths: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("nav a[href^='/'], main a[href^='/'], main [data-href^='/']")]
            .map(link => link.getAttribute("href") || link.dataset.href)"""
    )
    paths_by_name: dict[str, str] = {}
    for path in paths:
        bare_path = path.split("?")[0].split("#")[0]
        name = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "one", bare_path).strip("/").replace("/", "-")
        if name and not name.startswith(("accounts", "static", "i18n")):
            paths_by_name.setdefault(name, path)
    return paths_by_name


def take_screenshot(page: Page, role: str, name: str, size: str) -> Iterator[str]:
    page.wait_for_timeout(500)  # charts draw themselves
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    page.screenshot(path=PAGES / f"{role}-{name}-{size}.png", full_page=True)
    yield from (f"{role} {name} at {size}: {fault}" for fault in browser.faults_of(page))
    if not browser.fits(page):
        yield f"{role} {name} at {size}: wider than the window"


def take_readme_pictures(page: Page, role: str, size: str) -> None:
    for picture in README:
        if (picture.role, picture.size) == (role, size):
            if picture.opens and page.locator(picture.opens).count():
                page.locator(picture.opens).first.click()
                page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURES / picture.file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
