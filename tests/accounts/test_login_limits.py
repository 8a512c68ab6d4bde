"""Guessing is stopped by person and address, spraying by address; nobody is locked out of everywhere by others."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test import Client

from services.accounts.limits import FAILED_LOGINS, SECOND_FACTOR
from services.kit.client_address import TrustedProxyMiddleware
from tests.cast import PASSWORD, Town

pytestmark = pytest.mark.usefixtures("at_monday")
SCHOOL, HOME = "203.0.113.7", "198.51.100.9"


def at_page(username: str, password: str, address: str) -> bool:
    answer = Client(REMOTE_ADDR=address).post("/accounts/login/", {"login": username, "password": password})
    return answer.status_code == 302


def at_api(username: str, password: str, address: str) -> bool:
    body = {"username": username, "password": password}
    answer = Client(REMOTE_ADDR=address).post("/api/v1/auth/token", body, content_type="application/json")
    return bool(answer.status_code == 201)


@pytest.mark.parametrize("log_in", [at_page, at_api])
def test_guessing_locks_person_and_address_not_the_person(town: Town, log_in: Any) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert not log_in("wang_a", "guess", SCHOOL)
    assert not log_in("wang_a", PASSWORD, SCHOOL)
    assert log_in("wang_a", PASSWORD, HOME)
    assert log_in("chen_a", PASSWORD, SCHOOL)


@pytest.mark.parametrize("log_in", [at_page, at_api])
def test_spraying_over_names_is_stopped_and_spares_who_is_known_there(town: Town, log_in: Any) -> None:
    assert log_in("chen_a", PASSWORD, SCHOOL)
    for number in range(FAILED_LOGINS.count):
        assert not log_in(f"nobody{number}", PASSWORD, SCHOOL)
    assert not log_in("wang_a", PASSWORD, SCHOOL)
    assert log_in("chen_a", PASSWORD, SCHOOL)
    assert log_in("wang_a", PASSWORD, HOME)


def test_a_hundred_people_log_in_from_one_address_at_eight(town: Town) -> None:
    for _ in range(50):
        assert at_page("wang_a", PASSWORD, SCHOOL)
        assert at_api("chen_a", PASSWORD, SCHOOL)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "10.9.9.9, 203.0.113.7", "203.0.113.7"),  # the first is the caller's own claim
        ("127.0.0.1", "203.0.113.7, 127.0.0.1", "203.0.113.7"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("198.51.100.9", "203.0.113.7", "198.51.100.9"),  # no proxy of ours
    ],
)
def test_address_comes_from_trusted_proxies_alone(peer: str, forwarded: str, address: str) -> None:
    request = HttpRequest()
    request.META.update(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded, HTTP_X_FORWARDED_PROTO="https")
    seen: list[dict[str, Any]] = []
    TrustedProxyMiddleware(lambda request: seen.append(dict(request.META)))(request)  # type: ignore[arg-type, func-returns-value]
    assert seen[0]["REMOTE_ADDR"] == address
    assert "HTTP_X_FORWARDED_FOR" not in seen[0]
    assert ("HTTP_X_FORWARDED_PROTO" in seen[0]) is (peer != "198.51.100.9")


def test_claimed_addresses_do_not_escape_the_lock(town: Town) -> None:
    for number in range(settings.AXES_FAILURE_LIMIT):
        headers = {"X-Forwarded-For": f"192.0.2.{number}"}
        Client(REMOTE_ADDR=SCHOOL, headers=headers).post("/accounts/login/", {"login": "wang_a", "password": "guess"})
    assert not at_page("wang_a", PASSWORD, SCHOOL)


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_counted_one_by_one(lasting_town: Town) -> None:
    def claim(_number: int) -> bool:
        try:
            return SECOND_FACTOR.claim(lasting_town.admin_zhao.user_id, now=lasting_town.monday)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(40))) == SECOND_FACTOR.count
