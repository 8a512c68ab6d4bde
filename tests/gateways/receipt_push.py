"""Push receipts to the product some time later, some of them twice, in the form of each provider."""

import hashlib
import hmac
import json
import threading
import time
import urllib.request
from queue import Empty, SimpleQueue
from typing import Any

from tests.gateways import keys
from tests.gateways.faults import Faults
from tests.gateways.history import History
from tests.gateways.messages import AcceptedMessage


def report(provider: str, message: AcceptedMessage) -> Any:
    """The body of a push. It contains phone numbers, as real ones do."""
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600))
    if provider == "aliyun":
        codes = {"success": bool(message.delivered), "err_code": "DELIVERED" if message.delivered else "MK:0001"}
        ids = {"biz_id": message.number, "out_id": message.delivery, "phone_number": message.to}
        return [{**ids, **codes, "send_time": when, "report_time": when, "sms_size": "1"}]
    if provider == "tencent":
        status = "SUCCESS" if message.delivered else "FAIL"
        return [
            {"sid": message.number, "mobile": message.to, "nationcode": "86", "report_status": status, "errmsg": status}
        ]
    status = "DELIVERED" if message.delivered else "UNDELIVERED"
    return {"reports": [{"id": message.delivery, "number": message.number, "status": status, "at": int(time.time())}]}


class ReceiptPusher:
    """`address` is `…/api/v1/receipts` of the product; "" pushes nothing, but queries are answered."""

    def __init__(self, address: str, faults: Faults, history: History) -> None:
        self.address, self.faults, self.history = address.rstrip("/"), faults, history
        self.queue: SimpleQueue[tuple[float, str, AcceptedMessage] | None] = SimpleQueue()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)
        if address:
            self.thread.start()

    def schedule(self, provider: str, message: AcceptedMessage) -> None:
        if provider not in {"aliyun", "tencent", "carrier"}:
            return
        delivered = not self.faults.happens(self.faults.undelivered)
        if not self.address:
            message.delivered = delivered
            return
        times = 2 if self.faults.happens(self.faults.twice) else 1
        for _time in range(times):
            self.queue.put((time.monotonic() + self.faults.late, provider, message))
        message.delivered = delivered

    def _work(self) -> None:
        while not self.over.is_set():
            try:
                entry = self.queue.get(timeout=0.2)
            except Empty:
                continue
            if entry is None:
                return
            due, provider, message = entry
            if self.over.wait(max(0.0, due - time.monotonic())):
                return
            self.history.add(provider, "receipt", message.delivery, status=self._post(provider, message))

    def _post(self, provider: str, message: AcceptedMessage) -> int:
        body = json.dumps(report(provider, message)).encode()
        headers = self._headers(provider, body)
        request = urllib.request.Request(self._url(provider), data=body, headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310  the product's own address
                return int(answer.status)
        except OSError as error:
            return int(getattr(error, "code", 0))

    def _url(self, provider: str) -> str:
        return f"{self.address}/{provider}" + ("" if provider == "carrier" else f"/{token(provider)}")

    def _headers(self, provider: str, body: bytes) -> dict[str, str]:
        headers = {"Content-Type": "application/json"}
        if provider == "carrier":
            timestamp = str(int(time.time()))
            signature = hmac.new(
                keys.CARRIER_SECRET.encode(), f"{timestamp}.".encode() + body, hashlib.sha256
            ).hexdigest()
            headers |= {"X-Timestamp": timestamp, "X-Signature": signature}
        return headers

    def close(self) -> None:
        self.over.set()
        self.queue.put(None)


def token(provider: str) -> str:
    """The end of the address given to a cloud, which signs nothing: the address itself is the proof."""
    return hmac.new(keys.RECEIPTS_SECRET.encode(), f"receipts|{provider}".encode(), hashlib.sha256).hexdigest()
