"""Authentication by user name and password. Permissions come from memberships (access), never from here."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

AnyUser = AbstractBaseUser | AnonymousUser


class PasswordBackend(ModelBackend):
    def has_perm(self, user_obj: AnyUser, perm: str, obj: Model | None = None) -> bool:
        return False

    def get_all_permissions(self, user_obj: AnyUser, obj: Model | None = None) -> set[str]:
        return set()
