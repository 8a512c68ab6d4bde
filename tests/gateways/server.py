"""The fake gateway: one thread per connection."""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.gateways import receipt_queries
from tests.gateways.faults import Faults
from tests.gateways.history import History
from tests.gateways.messages import Messages
from tests.gateways.protocols import Decision, GatewayRequest, decide
from tests.gateways.receipt_push import ReceiptPusher


class FakeGateway(ThreadingHTTPServer):
    """`with FakeGateway(history=…, faults=…) as gateway:` listens on `gateway.port` at once."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, *, history: Path, faults: Faults | None = None, port: int = 0, receipts: str = "") -> None:
        self.history, self.faults = History(history), faults or Faults()
        self.messages = Messages(self.history)
        self.receipt_pusher = ReceiptPusher(receipts, self.faults, self.history)
        super().__init__(("127.0.0.1", port), Handler)
        self.port = int(self.server_address[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "FakeGateway":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self.receipt_pusher.close()
        self.history.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: tests kill callers on purpose."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FakeGateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = GatewayRequest(self.command, self.path, self.headers, body)  # type: ignore[arg-type]
        faults, decision = self.server.faults, decide(request)
        if decision is None:
            self._reply(404, {})
        elif decision.text and not decision.delivery and decision.code:
            self._reply(*receipt_queries.answer(self.server.messages, decision))
        elif faults.redirect:
            self.server.history.add(decision.provider, "refused", decision.delivery, code="REDIRECT")
            self._reply(307, {}, Location=faults.redirect)
        elif decision.code:
            self.server.history.add(decision.provider, "refused", decision.delivery, code=decision.code)
            self._reply(*decision.reply)
        else:
            self._accept(decision)

    def _accept(self, decision: Decision) -> None:
        faults, history = self.server.faults, self.server.history
        time.sleep(faults.next_delay())
        if faults.happens(faults.lose):
            history.add(decision.provider, "refused", decision.delivery, code="LOST")
            return self._cut()
        if faults.happens(faults.throttle):
            history.add(decision.provider, "refused", decision.delivery, code="THROTTLED")
            return self._reply(*decision.busy)
        if faults.happens(faults.fail):
            history.add(decision.provider, "refused", decision.delivery, code="BROKEN")
            return self._reply(*decision.broken)
        messages = self.server.messages
        message, is_new = messages.accept(
            decision.provider,
            decision.delivery,
            decision.to,
            decision.text,
            supports_idempotency=decision.supports_idempotency,
        )
        if is_new:
            self.server.receipt_pusher.schedule(decision.provider, message)
        if faults.happens(faults.drop):
            history.add(decision.provider, "dropped_after", decision.delivery)
            return self._cut()
        return self._reply(*decision.accepted(message.number))

    def _reply(self, status: int, answer: Any, **headers: str) -> None:
        body = b"" if answer is None else json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _cut(self) -> None:
        """Reset the connection: the caller cannot know whether its message was accepted."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's word
        """Log nothing: there is a history."""
