"""`links`: pages given to people without an account, and what they answered; the link itself is shown once."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.fields import CharField, ChoiceField, DateTimeField, IntegerField, UUIDField
from rest_framework.request import Request
from rest_framework.response import Response

from services.access import audit
from services.access.permissions import Permission
from services.api.children.views import ChildView
from services.api.resources.rows import Row, Source
from services.api.resources.serializers import Resource, Serializer
from services.api.views.base import BaseView
from services.api.views.lists import KeysetListView, ordered_by
from services.api.views.objects import CreateMixin, DestroyMixin, DetailView
from services.links import kinds, queries
from services.links.actions import issuing
from services.links.choices import AuditAction
from services.links.models import Link


class IssuedLinkSerializer(Resource):
    kind = CharField()
    subject = UUIDField(help_text="这一页说的是谁：孩子的 id")
    purpose = CharField(allow_blank=True)
    question = CharField(allow_blank=True, help_text="发的人写的问题；没有的为空")
    created_at = DateTimeField()
    expires_at = DateTimeField()
    last_used_at = DateTimeField(allow_null=True)
    revoked_at = DateTimeField(allow_null=True)
    uses = IntegerField()
    max_uses = IntegerField(help_text="能在几部手机上打开")


class AnswerSerializer(Serializer):
    choice = CharField()
    label = CharField(help_text="按钮上的字")
    question = CharField(help_text="当时问的话")
    note = CharField(source="note_text", allow_blank=True)
    answered_at = DateTimeField()


class LinkWithAnswersSerializer(IssuedLinkSerializer):
    answers = AnswerSerializer(many=True, help_text="新的在前，第一个算数")


class IssueLinkSerializer(Serializer):
    kind = ChoiceField(choices=kinds.choices())  # the apps have registered theirs before any address is read
    subject = UUIDField()
    purpose = CharField(max_length=issuing.MAX_PURPOSE_LENGTH, required=False, default="", allow_blank=True)
    days = IntegerField(min_value=1, required=False, allow_null=True, default=None)
    question = CharField(
        max_length=issuing.MAX_QUESTION_LENGTH,
        required=False,
        default="",
        allow_blank=True,
        help_text="征求同意时写明问什么事",
    )
    digits = CharField(max_length=4, required=False, default="", allow_blank=True, help_text="看望的人手机号的最后四位")


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

    def create(self, **values: Any) -> Row:
        """Issue a link about one subject. Its token is in the fragment, which no server gets; of a feed in the path."""
        link, token = issuing.issue_link(**values, by=self.by, now=self.now)
        url = self.request.build_absolute_uri(kinds.get(link.kind).path(token))
        return {"id": link.public_id, "url": url, "expires_at": link.expires_at}


class LinkDetailView(LinkView, DetailView[Link], DestroyMixin[Link]):
    serializer, reads_instance = LinkWithAnswersSerializer, True
    required_permissions = {"GET": Permission.ISSUE_LINKS, "DELETE": Permission.ISSUE_LINKS}

    def get_queryset(self) -> QuerySet[Link]:
        return queries.with_answers(super().get_queryset())

    def log_access(self, rows: Sequence[Source]) -> None:
        audit.log(AuditAction.LINKS_VIEWED, target=[row.subject for row in rows], by=self.actor, now=self.now)

    def destroy(self, target: Link, /) -> None:
        """Revoke the link; its row stays, so that it can be asked about."""
        issuing.revoke_link(link=target, by=self.by, now=self.now)


class ChildLinksSerializer(Serializer):
    links = LinkWithAnswersSerializer(many=True)


class ChildLinksView(ChildView):
    required_permissions = {"GET": Permission.ISSUE_LINKS}
    serializer = ChildLinksSerializer

    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """The last 50 links about this child, whoever issued them: a new teacher must know what visitors reported."""
        child = self.get_object()
        rows = queries.with_answers(queries.about(child.public_id))
        audit.log(AuditAction.LINKS_VIEWED, target=child, by=self.actor, now=self.now)
        return Response(self.represent({"links": rows}))
