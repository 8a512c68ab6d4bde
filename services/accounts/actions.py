"""Making and closing logins."""

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from services.accounts.models import User


@transaction.atomic
def open_account(*, username: str, password: str, using: str = "default") -> User:
    """Make a login. ValidationError when the password is weak or the name is taken."""
    user = User(username=User.normalize_username(username))
    validate_password(password, user)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save(using=using)
    return user


def close_account(*, user: User) -> None:
    """Close a login for good. Its rows stay: the trail names it."""
    user.is_active = False
    user.save(update_fields=["is_active"])


def withdraw_account(*, user: User) -> None:
    """Take back a login that was made a moment ago and that nothing points to yet."""
    with connection.cursor() as cursor:  # the ORM would look through tenants' tables, which are closed here
        cursor.execute("DELETE FROM accounts_user WHERE id = %s", [user.pk])
