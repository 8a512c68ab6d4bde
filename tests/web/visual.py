"""Pages served without a database, under an invented layout and the real content security policy.

`python -m tests.web` writes pictures of them at 390 and 1440 px to var/look; the browser tests open the same pages.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test.utils import override_settings
from django.urls import path
from playwright.sync_api import Page, sync_playwright

from services.config import urls
from services.web.layout import Layout, NavLink, Workspace
from tests.journeys import browser
from tests.web import sample

PICTURES = {
    "guide": "style_guide.html",
    "login": "account/login.html",
    "totp": "mfa/totp/activate_form.html",
    "codes": "mfa/recovery_codes/index.html",
    "404": "404.html",
    "draft": "style_guide.html",
    "toast": "style_guide.html",
}
BLANK = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
WIDTHS = {390: 844, 1440: 900}


class Somebody:
    is_authenticated = True

    def get_username(self) -> str:
        return "li.xiaozhang"


def frame() -> Layout:
    labels = ["工作台", "孩子", "结对", "名册导入", "体检", "考核", "校历", "教职工"]
    icons = ["home", "users", "heart-handshake", "file-spreadsheet", "stethoscope", "rosette", "calendar", "user-plus"]
    return Layout(
        nav=[
            NavLink(f"#{i}", icon, word, i == 0, count=3 * (i == 2))
            for i, (icon, word) in enumerate(zip(icons, labels, strict=True))
        ],
        workspaces=[
            Workspace("a", "清河镇中心小学", "校长", is_current=True),
            Workspace("b", "石桥乡中心小学", "教师"),
        ],
        workspace_name="清河镇中心小学",
        role_name="校长",
        inbox_count=5,
        person="somebody",
        draft_key="5a" * 32,
        banner="演示县：人和事都是虚构的，两步验证未开启。",
        urls={"switch": "/switch", "search": "/search", "inbox": "/inbox", "language": "/language"},
    )


def show(request: HttpRequest, name: str) -> HttpResponse:
    extra = {"layout": frame(), "user": Somebody(), "csrf_token": "x", "request": request, "messages": []}
    extra |= {"total_count": 10, "unused_codes": [f"{i}1c7{i}e0f" for i in range(10)], "totp_svg_data_uri": BLANK}
    extra["totp_url"] = "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"
    if name in {"login", "totp"}:
        extra |= {"form": AccountForm(), "redirect_field": ""}
    if name == "draft":
        extra["form"] = sample.SampleForm()
    if name == "toast":
        extra["messages"] = [Message(messages.SUCCESS, "已记录谈心。", extra_tags="undo /undo/")]
    return HttpResponse(render_to_string(PICTURES[name], sample.everything() | extra))


urlpatterns = [path("look/<name>/", show), *urls.urlpatterns]


class AccountForm(forms.Form):
    """Has every field of the pages without login."""

    login = forms.CharField()
    password = forms.CharField()
    code = forms.CharField()
    own_phone = forms.BooleanField()
    secret = "JBSWY3DPEHPK3PXP"


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def served() -> Iterator[str]:
    """The address of a server of these pages."""
    # No middleware but the policy: the pages need no database and no session.
    loose = {"ROOT_URLCONF": __name__, "MIDDLEWARE": ["csp.middleware.CSPMiddleware"], "ALLOWED_HOSTS": ["*"]}
    with override_settings(**loose, DEBUG=True):  # DEBUG serves the static files as they lie
        application = StaticFilesHandler(get_wsgi_application())
        server = make_server("127.0.0.1", 0, application, handler_class=Silent)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()


def picture(page: Page, address: str, name: str, width: int, folder: Path) -> list[str]:
    page.goto(f"{address}/look/{name}/", wait_until="networkidle")
    # Charts draw themselves after the page has loaded.
    page.wait_for_timeout(400)
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    page.screenshot(path=folder / f"{name}-{width}-top.png")
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    # A page that scrolls sideways is broken on every phone.
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    faults = [f"{name} at {width}: {fault}" for fault in browser.faults_of(page)]
    return faults + ([f"{name} at {width}: {wide} px too wide"] if wide > 0 else [])


def main(names: list[str]) -> int:
    folder = settings.DATA_DIR / "look"
    folder.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with served() as address, sync_playwright() as play, browser.launched(play) as chromium:
        for width, height in WIDTHS.items():
            page = chromium.new_page(viewport={"width": width, "height": height})
            browser.watch(page)
            for name in names or PICTURES:
                faults += picture(page, address, name, width, folder)
    print("\n".join(faults) or f"no faults; pictures in {folder}")
    return int(bool(faults))
