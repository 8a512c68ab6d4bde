"""Every page. Each view names who may open it (tests/guards)."""

from django.urls import path

from services.web import home

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("switch/", home.switch, name="switch"),
]
