"""`/healthz`: the process answers. `/readyz`: its database answers and has the code's schema."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


def liveness(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def readiness(_request: HttpRequest) -> JsonResponse:
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if behind:
        return JsonResponse({"status": "migrations missing", "count": len(behind)}, status=503)
    return JsonResponse({"status": "ok"})
