"""Only the pages that are meant have an address under accounts/."""

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.cast import Town

MOUNTED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reauthenticate",
    "account_change_password",
    "account_still_here",
    "account_devices",
    "account_devices_end",
    "account_display",
    "account_own_email",
    "account_own_email_code",
    "account_link",
    "account_link_password",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}


def test_mounted_pages_are_the_listed_ones() -> None:
    accounts = next(part for part in get_resolver().url_patterns if str(part.pattern) == "accounts/")
    names = [pattern.name for pattern in accounts.url_patterns]
    assert sorted(names) == sorted(MOUNTED)


@pytest.mark.parametrize(
    "path", ["email/", "password/reset/", "password/set/", "confirm-email/", "login/code/confirm/"]
)
def test_pages_to_a_password_without_the_old_one_are_not_there(town: Town, path: str) -> None:
    assert Client().get(f"/accounts/{path}").status_code == 404
