"""The logins of the demo."""

from collections.abc import Collection

from django.contrib.auth.hashers import make_password
from django.db import transaction

from services.accounts.models import User


@transaction.atomic
def create_accounts(*, usernames: Collection[str], password: str) -> dict[str, int]:
    """Create the missing logins with one password, and return user ids by name.

    Not the action that people use: hashing takes 50 ms, and hundreds of logins of a demo may share one hash.
    """
    existing = User.objects.filter(username__in=usernames)
    if missing := set(usernames) - set(existing.values_list("username", flat=True)):
        password_hash = make_password(password)
        User.objects.bulk_create(User(username=name, password=password_hash) for name in sorted(missing))
    return dict(existing.values_list("username", "pk"))
