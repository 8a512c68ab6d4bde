"""Receipts, told to the product some time later, some of them twice, in the form each provider uses."""

import hashlib
import hmac
import json
import threading
import time
import urllib.request
from queue import Empty, SimpleQueue
from typing import Any

from tests.gateways import keys
from tests.gateways.faults import Mood
from tests.gateways.history import History
from tests.gateways.ledger import Taken


def report(provider: str, taken: Taken) -> Any:
    """As pushed. Numbers of telephones are in it, as they are in the real ones."""
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600))
    if provider == "aliyun":
        codes = {"success": bool(taken.delivered), "err_code": "DELIVERED" if taken.delivered else "MK:0001"}
        ids = {"biz_id": taken.number, "out_id": taken.delivery, "phone_number": taken.to}
        return [{**ids, **codes, "send_time": when, "report_time": when, "sms_size": "1"}]
    if provider == "tencent":
        status = "SUCCESS" if taken.delivered else "FAIL"
        return [
            {"sid": taken.number, "mobile": taken.to, "nationcode": "86", "report_status": status, "errmsg": status}
        ]
    status = "DELIVERED" if taken.delivered else "UNDELIVERED"
    return {"reports": [{"id": taken.delivery, "number": taken.number, "status": status, "at": int(time.time())}]}


class Teller:
    """`address` is the product's `…/api/v1/receipts`; "" tells nobody, but the status is there for who asks."""

    def __init__(self, address: str, mood: Mood, history: History) -> None:
        self.address, self.mood, self.history = address.rstrip("/"), mood, history
        self.queue: SimpleQueue[tuple[float, str, Taken] | None] = SimpleQueue()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)
        if address:
            self.thread.start()

    def tell(self, provider: str, taken: Taken) -> None:
        if provider not in {"aliyun", "tencent", "carrier"}:
            return
        delivered = not self.mood.happens(self.mood.undelivered)
        if not self.address:
            taken.delivered = delivered
            return
        times = 2 if self.mood.happens(self.mood.twice) else 1
        for _time in range(times):
            self.queue.put((time.monotonic() + self.mood.late, provider, taken))
        taken.delivered = delivered

    def _work(self) -> None:
        while not self.over.is_set():
            try:
                found = self.queue.get(timeout=0.2)
            except Empty:
                continue
            if found is None:
                return
            due, provider, taken = found
            if self.over.wait(max(0.0, due - time.monotonic())):
                return
            self.history.add(provider, "receipt", taken.delivery, status=self._post(provider, taken))

    def _post(self, provider: str, taken: Taken) -> int:
        body = json.dumps(report(provider, taken)).encode()
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
            stamp = str(int(time.time()))
            mark = hmac.new(keys.CARRIER_SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
            headers |= {"X-Timestamp": stamp, "X-Signature": mark}
        return headers

    def close(self) -> None:
        self.over.set()
        self.queue.put(None)


def token(provider: str) -> str:
    """What stands at the end of the address given to a cloud: it signs nothing, so the address itself is the proof."""
    return hmac.new(keys.RECEIPTS_SECRET.encode(), f"receipts|{provider}".encode(), hashlib.sha256).hexdigest()
