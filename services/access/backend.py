"""Authentication backend for `user.has_perm("children.view_child", child)`: true only for an active grant."""

from django.apps import apps
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from services.access import grants
from services.access.models import Grant
from services.kit import clock


class GrantBackend(BaseBackend):
    def has_perm(self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: Model | None = None) -> bool:
        """Whether the user holds an active grant on the object. Without an object the answer is False."""
        if obj is None or user_obj.pk is None or not user_obj.is_active:
            return False
        grant = grant_model(type(obj))
        if grant is None:
            return False
        _, _, codename = perm.rpartition(".")
        try:
            rows = grants.active_grants(grant, user_id=user_obj.pk, codename=codename, now=clock.now())
        except LookupError:
            return False
        about: dict[str, object] = {"content_object": obj}  # a field of the concrete tables, not of the base
        return rows.filter(**about).exists()


def grant_model(model: type[Model]) -> type[Grant] | None:
    """The grant table with a foreign key to a model, where it has one."""
    candidates = [candidate for candidate in apps.get_models() if issubclass(candidate, Grant)]
    return next((grant for grant in candidates if grants.target_model(grant) is model), None)
