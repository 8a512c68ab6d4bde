"""Making and closing logins."""

from collections.abc import Collection

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from services.accounts.models import User

_DELETE_USER = "DELETE FROM accounts_user WHERE id = %s"


@transaction.atomic
def create_account(*, username: str, password: str, using: str = "default") -> User:
    """Make a login. ValidationError when the password is weak or the name is taken."""
    user = User(username=User.normalize_username(username))
    validate_password(password, user)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save(using=using)
    return user


@transaction.atomic
def create_accounts(*, usernames: Collection[str], password: str) -> dict[str, int]:
    """Logins of a trial that share a password: user ids by name. Those there already stay as they are.

    Their hash is the same, too: a good hash takes 50 ms, and hundreds of people would have to wait for theirs.
    """
    known = User.objects.filter(username__in=usernames)
    if missing := set(usernames) - set(known.values_list("username", flat=True)):
        validate_password(password)
        kept = make_password(password)
        User.objects.bulk_create(User(username=name, password=kept) for name in sorted(missing))
    return dict(known.values_list("username", "pk"))


def deactivate_account(*, user: User) -> None:
    """Take back a login that was made a moment ago and that nothing points to yet."""
    with connection.cursor() as cursor:  # the ORM would look through tenants' tables, which are closed here
        cursor.execute(_DELETE_USER, [user.pk])
