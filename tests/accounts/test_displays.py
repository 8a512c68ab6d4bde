"""A display (大屏) opens one page: everything else is refused, it is listed, and once ended it shows no numbers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.accounts.test_logins import is_in, log_in
from tests.api.responses import ok
from tests.cast import PASSWORD, Caller, Town

pytestmark = pytest.mark.usefixtures("at_monday")
PAGE = "/display/"


def open_display(username: str = "county_a") -> Client:
    client = log_in(username)
    answer = client.post("/accounts/display/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE), answer.content.decode()
    return client


def paths() -> list[str]:
    """Every address that needs no id, of pages, account and API."""
    return [f"/{pattern}" for pattern in flat(get_resolver().url_patterns) if "<" not in pattern and "^" not in pattern]


def flat(patterns: Any, prefix: str = "") -> list[str]:
    """The routes of a list of URL patterns, those of included lists too."""
    lists = [flat(p.url_patterns, f"{prefix}{p.pattern}") if hasattr(p, "url_patterns") else [] for p in patterns]
    own = [f"{prefix}{p.pattern}" for p in patterns if not hasattr(p, "url_patterns")]
    return own + [path for inner in lists for path in inner]


def test_display_opens_its_page_and_nothing_else(town: Town) -> None:
    client = open_display(town.user(town.officer).username)
    page = client.get(PAGE)
    assert (page.status_code, "全县" in page.content.decode()) == (200, True)

    # The probes say that the service is alive, and are answered before any session is read.
    tried = [path for path in paths() if path not in {PAGE, "/healthz", "/readyz"}]
    assert len(tried) > 100
    for path in tried:
        assert client.get(path).status_code == 403, path
        if path != "/accounts/logout/":
            assert client.post(path).status_code == 403, path
    assert client.post(PAGE).status_code == 403
    child = f"children/{town.xiaoming.public_id}"
    for path in (f"/{child}/", f"/api/v1/{child}", "/nowhere/", "/accounts/display/"):
        assert client.get(path).status_code == 403, path
    # It is still open after all that.
    assert client.get(PAGE).status_code == 200


def test_display_leaves_no_way_back_into_the_login_it_came_from(town: Town) -> None:
    client = log_in(town.user(town.officer).username)
    before = client.cookies["sessionid"].value
    client.post("/accounts/display/")
    assert client.cookies["sessionid"].value != before
    client.cookies["sessionid"] = before
    assert client.get("/county/").status_code == 302


def test_display_is_listed_and_shows_no_numbers_once_it_is_ended(town: Town) -> None:
    name = town.user(town.officer).username
    display, own = open_display(name), log_in(name)
    (row,) = (row for row in ok(own.get("/api/v1/me/sessions"))["results"] if row["is_display"])
    assert own.get("/accounts/devices/").content.decode().count("大屏") == 1

    own.post("/accounts/reauthenticate/", {"password": PASSWORD})
    ended = own.post("/accounts/devices/end/", {"id": row["id"]})
    assert ended["Location"] == "/accounts/devices/"

    answer = display.get(PAGE)
    assert answer["Location"] == "/accounts/login/?next=%2Fdisplay%2F"
    assert is_in(own)


def test_display_lasts_twelve_hours_however_often_it_asks(town: Town) -> None:
    client = open_display(town.user(town.officer).username)
    assert client.session.get_expiry_age() <= 12 * 3600
    client.get(PAGE)
    session = client.session
    # Asked last eleven hours ago: nobody attends to it, so that is no reason to end it.
    session["seen_at"] -= 11 * 3600
    session.save()
    assert client.get(PAGE).status_code == 200
    session = client.session
    session["ends_at"] -= 12 * 3600
    session.save()
    assert client.get(PAGE).status_code == 302


def test_display_ends_itself_by_logging_out(town: Town) -> None:
    client = open_display(town.user(town.officer).username)
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get(PAGE).status_code == 302


def test_only_readers_of_the_county_open_a_display(town: Town) -> None:
    for actor in (town.head_li, town.teacher_wang, town.nurse_sun):
        client = log_in(town.user(actor).username)
        assert client.get("/accounts/display/").status_code == 403
        assert client.post("/accounts/display/").status_code == 403
        assert is_in(client)
    assert Client().post("/accounts/display/").status_code == 302


def test_page_is_not_drawn_in_a_whole_login_which_it_would_keep_open(town: Town) -> None:
    client = log_in(town.user(town.officer).username)
    assert client.get(PAGE)["Location"] == "/accounts/display/"


def test_tokens_are_no_displays(town: Town) -> None:
    open_display(town.user(town.officer).username)
    assert Caller(town.user(town.officer)).get("me").status_code == 200
