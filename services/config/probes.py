"""Probes: `/healthz` when the process answers, `/readyz` when the database answers and has this release's tables."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from services.schools.database_schema import comparison

FRESH_FOR = 15.0  # seconds a good answer is kept: anybody may ask, and the catalog is not read for each


@dataclass
class LastAnswer:
    """When this process last saw a database that is ready, by a monotonic clock."""

    ready_at: float = -FRESH_FOR


last = LastAnswer()


def liveness(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def readiness(_request: HttpRequest) -> JsonResponse:
    """Answer 200 or 503 with the reason, and never raise: the one who asks is a proxy or a watchdog."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")  # always: a database that is gone is noticed at once
        if time.monotonic() - last.ready_at < FRESH_FOR:
            return JsonResponse({"status": "ok"})
        problem = _missing_migrations() or _wrong_schema()
    except Exception as error:  # noqa: BLE001  whatever it is, this process cannot serve
        connection.close()
        problem = {"status": "database does not answer", "error": type(error).__name__}
    if problem:
        return JsonResponse(problem, status=503)
    last.ready_at = time.monotonic()
    return JsonResponse({"status": "ok"})


class ProbeMiddleware:
    """Answer the probes before sessions and languages are looked up: those need the database, and raise without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


def _missing_migrations() -> dict[str, object]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {"status": "migrations missing", "count": len(missing)} if missing else {}


def _wrong_schema() -> dict[str, object]:
    with connection.cursor() as cursor:
        compared = comparison.compare(cursor)
    return {} if compared.is_ready else {"status": "schema differs", "tables": sorted(compared.differences)}


PROBES = {"/healthz": liveness, "/readyz": readiness}
