"""Links with a secret. It is in the fragment, which browsers send to no server, so that no log contains it."""

from django.http import HttpRequest
from django.urls import reverse


def invitation_url(request: HttpRequest, token: str) -> str:
    """The link of an invitation, as it is shown once to the inviter."""
    return f"{request.build_absolute_uri(reverse('web:invitation'))}#{token}"


def account_url(request: HttpRequest, token: str) -> str:
    """The link with which a person regains access, as it is shown once to the person who issued it."""
    return f"{account_page(request)}#{token}"


def account_page(request: HttpRequest) -> str:
    """The page that opens such links."""
    return request.build_absolute_uri(reverse("account_link"))
