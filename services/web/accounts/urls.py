"""Allauth's pages that are used, one by one, and ours beside them. What is not named here has no address.

Its own lists would also mount pages for e-mail addresses, sign-up by passkey and reset by mail: from a session left
open each of them leads to a new password without the old one.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from services.web.accounts import account_links, devices, displays, own_email

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),  # says that logins come by invitation
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("mfa/", mfa.index, name="mfa_index"),
    path("mfa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("mfa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("mfa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("mfa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("mfa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("mfa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("mfa/recovery-codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("mfa/webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("mfa/webauthn/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("mfa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("mfa/webauthn/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("mfa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("still-here/", devices.still_here, name="account_still_here"),
    path("devices/", devices.devices, name="account_devices"),
    path("devices/end/", devices.end, name="account_devices_end"),
    path("display/", displays.display, name="account_display"),
    path("own-email/", own_email.enter, name="account_own_email"),
    path("own-email/code/", own_email.confirm, name="account_own_email_code"),
    path("link/", account_links.show, name="account_link"),
    path("link/password/", account_links.set_password, name="account_link_password"),
]
