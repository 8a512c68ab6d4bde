"""Settings of allauth: users come from invitations only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No sign-up: logins come from invitations (access) and from the operator."""
        return False

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Keep the chosen user name; allauth would derive one from the e-mail address."""
