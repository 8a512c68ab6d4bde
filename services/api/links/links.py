"""`links`: pages given to people without an account; the link itself is answered once."""

from uuid import UUID

from django.db.models import QuerySet
from rest_framework.fields import CharField, ChoiceField, DateTimeField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.resources.rows import Row
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import KeysetListView, ordered_by
from services.api.views.objects import CreateMixin, DestroyMixin, DetailView
from services.links import actions, kinds, queries
from services.links.choices import AuditAction
from services.links.models import Link

OPEN_PATH = "/open/"


class IssuedLinkSerializer(Resource):
    kind = CharField()
    subject = UUIDField(help_text="这一页说的是谁：孩子的 id")
    purpose = CharField(allow_blank=True)
    created_at = DateTimeField()
    expires_at = DateTimeField()
    last_used_at = DateTimeField(allow_null=True)
    revoked_at = DateTimeField(allow_null=True)
    uses = IntegerField()
    max_uses = IntegerField(help_text="能在几部手机上打开")


class IssueLinkSerializer(Serializer):
    kind = ChoiceField(choices=kinds.choices())  # the apps have registered theirs before any address is read
    subject = UUIDField()
    purpose = CharField(max_length=actions.MAX_PURPOSE_LENGTH, required=False, default="", allow_blank=True)
    days = IntegerField(min_value=1, required=False, allow_null=True, default=None)


class NewLinkSerializer(Serializer):
    id = UUIDField()
    url = CharField(help_text="只显示这一次")
    expires_at = DateTimeField()


class LinkView(BaseView):
    serializer = IssuedLinkSerializer
    audit_action, audit_columns = AuditAction.LINKS_VIEWED, ("subject",)

    def get_queryset(self) -> QuerySet[Link]:
        return queries.visible_to(self.actor)


class LinkListView(LinkView, CreateMixin, KeysetListView):
    required_permissions = {"GET": Permission.ISSUE_LINKS, "POST": Permission.ISSUE_LINKS}
    create_serializer, created_serializer = IssueLinkSerializer, NewLinkSerializer
    orderings = ordered_by("-created_at")

    def create(self, *, kind: str, subject: UUID, purpose: str, days: int | None) -> Row:
        """Issue a link about one subject. Its token is in the fragment, which browsers send to no server."""
        link, token = actions.issue_link(
            kind=kind, subject=subject, purpose=purpose, days=days, by=self.by, now=self.now
        )
        url = self.request.build_absolute_uri(f"{OPEN_PATH}#{token}")
        return {"id": link.public_id, "url": url, "expires_at": link.expires_at}


class LinkDetailView(LinkView, DetailView[Link], DestroyMixin[Link]):
    required_permissions = {"GET": Permission.ISSUE_LINKS, "DELETE": Permission.ISSUE_LINKS}

    def destroy(self, target: Link, /) -> None:
        """Revoke the link; its row stays, so that it can be asked about."""
        actions.revoke_link(link=target, by=self.by, now=self.now)
