"""Every page. Each view names who may open it (tests/guards)."""

from django.urls import path

from services.web import access, home, jobs, notify

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("trail/", access.entries, name="trail"),
    path("deliveries/", notify.deliveries, name="deliveries"),
    path("inbox/", notify.inbox, name="inbox"),
    path("inbox/read/", notify.read_all, name="notices_read"),
    path("inbox/<uuid:public_id>/read/", notify.read, name="notice_read"),
    path("jobs/<uuid:public_id>/", jobs.job, name="job"),
    path("switch/", home.switch, name="switch"),
]
