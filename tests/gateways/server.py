"""The gateway itself: one thread a line, one call after another on it."""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.gateways import receipt_queries
from tests.gateways.faults import Mood
from tests.gateways.history import History
from tests.gateways.ledger import Ledger
from tests.gateways.protocols import Asked, Judged, judge
from tests.gateways.receipt_push import Teller


class Fake(ThreadingHTTPServer):
    """`with Fake(history=…, mood=…) as fake:` listens on `fake.port` at once."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, *, history: Path, mood: Mood | None = None, port: int = 0, receipts: str = "") -> None:
        self.history, self.mood = History(history), mood or Mood()
        self.ledger = Ledger(self.history)
        self.teller = Teller(receipts, self.mood, self.history)
        super().__init__(("127.0.0.1", port), Call)
        self.port = int(self.server_address[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Fake":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self.teller.close()
        self.history.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who kills callers must not be told of each broken line."""


class Call(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Fake

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.command, self.path, self.headers, body)  # type: ignore[arg-type]
        mood, judged = self.server.mood, judge(asked)
        if judged is None:
            self._say(404, {})
        elif judged.text and not judged.delivery and judged.code:
            self._say(*receipt_queries.answer(self.server.ledger, judged))
        elif mood.redirect:
            self.server.history.add(judged.provider, "refused", judged.delivery, code="REDIRECT")
            self._say(307, {}, Location=mood.redirect)
        elif judged.code:
            self.server.history.add(judged.provider, "refused", judged.delivery, code=judged.code)
            self._say(*judged.said)
        else:
            self._take(judged)

    def _take(self, judged: Judged) -> None:
        mood, history = self.server.mood, self.server.history
        time.sleep(mood.wait())
        if mood.happens(mood.lose):
            history.add(judged.provider, "refused", judged.delivery, code="LOST")
            return self._cut()
        if mood.happens(mood.throttle):
            history.add(judged.provider, "refused", judged.delivery, code="THROTTLED")
            return self._say(*judged.busy)
        if mood.happens(mood.fail):
            history.add(judged.provider, "refused", judged.delivery, code="BROKEN")
            return self._say(*judged.broken)
        ledger = self.server.ledger
        taken, is_new = ledger.take(
            judged.provider, judged.delivery, judged.to, judged.text, supports_idempotency=judged.supports_idempotency
        )
        if is_new:
            self.server.teller.tell(judged.provider, taken)
        if mood.happens(mood.drop):
            history.add(judged.provider, "dropped_after", judged.delivery)
            return self._cut()
        return self._say(*judged.accepted(taken.number))

    def _say(self, status: int, answer: Any, **headers: str) -> None:
        body = b"" if answer is None else json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _cut(self) -> None:
        """Reset the line: the caller cannot know whether its message was taken."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's word
        """Its history is enough."""
