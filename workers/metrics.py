"""Metrics in Prometheus' text format, from the rows: whichever process counts, the database knows. Served by the sweep
on a port of its own (NUANYANG_METRICS_PORT), to whoever knows the token.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.conf import settings
from django.db import connections
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from services.kit import clock
from services.monitoring import metrics
from services.schools.scope import ALL_TENANTS, scope
from workers import broker, queues

PREFIX = "nuanyang_"
FRESH_FOR = 15.0  # seconds: several monitors, or an eager one, cost the database no more than one
OWN = {
    "queue_length": ("Messages that wait in a queue.", ("queue",)),
    "queue_reachable": ("1 while the queue's server answers.", ()),
}
CATALOGUE = {**metrics.CATALOGUE, **OWN}
log = logging.getLogger("workers.metrics")


class FromRows(Collector):
    """Asks the database and the queue at the moment of the scrape."""

    def describe(self) -> Iterable[Metric]:
        return [_family(name) for name in CATALOGUE]

    def collect(self) -> Iterator[Metric]:
        families = {name: _family(name) for name in CATALOGUE}
        with scope(ALL_TENANTS):
            found = list(metrics.collect(clock.now()))
        for each in (*found, *_queues()):
            families[each.name].add_metric(each.labels, each.value)
        yield from families.values()


class Pages:
    """The text, made at most every `FRESH_FOR` seconds."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(FromRows())
        self.lock, self.made_at, self.text = threading.Lock(), -FRESH_FOR, b""

    def __call__(self) -> bytes:
        with self.lock:
            if time.monotonic() - self.made_at >= FRESH_FOR:
                try:
                    self.text, self.made_at = generate_latest(self.registry), time.monotonic()
                finally:
                    connections.close_all()  # connections belong to threads, and each question has its own
            return self.text


def handler(text: Callable[[], bytes], token: str) -> type[BaseHTTPRequestHandler]:
    """Answers one address; without the token there is nothing here."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Authorization", "").encode()
            if self.path != "/metrics" or (token and not compare_digest(asked, f"Bearer {token}".encode())):
                self.send_error(404)
                return
            try:
                answer = text()
            except Exception as error:  # noqa: BLE001  the database may be restarting: the monitor sees that, and asks again
                log.warning("metrics_failed", extra={"error": type(error).__name__})
                self.send_error(503)
                return
            self.send_response(200)
            self.send_header("Content-Type", CONTENT_TYPE_LATEST)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """A scrape is no news."""

    return Handler


def serve() -> ThreadingHTTPServer | None:
    """Answer in a thread; None where no port is configured, or another sweep of this host answers there."""
    if not settings.METRICS.port:
        return None
    try:
        server = ThreadingHTTPServer(
            (settings.METRICS.host, settings.METRICS.port), handler(Pages(), settings.METRICS.token)
        )
    except OSError as refusal:
        log.warning("metrics_not_served", extra={"error": type(refusal).__name__})
        return None
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


def _family(name: str) -> GaugeMetricFamily:
    words, labels = CATALOGUE[name]
    return GaugeMetricFamily(PREFIX + name, words, labels=labels)


def _queues() -> Iterator[metrics.Gauge]:
    lengths = broker.lengths(queues.QUEUES)
    yield metrics.Gauge("queue_reachable", float(lengths is not None))
    for queue, length in (lengths or {}).items():
        yield metrics.Gauge("queue_length", length, (queue,))
