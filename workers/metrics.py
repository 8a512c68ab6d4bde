"""Metrics in Prometheus' text format, read from the rows, so that any one process can serve them for all.

The sweep serves them on a port of its own (NUANYANG_METRICS_PORT) to callers with the token.
"""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
from django.conf import settings
from django.db import OperationalError, connections
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from services.kit import clock
from services.monitoring import metrics
from services.schools.scope import ALL_TENANTS, scope
from workers import queues
from workers.broker import connection

PREFIX = "nuanyang_"
WEB_TIMEOUT = 5.0  # seconds
FRESH_FOR = 15.0  # seconds; several monitors cost the database no more than one
OWN = {
    "queue_length": ("Messages that wait in a queue.", ("queue",)),
    "queue_reachable": ("1 while the broker answers.", ()),
    "database_reachable": ("1 while the database answers the sweep.", ()),
    "web_reachable": ("1 while the public address answers that it is ready.", ()),
    "disk_free_bytes": ("Free bytes where the service writes.", ()),
    "disk_size_bytes": ("Size of the disk on which the service writes.", ()),
}
CATALOGUE = {**metrics.CATALOGUE, **OWN}
log = logging.getLogger("workers.metrics")


class DatabaseCollector(Collector):
    """Reads the database and the broker at the moment of the scrape."""

    def describe(self) -> Iterable[Metric]:
        return [_family(name) for name in CATALOGUE]

    def collect(self) -> Iterator[Metric]:
        # Every family, also without a value, so that an alert on an absent metric can be trusted.
        families = {name: _family(name) for name in CATALOGUE}
        for gauge in (*_rows(), *_queues(), *_web(), *_disk()):
            families[gauge.name].add_metric(gauge.labels, gauge.value)
        yield from families.values()


class CachedText:
    """The exposition text, rendered at most every `FRESH_FOR` seconds."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(DatabaseCollector())
        self.lock, self.rendered_at, self.text = threading.Lock(), -FRESH_FOR, b""

    def __call__(self) -> bytes:
        # Rendered by one thread while the others wait for its text.
        with self.lock:
            if time.monotonic() - self.rendered_at >= FRESH_FOR:
                try:
                    self.text, self.rendered_at = generate_latest(self.registry), time.monotonic()
                finally:
                    connections.close_all()  # each request has a thread, and a connection belongs to its thread
            return self.text


def handler(text: Callable[[], bytes], token: str) -> type[BaseHTTPRequestHandler]:
    """Build a request handler for `/metrics`; without the token every address is a 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent = self.headers.get("Authorization", "").encode()
            # Compared in constant time; without the token not even the address is confirmed.
            if self.path != "/metrics" or (token and not compare_digest(sent, f"Bearer {token}".encode())):
                self.send_error(404)
                return
            try:
                body = text()
            except Exception as error:  # noqa: BLE001  the database may be restarting; the monitor scrapes again
                log.warning("metrics_failed", extra={"error": type(error).__name__})
                self.send_error(503)
                return
            self.send_response(200)
            self.send_header("Content-Type", CONTENT_TYPE_LATEST)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep scrapes out of the log."""

    return Handler


def serve() -> ThreadingHTTPServer | None:
    """Serve in a thread; None when no port is configured or another sweep of this host has it."""
    # Off unless a port is set: numbers about children's schools are served to nobody by accident.
    if not settings.METRICS.port:
        return None
    try:
        server = ThreadingHTTPServer(
            (settings.METRICS.host, settings.METRICS.port), handler(CachedText(), settings.METRICS.token)
        )
    # Two sweeps on one host are allowed; the numbers of both would be the same.
    except OSError as error:
        log.warning("metrics_not_served", extra={"error": type(error).__name__})
        return None
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


def _family(name: str) -> GaugeMetricFamily:
    text, labels = CATALOGUE[name]
    return GaugeMetricFamily(PREFIX + name, text, labels=labels)


def _rows() -> Iterator[metrics.Gauge]:
    """What the rows say. Without the database that is reported, and what needs no database still is."""
    try:
        with scope(ALL_TENANTS):
            gauges = list(metrics.collect(clock.now()))
    except OperationalError:
        yield metrics.Gauge("database_reachable", 0.0)
    else:
        yield metrics.Gauge("database_reachable", 1.0)
        yield from gauges


def _web() -> Iterator[metrics.Gauge]:
    """Ask the public address, through the proxy, as a user would. Nothing where no address is set."""
    if not settings.PUBLIC_ADDRESS:
        return
    try:
        verify = settings.CA_FILE or True
        answer = requests.get(settings.PUBLIC_ADDRESS.rstrip("/") + "/readyz", timeout=WEB_TIMEOUT, verify=verify)
        yield metrics.Gauge("web_reachable", float(answer.status_code == 200))
    except requests.RequestException:
        yield metrics.Gauge("web_reachable", 0.0)


def _disk() -> Iterator[metrics.Gauge]:
    usage = shutil.disk_usage(settings.DATA_DIR)
    yield metrics.Gauge("disk_free_bytes", usage.free)
    yield metrics.Gauge("disk_size_bytes", usage.total)


def _queues() -> Iterator[metrics.Gauge]:
    lengths = connection.lengths(queues.QUEUES)
    yield metrics.Gauge("queue_reachable", float(lengths is not None))
    for queue, length in (lengths or {}).items():
        yield metrics.Gauge("queue_length", length, (queue,))
