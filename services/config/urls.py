"""Every address of the house."""

from django.urls import include, path

from services.config import health

handler404, handler500 = "services.api.astray.not_found", "services.api.astray.broken"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/mfa/", include("allauth.mfa.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("services.api.urls")),
    path("", include("services.web.urls")),
]
