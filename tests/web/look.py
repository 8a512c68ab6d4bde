"""Look at pages without a database: `python -m tests.web.look` writes pictures of the guide and the door pages to var/look.

Serves templates with an invented frame under the real content security policy, at 390 and 1440 px.
"""

import os
import sys
import threading
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

os.environ.setdefault("NUANYANG_MODE", "check")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "services.config.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test.utils import override_settings
from django.urls import path
from playwright.sync_api import Page, sync_playwright

from services.config import urls
from services.web import guide
from services.web.shell import Link, Place, Shell
from tests.journeys import browser

PICTURES = {
    "guide": "guide.html",
    "login": "account/login.html",
    "totp": "mfa/totp/activate_form.html",
    "codes": "mfa/recovery_codes/index.html",
    "404": "404.html",
}
WIDTHS = {390: 844, 1440: 900}


class Somebody:
    is_authenticated = True

    def get_username(self) -> str:
        return "li.xiaozhang"


def frame() -> Shell:
    words = ["工作台", "孩子", "结对", "名册导入", "体检", "考核", "校历", "教职工"]
    icons = ["home", "users", "heart-handshake", "file-spreadsheet", "stethoscope", "rosette", "calendar", "user-plus"]
    return Shell(
        nav=[Link(f"#{i}", icon, word, i == 0, count=3 * (i == 2)) for i, (icon, word) in enumerate(zip(icons, words, strict=True))],
        places=[Place("a", "清河镇中心小学", "校长", is_here=True), Place("b", "石桥乡中心小学", "教师")],
        place_name="清河镇中心小学",
        role_name="校长",
        inbox_count=5,
        banner="演示县：人和事都是虚构的，两步验证未开启。",
        urls={"switch": "/switch", "search": "/search", "inbox": "/inbox", "language": "/language"},
    )


def show(request: HttpRequest, name: str) -> HttpResponse:
    extra = {"shell": frame(), "user": Somebody(), "csrf_token": "x", "request": request, "messages": []}
    extra |= {"total_count": 10, "unused_codes": [f"{i}1c7{i}e0f" for i in range(10)], "totp_svg_data_uri": "data:,"}
    return HttpResponse(render_to_string(PICTURES[name], guide.everything() | extra))


urlpatterns = [path("look/<name>/", show), *urls.urlpatterns]


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def serve() -> tuple[WSGIServer, str]:
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def picture(page: Page, address: str, name: str, width: int, folder: Path) -> list[str]:
    page.goto(f"{address}/look/{name}/", wait_until="networkidle")
    page.wait_for_timeout(400)
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    page.screenshot(path=folder / f"{name}-{width}-top.png")
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found = [f"{name} at {width}: {fault}" for fault in browser.faults_of(page)]
    return found + ([f"{name} at {width}: {wide} px too wide"] if wide > 0 else [])


def main(names: list[str]) -> int:
    folder = settings.VAR / "look"
    folder.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with (
        override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["csp.middleware.CSPMiddleware"], ALLOWED_HOSTS=["*"], DEBUG=True),
        sync_playwright() as play,
        browser.launched(play) as chromium,
    ):
        _server, address = serve()
        for width, height in WIDTHS.items():
            page = chromium.new_page(viewport={"width": width, "height": height})
            browser.watch(page)
            for name in names or PICTURES:
                faults += picture(page, address, name, width, folder)
    print("\n".join(faults) or f"no faults; pictures in {folder}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
