"""Somebody with a browser's cookies and no scripts: forms over real HTTP, for what need not be seen."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any

from tests.journeys.api_client import TIMEOUT


@dataclass(frozen=True)
class Page:
    """What the server answered after its redirects, an error included."""

    status: int
    path: str
    text: str
    headers: Any


@dataclass
class PageClient:
    """One browser at `address`."""

    address: str
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    @classmethod
    def log_in(cls, address: str, username: str, password: str) -> "PageClient":
        client = cls(address)
        page = client.submit("/accounts/login/", login=username, password=password)
        assert page.path != "/accounts/login/", page.text
        return client

    def get(self, path: str, form: dict[str, str] | None = None) -> Page:
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            answer = self.opener.open(f"{self.address}{path}", body, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Page(answer.status, urllib.parse.urlsplit(answer.url).path, answer.read().decode(), answer.headers)

    def submit(self, path: str, *, form_on: str = "", **values: str) -> Page:
        """Fill in the form of a page, which may stand on another, and send it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(form_on or path).text)
        return self.get(path, {"csrfmiddlewaretoken": token[1] if token else "", **values})
