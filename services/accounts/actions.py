"""Create and delete logins."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from services.accounts import logins
from services.accounts.limits import SECOND_FACTOR
from services.accounts.models import User

MAX_PASSWORD_LENGTH = 200  # characters; hashing a longer one would only cost time
_DELETE_USER = "DELETE FROM accounts_user WHERE id = %s"


@transaction.atomic
def create_account(*, username: str, password: str, using: str = "default") -> User:
    """Create a login. Raises ValidationError for a weak password or a name that is taken."""
    user = User(username=User.normalize_username(username))
    validate_password(password, user)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save(using=using)
    return user


@transaction.atomic
def recover_account(*, user: User, password: str) -> None:
    """Give a user a new password, without second factors, logged in nowhere. Raises ValidationError if it is weak."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    SECOND_FACTOR.clear(user.pk)
    logins.end_everything(user_id=user.pk)


def deactivate_account(*, user: User) -> None:
    """Delete a login that was just created and that no row refers to."""
    with connection.cursor() as cursor:  # the ORM would query tenant tables, which have no scope here
        cursor.execute(_DELETE_USER, [user.pk])
