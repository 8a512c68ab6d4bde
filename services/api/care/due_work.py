"""`due-work`: what is still to do, and postponing it."""

from datetime import date, datetime

from django.db.models import QuerySet
from rest_framework.fields import BooleanField, DateField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import Computed, EnumField
from services.api.resources.filters import BooleanFilter, ChoiceFilter, UuidFilter
from services.api.resources.references import child_reference, staff_reference
from services.api.resources.serializers import Resource
from services.api.views.base import BaseView
from services.api.views.lists import KeysetListView, ordered_by
from services.api.views.objects import ActionView
from services.care import access, queries
from services.care.actions import due_work
from services.care.choices import AuditAction, DueState
from services.care.models import DueWork
from services.plans.choices import CareActivity


def is_late(view: BaseView, state: str, due_on: date, pairing_ended_at: datetime | None) -> bool:
    return state == DueState.DUE and pairing_ended_at is None and due_on < view.today


class DueWorkSerializer(Resource):
    child = child_reference()
    staff = staff_reference()
    activity = EnumField(CareActivity)
    period_start = DateField()
    period_end = DateField()
    due_on = DateField()
    state = EnumField(DueState)
    is_late = Computed(BooleanField(), is_late, "state", "due_on", "pairing.ended_at")
    record = UUIDField(source="record.public_id", allow_null=True)


class DueWorkListView(KeysetListView):
    required_permissions = {"GET": Permission.VIEW_CARE}
    serializer = DueWorkSerializer
    audit_action, audit_columns = AuditAction.DUE_WORK_VIEWED, ("child__public_id",)
    orderings = ordered_by("due_on", "-due_on")
    filters = {
        "late": BooleanFilter(),
        "staff": UuidFilter("staff__public_id"),
        "child": UuidFilter("child__public_id"),
        "activity": ChoiceFilter(CareActivity.values, "activity"),
        "state": ChoiceFilter(DueState.values, "state"),
    }

    def get_queryset(self) -> QuerySet[DueWork]:
        rows, late = access.visible_due(self.actor, self.now), self.params["late"]
        if late is None:
            return rows
        # The app's definition as a set; `is_late` of a row says the same without a second query.
        overdue = queries.overdue_work(self.today).values("pk")
        return rows.filter(pk__in=overdue) if late else rows.exclude(pk__in=overdue)


class DueWorkPostponeView(ActionView[DueWork]):
    required_permissions = {"POST": Permission.RECORD_CARE}

    def get_queryset(self) -> QuerySet[DueWork]:
        # Own work only, also for a head who sees everybody's: postponing changes what its teacher is reminded of.
        rows = access.visible_due(self.actor, self.now)
        return rows.filter(staff=self.actor.staff_id, state=DueState.DUE)

    def perform(self, work: DueWork, /) -> None:
        """稍后: out of the list and of reminders until tomorrow; the due day stays."""
        due_work.postpone(work=work, now=self.now)
