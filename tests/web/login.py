"""Log a person of the cast into a browser page, without the login form; open a page so; what the page keeps of them."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from playwright.sync_api import Page

from services.access.actor import Actor
from tests.cast import Town
from tests.journeys import browser


def log_in(page: Page, town: Town, actor: Actor, base_url: str) -> None:
    """The session is a real one; `base_url` is that of a live server."""
    client = Client()
    client.force_login(town.user(actor), backend="services.accounts.backend.PasswordBackend")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": base_url}])


def opener(new_page: Any, town: Town, actor: Actor, base_url: str, path: str) -> Callable[..., Page]:
    """What opens one page as one person, at a width in pixels."""

    def open_at(width: int = 1440) -> Page:
        page: Page = new_page(width=width)
        log_in(page, town, actor, base_url)
        page.goto(f"{base_url}{path}")
        return page

    return open_at


def wait_for_draft(page: Page) -> None:
    """Wait until the page has kept what was typed: 0.3 s after the last key, later on a busy machine."""
    browser.wait_until(page, "Object.keys(localStorage).some((name) => name.startsWith('draft:'))")
