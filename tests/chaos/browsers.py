"""Users browsing under load: each logs in and opens one page after another with pauses."""

import random
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import requests

from tests.chaos.history.histories import History

MEAN_PAUSE = 3.0  # seconds between two pages, on average
TIMEOUT = 30.0
PAGES_BY_ROLE = {
    "county": ("/county/", "/schools/", "/children/", "/delivery-log/", "/lateness/", "/inbox/"),
    "head_a": ("/workbench/", "/children/", "/pairing/", "/deliveries/", "/delivery-log/", "/inbox/"),
    "school_a": ("/workbench/", "/children/", "/staff/", "/deadlines/", "/reminder-rules/", "/inbox/"),
    "teacher_a": ("/today/", "/care-records/new/", "/children/", "/duty-shifts/", "/calendar/", "/inbox/"),
}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class BrowsingUser(threading.Thread):
    """One session. Each page becomes a history line: page, path, role, status (0: no answer), seconds."""

    address: str
    role: str
    account: Mapping[str, str]
    history: History
    rng: random.Random
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(name=f"browsing as {self.role}", daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        with requests.Session() as session:
            self.log_in(session)
            while not self.stopped.wait(self.rng.expovariate(1 / MEAN_PAUSE)):
                self._open_page(session, self.rng.choice(PAGES_BY_ROLE[self.role]))

    def log_in(self, session: requests.Session) -> None:
        url = f"{self.address}/accounts/login/"
        token = TOKEN.search(session.get(url, timeout=TIMEOUT).text)
        assert token, "the login page has no form"
        credentials = {"login": self.account["username"], "password": self.account["password"]}
        response = session.post(
            url, {"csrfmiddlewaretoken": token[1], **credentials}, headers={"Referer": url}, timeout=TIMEOUT
        )
        assert "sessionid" in "".join(session.cookies.keys()), f"{response.status_code}: nobody was logged in"

    def _open_page(self, session: requests.Session, path: str) -> None:
        started = time.monotonic()
        try:
            status = session.get(self.address + path, timeout=TIMEOUT).status_code
        except requests.RequestException:
            status = 0
        self.history.add("page", path=path, role=self.role, status=status, seconds=time.monotonic() - started)
