"""Users browsing under load: each logs in and opens one page after another with pauses."""

import random
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import requests

from tests.chaos.histories import History

THINKS = 3.0  # seconds on the average between two pages
PATIENCE = 30.0
TENANTS = {
    "county": ("/county/", "/schools/", "/children/", "/delivery-log/", "/lateness/", "/inbox/"),
    "head_a": ("/workbench/", "/children/", "/pairing/", "/deliveries/", "/delivery-log/", "/inbox/"),
    "school_a": ("/workbench/", "/children/", "/staff/", "/deadlines/", "/reminder-rules/", "/inbox/"),
    "teacher_a": ("/today/", "/care-records/new/", "/children/", "/duty-shifts/", "/calendar/", "/inbox/"),
}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Person(threading.Thread):
    """One session. Every page is written down: {page, path, role, status, seconds}."""

    address: str
    role: str
    account: Mapping[str, str]
    history: History
    rng: random.Random
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(name=f"browsing as {self.role}", daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        with requests.Session() as record:
            self.log_in(record)
            while not self.over.wait(self.rng.expovariate(1 / THINKS)):
                self._look(record, self.rng.choice(TENANTS[self.role]))

    def log_in(self, record: requests.Session) -> None:
        url = f"{self.address}/accounts/login/"
        rows = TOKEN.search(record.get(url, timeout=PATIENCE).text)
        assert rows, "the door has no form"
        given = {"login": self.account["username"], "password": self.account["password"]}
        answer = record.post(url, {"csrfmiddlewaretoken": rows[1], **given}, headers={"Referer": url}, timeout=PATIENCE)
        assert "sessionid" in "".join(record.cookies.keys()), f"{answer.status_code}: no one got in"

    def _look(self, record: requests.Session, path: str) -> None:
        started = time.monotonic()
        try:
            status = record.get(self.address + path, timeout=PATIENCE).status_code
        except requests.RequestException:
            status = 0
        self.history.add("page", path=path, role=self.role, status=status, seconds=time.monotonic() - started)
