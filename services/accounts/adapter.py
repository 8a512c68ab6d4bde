"""allauth's questions, answered for a house that people enter by invitation only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: accounts come from invitations (access) and from operators."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Usernames are chosen, never derived from a person."""
