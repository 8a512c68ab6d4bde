"""Links with a secret: it stands in the fragment, which browsers send to no server and no log shows."""

from django.http import HttpRequest
from django.urls import reverse


def invitation_url(request: HttpRequest, token: str) -> str:
    """The link of an invitation, as it is shown once to the inviter."""
    return f"{request.build_absolute_uri(reverse('web:invitation'))}#{token}"


def account_url(request: HttpRequest, token: str) -> str:
    """The link back into a login, as it is shown once to who issued it."""
    return f"{request.build_absolute_uri(reverse('account_link'))}#{token}"
