"""Somebody at the API's door over real HTTP: JSON in and out, files, and patience for long work."""

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

PATIENCE = 60  # seconds, on a busy machine too


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    kind: str = ""

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Caller:
    """`address` of the house; `token` once logged in."""

    address: str
    token: str = ""

    @classmethod
    def log_in(cls, address: str, username: str, password: str) -> "Caller":
        here = cls(address)
        here.token = here.made("auth/token", {"username": username, "password": password})["token"]
        return here

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        signed = {"Authorization": f"Token {self.token}"} if self.token else {}
        url = path if path.startswith("http") else f"{self.address}/api/v1/{path}"
        request = urllib.request.Request(url, body, {**signed, **headers}, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  our own address
                return Answer(answer.status, answer.read(), answer.headers.get("Content-Type", ""))
        except urllib.error.HTTPError as refusal:
            return Answer(refusal.code, refusal.read())

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.send(
            "POST", path, json.dumps(body or {}).encode(), **{"Content-Type": "application/json"}, **headers
        )

    def patch(self, path: str, body: Any) -> Answer:
        return self.send("PATCH", path, json.dumps(body).encode(), **{"Content-Type": "application/json"})

    def get(self, path: str, **asked: Any) -> Answer:
        return self.send("GET", f"{path}?{urllib.parse.urlencode(asked)}" if asked else path)

    # -- with an expectation: anything else fails with what the server said
    def made(self, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.post(path, body, **headers)
        assert answer.status in {200, 201, 202}, (path, answer.status, answer.body.decode(errors="replace"))
        return answer.json() if answer.body else None

    def read(self, path: str, **asked: Any) -> Any:
        answer = self.get(path, **asked)
        assert answer.status == 200, (path, answer.status, answer.body.decode(errors="replace"))
        return answer.json()

    def rows(self, path: str, **asked: Any) -> list[Any]:
        """Every page of a list."""
        page = self.read(path, **{"page_size": 100, **asked})
        found = list(page["results"])
        while page["next"]:
            page = self.read(page["next"])
            found += page["results"]
        return found

    def upload(self, path: str, content: bytes, name: str) -> Any:
        edge = uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        answer = self.send("POST", path, body, **{"Content-Type": f"multipart/form-data; boundary={edge}"})
        assert answer.status == 202, answer.body.decode(errors="replace")
        return answer.json()

    def wait(self, job: str) -> dict[str, Any]:
        """Until a job is over; it must have succeeded."""
        last: dict[str, Any] = {}

        def is_over() -> bool:
            last.update(self.read(f"jobs/{job}"))
            return last["state"] in {"done", "failed"}

        assert wait_until(is_over, seconds=PATIENCE, pause=0.2), last
        assert last["state"] == "done", last
        return last

    def wait_for(self, path: str, until: Callable[[list[Any]], bool] = bool, **asked: Any) -> list[Any]:
        """Until a list has rows, or the rows that are waited for."""
        found: list[Any] = []

        def has_come() -> bool:
            found[:] = self.rows(path, **asked)
            return until(found)

        assert wait_until(has_come, seconds=PATIENCE, pause=0.3), (path, found)
        return found


def accept_invitation(url: str, username: str, password: str) -> None:
    """At the doorstep: choose a username and a password in the form."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(url, timeout=PATIENCE).read().decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page
    given = {"csrfmiddlewaretoken": found[1], "username": username, "password": password}
    answer = browser.open(url, urllib.parse.urlencode(given).encode(), timeout=PATIENCE)
    assert answer.status == 200
    assert "/invitations/" not in answer.url, answer.read().decode()
