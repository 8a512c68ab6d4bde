"""The user: a login without a real name, because every scope is denied this table."""

from collections.abc import Sequence
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Finds users by name. `actions.create_account` creates them."""


class User(AbstractBaseUser, PermissionsMixin):
    """A login. Real names are in `Staff` and `Officer`."""

    username = models.CharField(_("用户名"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Part of every session's hash: one more, and every session opened before is over, wherever its key is kept.
    session_generation = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        # Django allows a superuser everything before it checks any permission of ours.
        constraints = [models.CheckConstraint(condition=Q(is_superuser=False), name="nobody_is_superuser")]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        session_hash: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]  # the stubs leave it out
        # Generation 0 keeps the hash of releases that had none: their sessions go on.
        return f"{session_hash}{self.session_generation}" if self.session_generation else session_hash

    def unique_error_message(self, model_class: type[models.Model], unique_check: Sequence[str]) -> ValidationError:
        if tuple(unique_check) == ("username",):
            return ValidationError(_("这个用户名已有人使用。"), code="unique")
        return super().unique_error_message(model_class, unique_check)


class Attempts(models.Model):
    """How often something was tried, as `limits` counts it: by person, or by address."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    count = models.PositiveIntegerField()
    began_at = models.DateTimeField()  # of the window that is counted

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="attempts_once")]


class UsedStep(models.Model):
    """The last time step whose code a user has used: no code works twice, and none older."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    step = models.BigIntegerField()
