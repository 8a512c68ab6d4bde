"""`header-aliases`: the county's own names of a roster's columns."""

from typing import Any

from rest_framework.fields import CharField, IntegerField

from services.access.permissions import Permission
from services.api.resources.serializers import Resource, Serializer
from services.api.views.lists import WholeListView, ordered_by
from services.api.views.objects import CreateMixin, DestroyMixin, ListCreateView
from services.children.actions import header_aliases
from services.children.models import HeaderAlias
from services.children.queries.header_proposals import HeaderProposal, header_proposals


class HeaderAliasSerializer(Resource):
    writable = ("header", "field")
    header = CharField(help_text="表头里的列名")
    field = CharField(allow_blank=True, help_text="名册的哪一项，如 name、guardian_phones；空：不读这一列")


class HeaderAliasListView(ListCreateView):
    required_permissions = {"GET": Permission.VIEW_SCHOOLS, "POST": Permission.MANAGE_HEADER_ALIASES}
    serializer = create_serializer = HeaderAliasSerializer
    queryset = HeaderAlias.objects.filter(is_declined=False)
    orderings = ordered_by("header", "field")

    def create(self, **body: Any) -> HeaderAlias:
        """Read columns of this name as a field; the same name again changes its meaning."""
        return header_aliases.add_alias(**body, by=self.actor, now=self.now)


class HeaderAliasDetailView(DestroyMixin[HeaderAlias]):
    required_permissions = {"DELETE": Permission.MANAGE_HEADER_ALIASES}
    queryset = HeaderAlias.objects.all()

    def destroy(self, alias: HeaderAlias, /) -> None:
        header_aliases.remove_alias(alias=alias, by=self.actor, now=self.now)


class HeaderProposalSerializer(Serializer):
    header = CharField()
    field = CharField(allow_blank=True)
    schools = IntegerField(help_text="有几所学校这样对列")


class DeclinedHeaderSerializer(Serializer):
    header = CharField()


class HeaderProposalListView(CreateMixin, WholeListView):
    """What schools said of columns that nobody knew. `POST header-aliases` takes one over for all schools."""

    required_permissions = {"GET": Permission.MANAGE_HEADER_ALIASES, "POST": Permission.MANAGE_HEADER_ALIASES}
    serializer = HeaderProposalSerializer
    create_serializer = DeclinedHeaderSerializer
    created_serializer = HeaderAliasSerializer

    def get_rows(self) -> list[HeaderProposal]:
        return header_proposals()

    def create(self, *, header: str) -> HeaderAlias:
        """Decline what schools say of a header: it is proposed no more."""
        return header_aliases.decline(header=header, by=self.actor, now=self.now)
