"""Pictures of a running house: `python -m tests.screenshots [--address …] [--only county]`.

Logs in with the accounts of var/demo.json. Every desk and every place of its rail goes to var/look at 390 and 1440 px
(the nurse also at 1366 × 768); the pictures of the readme go to docs/pictures. Says what is too wide or broken.
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
LOOK, SHOWN = ROOT / "var" / "look", ROOT / "docs" / "pictures"
SIZES = {"390": (390, 844), "1440": (1440, 900)}
NURSE_SIZES = {**SIZES, "1366": (1366, 768)}


@dataclass(frozen=True)
class Shown:
    """A picture of the readme: whose desk, or what `opens` there, how wide, and no taller than a screen."""

    role: str
    size: str
    file: str
    opens: str = ""


README = [
    Shown("county", "1440", "county.png"),
    Shown("school_a", "1440", "school.png"),
    Shown("teacher_a", "390", "teacher.png"),
    Shown("nurse", "1366", "nurse.png", opens=".station-card"),
]


def main(arguments: list[str]) -> int:
    asked = _asked(arguments)
    book = json.loads(Path(asked.accounts).read_text(encoding="utf-8"))
    address = (asked.address or book["address"]).rstrip("/")
    accounts = {role: one for role, one in book["accounts"].items() if asked.only in ("", role)}
    for folder in (LOOK, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with sync_playwright() as play, browser.launched(play) as chromium:
        for role, account in accounts.items():
            for size in NURSE_SIZES if role == "nurse" else SIZES:
                faults += walk(chromium, address, role, account, size)
    print("\n".join(faults) or f"no faults; pictures in {LOOK.relative_to(ROOT)} and {SHOWN.relative_to(ROOT)}")
    return int(bool(faults))


def _asked(arguments: list[str]) -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="tests.screenshots", description=__doc__)
    asked.add_argument("--address", default="", help="of the running house; else what var/demo.json says")
    asked.add_argument("--accounts", default=str(ROOT / "var" / "demo.json"))
    asked.add_argument("--only", default="", metavar="ROLE", help="one account of demo.json")
    return asked.parse_args(arguments)


def walk(chromium: Browser, address: str, role: str, account: dict[str, Any], size: str) -> Iterator[str]:
    """Log in, take the desk and every place of the rail; what went wrong."""
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
        yield from take(page, role, "desk", size)
        show(page, role, size)
        for name, path in places(page).items():
            page.goto(f"{address}{path}", wait_until="networkidle")
            yield from take(page, role, name, size)
    finally:
        context.close()


def log_in(page: Page, address: str, account: dict[str, Any]) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=login]").fill(account["username"])
    page.locator("input[name=password]").fill(account["password"])
    with page.expect_navigation(wait_until="networkidle"):
        page.locator("input[name=password]").press("Enter")


def places(page: Page) -> dict[str, str]:
    """Name and path of each place of the rail, and the first rows that open."""
    paths: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("nav a[href^='/'], main a[href^='/'], main [data-href^='/']")]
            .map(one => one.getAttribute("href") || one.dataset.href)"""
    )
    found: dict[str, str] = {}
    for path in paths:
        plain = path.split("?")[0].split("#")[0]
        name = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "one", plain).strip("/").replace("/", "-")
        if name and not name.startswith(("accounts", "static", "i18n")):
            found.setdefault(name, path)
    return found


def take(page: Page, role: str, name: str, size: str) -> Iterator[str]:
    page.wait_for_timeout(500)  # charts draw themselves
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    page.screenshot(path=LOOK / f"{role}-{name}-{size}.png", full_page=True)
    yield from (f"{role} {name} at {size}: {fault}" for fault in browser.faults_of(page))
    if not browser.fits(page):
        yield f"{role} {name} at {size}: wider than the window"


def show(page: Page, role: str, size: str) -> None:
    for one in README:
        if (one.role, one.size) == (role, size):
            if one.opens and page.locator(one.opens).count():
                page.locator(one.opens).first.click()
                page.wait_for_load_state("networkidle")
            page.screenshot(path=SHOWN / one.file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
