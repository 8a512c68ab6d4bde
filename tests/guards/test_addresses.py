"""Every address demands a permission or says why not; every way that a page offers leads somewhere."""

import pytest
from django.conf import settings
from django.urls import get_resolver

from services.access.permissions import Permission
from services.access.roles import ROLES, Role
from services.web import layout
from services.web.home import HOME_PAGES
from tests.guards.addresses import API, OPEN, WEB, Address

ROOF = {"api/v1/", "", "accounts/", "accounts/mfa/", "i18n/", "healthz", "readyz"}
CLOSED = [address for address in [*API, *WEB] if address.label not in OPEN]
PAGES = {address.label: address for address in WEB}


@pytest.mark.parametrize("address", CLOSED, ids=lambda each: each.label)
def test_an_address_names_its_permission(address: Address) -> None:
    may = getattr(address.view, "may", ())
    needs = may.values() if isinstance(may, dict) else may
    assert needs, f"{address.label}: name its May (`may = {{…}}` or `@page(May.…)`), or give a reason in OPEN"
    assert all(isinstance(need, Permission) for need in needs)
    assert not getattr(address.view, "unscoped", False), f"{address.label} is unscoped: give a reason in OPEN"


@pytest.mark.parametrize("address", [each for each in API if each.label not in OPEN], ids=lambda each: each.label)
def test_each_method_of_the_api_names_its_own(address: Address) -> None:
    assert set(address.view.required_permissions) == set(address.methods), (
        f"{address.label}: `may` and the methods differ"
    )


def test_no_page_takes_a_form_without_its_token() -> None:
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    assert [address.label for address in WEB if getattr(address.view, "csrf_exempt", False)] == []


def test_no_two_addresses_share_a_name_and_no_open_one_is_forgotten() -> None:
    labels = [address.label for address in [*API, *WEB]]
    assert len(labels) == len(set(labels))
    assert [label for label in OPEN if label not in labels] == []


def test_the_roof_knows_no_other_doors() -> None:
    assert {str(each.pattern) for each in get_resolver().url_patterns} == ROOF


@pytest.mark.parametrize("role", Role)
def test_every_entry_of_the_rail_opens(role: Role) -> None:
    shown = [entry for entry in layout.NAV[role] if entry.needs in ROLES[role].permissions]
    unknown = [entry.to for entry in shown if entry.to not in PAGES]
    closed = [entry.to for entry in shown if entry.to in PAGES and not PAGES[entry.to].lets(role, "GET")]
    assert (unknown, closed) == ([], []), f"{role}: pages without an address; pages that refuse the role"
    assert len(shown) <= layout.MAX_ENTRIES


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_desk_that_opens(role: Role) -> None:
    assert HOME_PAGES[role] in PAGES, f"{HOME_PAGES[role]} is not in services/web/urls.py yet"
    assert PAGES[HOME_PAGES[role]].lets(role, "GET")


def test_the_frame_links_to_pages_that_exist() -> None:
    assert {word: name for word, name in layout._URLS.items() if not layout.url(name)} == {}
