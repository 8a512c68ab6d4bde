"""Every address requires a permission or has a reason not to; every link of the layout resolves."""

import pytest
from django.conf import settings
from django.urls import get_resolver

from services.access.permissions import Permission
from services.access.roles import ROLES, Role
from services.web import layout
from services.web.home import HOME_PAGES
from tests.guards.addresses import API, OPEN, WEB, Address

ROOT_PATTERNS = {"api/v1/", "", "accounts/", "i18n/", "healthz", "readyz"}
CLOSED_API = [address for address in API if address.label not in OPEN]
CLOSED = [address for address in [*API, *WEB] if address.label not in OPEN]
PAGES = {address.label: address for address in WEB}


@pytest.mark.parametrize("address", CLOSED, ids=lambda address: address.label)
def test_address_names_its_permission(address: Address) -> None:
    required = getattr(address.view, "required_permissions", ())
    permissions = required.values() if isinstance(required, dict) else required
    assert permissions, (
        f"{address.label}: set `required_permissions = {{…}}` or `@requires(Permission.…)`, or give a reason in OPEN"
    )
    assert all(isinstance(permission, Permission) for permission in permissions)
    assert not getattr(address.view, "unscoped", False), f"{address.label} is unscoped: give a reason in OPEN"


@pytest.mark.parametrize("address", CLOSED_API, ids=lambda address: address.label)
def test_api_method_names_its_permission(address: Address) -> None:
    assert set(address.view.required_permissions) == set(address.methods), (
        f"{address.label}: `required_permissions` and the methods differ"
    )


def test_page_requires_a_csrf_token() -> None:
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    assert [address.label for address in WEB if getattr(address.view, "csrf_exempt", False)] == []


def test_labels_are_unique_and_every_open_one_exists() -> None:
    labels = [address.label for address in [*API, *WEB]]
    assert len(labels) == len(set(labels))
    assert [label for label in OPEN if label not in labels] == []


def test_root_urls_include_nothing_else() -> None:
    assert {str(pattern.pattern) for pattern in get_resolver().url_patterns} == ROOT_PATTERNS


@pytest.mark.parametrize("role", Role)
def test_navigation_entries_open(role: Role) -> None:
    entries = [entry for entry in layout.NAV[role] if entry.permission in ROLES[role].permissions]
    unknown = [entry.url_name for entry in entries if entry.url_name not in PAGES]
    closed = [
        entry.url_name for entry in entries if entry.url_name in PAGES and not PAGES[entry.url_name].allows(role, "GET")
    ]
    assert (unknown, closed) == ([], []), f"{role}: entries without an address; entries closed to the role"
    assert len(entries) <= layout.MAX_ENTRIES


@pytest.mark.parametrize("role", Role)
def test_home_page_opens(role: Role) -> None:
    assert HOME_PAGES[role] in PAGES, f"{HOME_PAGES[role]} is not in services/web/urls.py yet"
    assert PAGES[HOME_PAGES[role]].allows(role, "GET")


def test_layout_links_resolve() -> None:
    assert {key: name for key, name in layout._URLS.items() if not layout.url(name)} == {}
