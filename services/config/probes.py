"""Probes: `/healthz` when the process answers, `/readyz` when the database answers and has this release's tables."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse

from services.kit import clock
from services.monitoring.doctor import database, run
from services.monitoring.doctor.result import CheckState

log = logging.getLogger(__name__)
FRESH_FOR = 15.0  # seconds a good answer is kept: anybody may ask, and the catalog is not read for each


@dataclass
class LastAnswer:
    """When this process last saw a database that is ready, by a monotonic clock."""

    ready_at: float = -FRESH_FOR


last = LastAnswer()


def liveness(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def readiness(_request: HttpRequest) -> JsonResponse:
    """Answer 200, or 503 with the names of the failed checks, and never raise: a proxy or a watchdog asks.

    Only names of checks are answered, no details: anybody can ask. `manage.py doctor` has the details.
    """
    try:
        with database.cursor() as cursor:
            cursor.execute("SELECT 1")  # always: a database that is gone is noticed at once
        if time.monotonic() - last.ready_at < FRESH_FOR:
            return JsonResponse({"status": "ok"})
        results = run.run(run.READINESS, clock.now())
    except Exception as error:  # noqa: BLE001  logged by its type; whatever it is, this process cannot serve
        log.error("not_ready", extra={"error": type(error).__name__})
        connections[database.ALIAS].close()
        return JsonResponse({"status": "not ready", "checks": ["database"]}, status=503)
    if failed := [name for name, result in results.items() if result.state == CheckState.FAILED]:
        return JsonResponse({"status": "not ready", "checks": failed}, status=503)
    last.ready_at = time.monotonic()
    return JsonResponse({"status": "ok"})


class ProbeMiddleware:
    """Answer the probes before sessions and languages are looked up: those need the database, and raise without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


PROBES = {"/healthz": liveness, "/readyz": readiness}
