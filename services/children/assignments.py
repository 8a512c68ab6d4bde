"""Why an adult is near a child: an entrustment and the grants that go with it, given and ended together."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from services.access import audit, grants
from services.access.actor import Actor
from services.children.access import RECORD, VIEW
from services.children.choices import AssignmentReason, AuditAction
from services.children.models import CaseAssignment, Child, ChildGrant
from services.schools.models import Staff

Pair = tuple[Child, Staff]
_GRANT = """
INSERT INTO children_childgrant (school_id, county_id, user_id, permission_id, content_object_id, assignment_id,
                                 granted_by_id, granted_at)
SELECT e.school_id, e.county_id, s.user_id, permission, e.child_id, e.id, coalesce(%(by)s, s.user_id), %(now)s
  FROM children_caseassignment e
  JOIN schools_staff s ON s.school_id = e.school_id AND s.id = e.staff_id AND s.user_id IS NOT NULL
 CROSS JOIN unnest(%(permissions)s::bigint[]) AS permission
 WHERE e.id = ANY(%(ids)s)
"""


@transaction.atomic
def assign(
    *, child: Child, staff: Staff, reason: AssignmentReason, by: Actor | None, now: datetime, note: str = ""
) -> CaseAssignment:
    """Let a member of staff see and record one child, because of `reason`. Entrusted already: the same entrustment."""
    return assign_many(pairs=[(child, staff)], reason=reason, by=by, now=now, note=note)[0]


@transaction.atomic
def assign_many(
    *, pairs: Collection[Pair], reason: AssignmentReason, by: Actor | None, now: datetime, note: str = ""
) -> list[CaseAssignment]:
    """As `entrust`, for many pairs in a few statements; answers in the order of the pairs."""
    wanted = [
        CaseAssignment(
            school_id=child.school_id,
            county_id=child.county_id,
            child=child,
            staff=staff,
            reason=reason,
            note=note,
            since=now,
        )
        for child, staff in pairs
    ]
    CaseAssignment.objects.bulk_create(wanted, ignore_conflicts=True)
    standing = _open(reason).filter(child__in=[child for child, _ in pairs]).select_related("child", "staff")
    by_pair = {(one.child_id, one.staff_id): one for one in standing}
    fresh_ids = {one.public_id for one in wanted}
    fresh = [one for one in by_pair.values() if one.public_id in fresh_ids]
    grant(assignments=[one.pk for one in fresh], by=by, now=now)
    if fresh:
        audit.log(AuditAction.ASSIGNED, target=[one.child for one in fresh], by=by, now=now, detail={"reason": reason})
    return [by_pair[child.pk, staff.pk] for child, staff in pairs]


@transaction.atomic
def end_assignment(*, assignment: CaseAssignment, by: Actor | None, now: datetime) -> None:
    """End an entrustment: from now on this adult sees nothing of the child because of it."""
    end_assignments(assignments=CaseAssignment.objects.filter(pk=assignment.pk), by=by, now=now)
    assignment.until, assignment.ended_by_id = now, by.user_id if by else None


@transaction.atomic
def end_assignments(*, assignments: QuerySet[CaseAssignment], by: Actor | None, now: datetime) -> int:
    """End those that are open, with their grants; how many."""
    ending = list(assignments.filter(until__isnull=True).select_related("child"))
    ids = [one.pk for one in ending]
    grants.end_grants(ChildGrant.objects.filter(assignment__in=ids), now=now)
    CaseAssignment.objects.filter(pk__in=ids).update(until=now, ended_by_id=by.user_id if by else None)
    if ending:
        audit.log(AuditAction.ASSIGNMENT_ENDED, target=[one.child for one in ending], by=by, now=now)
    return len(ending)


@transaction.atomic
def grant_open_assignments(*, staff: Staff, by: Actor | None, now: datetime) -> int:
    """Give someone who has just got a login the grants of the entrustments they already hold; how many."""
    waiting = CaseAssignment.objects.filter(~Q(grants__user=staff.user_id), staff=staff, until__isnull=True)
    ids = list(waiting.values_list("pk", flat=True))
    grant(assignments=ids, by=by, now=now)
    return len(ids)


def grant(*, assignments: Collection[int], by: Actor | None, now: datetime) -> int:
    """Both grants on each child to whoever has a login, in one statement; without one the entrustment waits for it."""
    permissions = [grants.permission_id("children.child", codename) for codename in (VIEW, RECORD)]
    values = {"ids": list(assignments), "permissions": permissions, "by": by.user_id if by else None, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_GRANT, values)
        return int(cursor.rowcount)


def _open(reason: AssignmentReason) -> QuerySet[CaseAssignment]:
    return CaseAssignment.objects.filter(reason=reason, until__isnull=True)
