"""`header-aliases`: the county's own names of a roster's columns."""

from typing import Any

from rest_framework.fields import CharField

from services.access.permissions import Permission
from services.api.resources.serializers import Resource
from services.api.views.lists import ordered_by
from services.api.views.objects import DestroyMixin, ListCreateView
from services.children.actions import header_aliases
from services.children.models import HeaderAlias


class HeaderAliasSerializer(Resource):
    writable = ("header", "field")
    header = CharField(help_text="表头里的列名")
    field = CharField(help_text="名册的哪一项，如 name、guardian_phones")


class HeaderAliasListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS, "POST": Permission.MANAGE_HEADER_ALIASES}
    serializer = create_serializer = HeaderAliasSerializer
    queryset = HeaderAlias.objects.all()
    orderings = ordered_by("header", "field")

    def create(self, **body: Any) -> HeaderAlias:
        """Read columns of this name as a field; the same name again changes its meaning."""
        return header_aliases.add_alias(**body, by=self.actor, now=self.now)


class HeaderAliasDetailView(DestroyMixin[HeaderAlias]):
    required_permissions = {"DELETE": Permission.MANAGE_HEADER_ALIASES}
    queryset = HeaderAlias.objects.all()

    def destroy(self, alias: HeaderAlias, /) -> None:
        header_aliases.remove_alias(alias=alias, by=self.actor, now=self.now)
