"""Take screenshots of a running service: `python -m tests.screenshots [--only county] [--sizes 390 print]`.

Logs in with the accounts of var/demo.json and follows the links of each account, one page of each kind. Every page
goes to var/look at 390, 768, 1440 and 1920 px and as it is printed (the nurse's also at 1366 × 768), the county's
screen at 1920 px; `contact-…` are all pages of an account and size on one picture. The pictures of the README go to
docs/pictures. Prints pages that are wider than the window, tables that are cut off, and errors.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.journeys import browser

ROOT = Path(__file__).resolve().parent.parent
PAGES, PICTURES = ROOT / "var" / "look", ROOT / "docs" / "pictures"
PRINT = "print"
SIZES = {"390": (390, 844), "768": (768, 1024), "1440": (1440, 900), "1920": (1920, 1080), PRINT: (794, 1123)}  # A4
NURSE_SIZES = {**SIZES, "1366": (1366, 768)}
# Files, the pages of the account, and what the next page of a list shows once more.
LEFT_OUT = re.compile(r"^/(accounts|static|i18n|api)/|\.(pdf|xlsx|csv)$|cursor=")
# Ids; names of reminder kinds and languages, of which there is one page each.
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[a-z_]+\.[a-z_.]+|\b(en|zh-hans)\b|(?<=attention/)\w+")
THUMBNAIL, PER_ROW = (400, 640), 6  # of a contact sheet, in pixels
CUT_OFF = """() => [...document.querySelectorAll(".sheet-box")].filter(box => box.checkVisibility()
    && getComputedStyle(box).overflowX === "clip" && box.scrollWidth > box.clientWidth + 1).length"""


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
            faults += visit_pages(chromium, address, role, account, options.sizes)
        if "county" in accounts and "1920" in options.sizes:
            faults += visit_display(chromium, address, accounts["county"])
    print("\n".join(faults) or f"no faults; pictures in {PAGES.relative_to(ROOT)} and {PICTURES.relative_to(ROOT)}")
    return int(bool(faults))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.screenshots", description=__doc__)
    parser.add_argument("--address", default="", help="of the running service; by default that in var/demo.json")
    parser.add_argument("--accounts", default=str(ROOT / "var" / "demo.json"))
    parser.add_argument("--only", default="", metavar="ROLE", help="one account of demo.json")
    parser.add_argument("--sizes", nargs="+", default=list(NURSE_SIZES), choices=list(NURSE_SIZES))
    return parser.parse_args(arguments)


def _context(chromium: Browser, width: int, height: int) -> BrowserContext:
    """A browser of one person, as in a school."""
    viewport: ViewportSize = {"width": width, "height": height}
    return chromium.new_context(viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", device_scale_factor=1)


def visit_pages(chromium: Browser, address: str, role: str, account: dict[str, Any], sizes: list[str]) -> Iterator[str]:
    """Log in and take each kind of page at each size. Yields faults as sentences."""
    context = _context(chromium, *SIZES["1440"])
    try:
        page = context.new_page()
        browser.watch(page)
        log_in(page, address, account)
        if page.url.startswith(f"{address}/accounts/"):
            yield f"{role}: could not log in"
            return
        paths = {"home": page.url.removeprefix(address), **linked_pages(page, address)}
        for size in sizes:
            if size in (NURSE_SIZES if role == "nurse" else SIZES):
                yield from visit_at_size(page, address, role, paths, size)
    finally:
        context.close()


def visit_at_size(page: Page, address: str, role: str, paths: dict[str, str], size: str) -> Iterator[str]:
    width, height = NURSE_SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print" if size == PRINT else "screen")
    files = []
    for name, path in paths.items():
        page.goto(f"{address}{path}", wait_until="networkidle")
        yield from take_screenshot(page, role, name, size)
        files.append(PAGES / f"{role}-{name}-{size}.png")
        if name == "home":
            take_readme_pictures(page, role, size)
    contact_sheet(files, PAGES / f"contact-{role}-{size}.png")


def log_in(page: Page, address: str, account: dict[str, Any]) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=login]").fill(account["username"])
    page.locator("input[name=password]").fill(account["password"])
    with page.expect_navigation(wait_until="networkidle"):
        page.locator("input[name=password]").press("Enter")


def linked_pages(page: Page, address: str) -> dict[str, str]:
    """Name and path of one page of each kind that can be reached by links; tabs are kinds of their own."""
    paths_by_name: dict[str, str] = {}
    waiting = _links(page)
    while waiting:
        path = waiting.pop(0)
        name = kind_of(path)
        if not name or name in paths_by_name or LEFT_OUT.search(path):
            continue
        answer = page.goto(f"{address}{path}")
        if answer is None or not answer.ok or page.url != f"{address}{path}":
            continue  # what does not open is the crawl's business
        paths_by_name[name] = path
        waiting += _links(page)
    browser.faults_of(page)
    return paths_by_name


def _links(page: Page) -> list[str]:
    paths: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("nav a[href], main a[href], main [data-href]")]
            .map(link => new URL(link.getAttribute("href") ?? link.dataset.href, location.href))
            .filter(url => url.origin === location.origin).map(url => url.pathname + url.search)"""
    )
    return paths


def kind_of(path: str) -> str:
    """`children-one-family` of a child's tab: keys are left out, and every filter but a tab."""
    bare, _, query = path.partition("?")
    name = KEY.sub("one", bare).strip("/").replace("/", "-")
    tab = re.search(r"\btab=(\w+)|\b(all|escalated)=1", query)
    return f"{name}-{tab[1] or tab[2]}" if tab else name


def visit_display(chromium: Browser, address: str, account: dict[str, Any]) -> Iterator[str]:
    """The county's screen, in a session of its own: it opens nothing else."""
    context = _context(chromium, *SIZES["1920"])
    try:
        page = context.new_page()
        browser.watch(page)
        log_in(page, address, account)
        page.goto(f"{address}/display/")
        page.locator("main form button").click()
        page.wait_for_url("**/display/")
        for look in ("dark", "light"):
            page.goto(f"{address}/display/?look={look}", wait_until="networkidle")
            yield from take_screenshot(page, "county", f"display-{look}", "1920")
    finally:
        context.close()


def take_screenshot(page: Page, role: str, name: str, size: str) -> Iterator[str]:
    page.wait_for_timeout(300)  # charts draw themselves
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    page.screenshot(path=PAGES / f"{role}-{name}-{size}.png", full_page=True)
    yield from (f"{role} {name} at {size}: {fault}" for fault in browser.faults_of(page))
    if not browser.fits(page):
        yield f"{role} {name} at {size}: wider than the window"
    if page.evaluate(CUT_OFF):
        yield f"{role} {name} at {size}: a table is cut off"


def contact_sheet(files: list[Path], target: Path) -> None:
    """All pictures beside one another, the upper part of each."""
    width, height = THUMBNAIL
    rows = -(-len(files) // PER_ROW)
    sheet = Image.new("RGB", (PER_ROW * (width + 8), rows * (height + 8)), "#888")
    for number, file in enumerate(files):
        with Image.open(file) as picture:
            scaled = picture.convert("RGB").resize((width, max(1, picture.height * width // picture.width)))
        upper = scaled.crop((0, 0, width, min(height, scaled.height)))
        sheet.paste(upper, (number % PER_ROW * (width + 8), number // PER_ROW * (height + 8)))
    sheet.save(target)


def take_readme_pictures(page: Page, role: str, size: str) -> None:
    for picture in README:
        if (picture.role, picture.size) == (role, size):
            if picture.opens and page.locator(picture.opens).count():
                page.locator(picture.opens).first.click()
                page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURES / picture.file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
