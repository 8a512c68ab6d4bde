"""Every address of the API. A view that is not here does not exist; each names its permission (tests/guards)."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from services.api import access, auth, jobs, me, notify

app_name = "api"


class Schema(SpectacularAPIView):
    unscoped = True
    authentication_classes = ()


class Docs(SpectacularSwaggerView):
    unscoped = True
    authentication_classes = ()


urlpatterns = [
    path("auth/token", auth.TokenDoor.as_view(), name="token"),
    path("deliveries", notify.DeliveriesDoor.as_view(), name="deliveries"),
    path("jobs/<uuid:public_id>", jobs.JobDoor.as_view(), name="job"),
    path("notices", notify.NoticesDoor.as_view(), name="notices"),
    path("notices/<uuid:public_id>/read", notify.NoticeReadDoor.as_view(), name="notice_read"),
    path("me", me.MeDoor.as_view(), name="me"),
    path("schema", Schema.as_view(), name="schema"),
    path("trail", access.TrailDoor.as_view(), name="trail"),
    path("docs", Docs.as_view(url_name="api:schema"), name="docs"),
]
