"""The root URLs."""

from django.urls import include, path

from services.config import probes

handler404, handler500 = "services.api.views.errors.not_found", "services.api.views.errors.server_error"
urlpatterns = [
    path("healthz", probes.liveness, name="healthz"),
    path("readyz", probes.readiness, name="readyz"),
    path("accounts/", include("services.web.accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("services.api.urls")),
    path("", include("services.web.urls")),
]
