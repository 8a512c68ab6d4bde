"""A client of the API over real HTTP: JSON in and out, uploads, waiting for background work."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any
from uuid import uuid4

from deploy.local.child_processes import wait_until

TIMEOUT = 60  # seconds; the machine of a test run is often busy


@dataclass(frozen=True)
class Response:
    """What the server answered, an error included."""

    status: int
    body: bytes
    content_type: str = ""

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class ApiClient:
    """One user of the service at `address`; without a token nobody."""

    address: str
    token: str = ""

    @classmethod
    def log_in(cls, address: str, username: str, password: str) -> "ApiClient":
        client = cls(address)
        client.token = client.post_ok("auth/token", {"username": username, "password": password})["token"]
        return client

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Response:
        """`path` is below /api/v1/, or a whole URL as `next` of a list is."""
        authorization = {"Authorization": f"Token {self.token}"} if self.token else {}
        url = path if path.startswith("http") else f"{self.address}/api/v1/{path}"
        request = urllib.request.Request(url, body, {**authorization, **headers}, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310  our own address
                return Response(answer.status, answer.read(), answer.headers.get("Content-Type", ""))
        except urllib.error.HTTPError as error:
            return Response(error.code, error.read())

    def get(self, path: str, **parameters: Any) -> Response:
        return self.send("GET", f"{path}?{urllib.parse.urlencode(parameters)}" if parameters else path)

    def post(self, path: str, body: Any = None, **headers: str) -> Response:
        return self._send_json("POST", path, body or {}, **headers)

    def patch(self, path: str, body: Any) -> Response:
        return self._send_json("PATCH", path, body, **{"If-Match": "*"})

    def _send_json(self, method: str, path: str, body: Any, **headers: str) -> Response:
        return self.send(method, path, json.dumps(body).encode(), **{"Content-Type": "application/json"}, **headers)

    # The methods below expect success; anything else fails the test with what the server answered.

    def get_ok(self, path: str, **parameters: Any) -> Any:
        response = self.get(path, **parameters)
        assert response.status == 200, (path, response.status, response.text)
        return response.json()

    def post_ok(self, path: str, body: Any = None, **headers: str) -> Any:
        response = self.post(path, body, **headers)
        assert response.status in {200, 201, 202}, (path, response.status, response.text)
        return response.json() if response.body else None

    def rows(self, path: str, **parameters: Any) -> list[Any]:
        """The rows of all pages of a list."""
        page = self.get_ok(path, **{"page_size": 100, **parameters})
        rows = list(page["results"])
        while page["next"]:
            page = self.get_ok(page["next"])
            rows += page["results"]
        return rows

    def upload(self, path: str, content: bytes, name: str) -> Any:
        boundary = uuid4().hex  # must not occur in the content
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        response = self.send("POST", path, body, **{"Content-Type": f"multipart/form-data; boundary={boundary}"})
        assert response.status == 202, (path, response.status, response.text)
        return response.json()

    def wait_for_job(self, job: str) -> dict[str, Any]:
        """Wait until a job has ended; it must have succeeded."""
        last: dict[str, Any] = {}

        def has_ended() -> bool:
            last.update(self.get_ok(f"jobs/{job}"))
            return last["state"] in {"done", "failed"}

        assert wait_until(has_ended, seconds=TIMEOUT, pause=0.2), last
        assert last["state"] == "done", last
        return last

    def wait_for_rows(self, path: str, until: Callable[[list[Any]], bool] = bool, **parameters: Any) -> list[Any]:
        """Wait until a list has rows, or until it satisfies `until`."""
        rows: list[Any] = []

        def is_satisfied() -> bool:
            rows[:] = self.rows(path, **parameters)
            return until(rows)

        assert wait_until(is_satisfied, seconds=TIMEOUT, pause=0.3), (path, rows)
        return rows


def accept_invitation(url: str, username: str, password: str) -> None:
    """Show the code of an invitation's link, choose a username and a password, submit the form."""
    # The link is a page, not an API: a session cookie and the form's CSRF token belong to it.
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page_url, _, code = url.partition("#")
    _fill_in(browser, page_url, {"code": code})
    answer = _fill_in(browser, f"{page_url}accept/", {"username": username, "password": password})
    assert "/invitations/" not in answer.url, answer.read().decode()


def _fill_in(browser: urllib.request.OpenerDirector, url: str, values: dict[str, str]) -> Any:
    """Open a page and submit its form."""
    page = browser.open(url, timeout=TIMEOUT).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page
    form = {"csrfmiddlewaretoken": token[1], **values}
    answer = browser.open(url, urllib.parse.urlencode(form).encode(), timeout=TIMEOUT)
    assert answer.status == 200
    return answer
