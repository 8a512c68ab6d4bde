"""Case assignments: why an adult is near a child. An assignment and its grants begin and end together."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from services.access import audit, grants
from services.access.actor import Actor
from services.children import sql
from services.children.access import RECORD, VIEW
from services.children.choices import AssignmentReason, AuditAction
from services.children.models import CaseAssignment, Child, ChildGrant
from services.links.actions import issuing
from services.links.models import Link
from services.schools.models import Staff

Pair = tuple[Child, Staff]


@transaction.atomic
def assign(
    *, child: Child, staff: Staff, reason: AssignmentReason, by: Actor | None, now: datetime, note: str = ""
) -> CaseAssignment:
    """Let a member of staff see and record one child. Return the open assignment where there is one already."""
    return assign_many(pairs=[(child, staff)], reason=reason, by=by, now=now, note=note)[0]


@transaction.atomic
def assign_many(
    *, pairs: Collection[Pair], reason: AssignmentReason, by: Actor | None, now: datetime, note: str = ""
) -> list[CaseAssignment]:
    """Assign many pairs in a few statements; the assignments in the order of the pairs."""
    new = [
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
    CaseAssignment.objects.bulk_create(new, ignore_conflicts=True)
    # bulk_create sets no keys when it ignores conflicts, and an open assignment stays as it is: read all of them again
    open_rows = CaseAssignment.objects.filter(
        reason=reason, until__isnull=True, child__in=[child for child, _ in pairs]
    ).select_related("child", "staff")
    by_pair = {(row.child_id, row.staff_id): row for row in open_rows}
    # A row with an id of ours was written by this call; any other was open before and has its grants.
    new_ids = {row.public_id for row in new}
    created = [row for row in by_pair.values() if row.public_id in new_ids]
    grant(assignments=[row.pk for row in created], by=by, now=now)
    if created:
        audit.log(
            AuditAction.ASSIGNED, target=[row.child for row in created], by=by, now=now, detail={"reason": reason}
        )
    return [by_pair[child.pk, staff.pk] for child, staff in pairs]


@transaction.atomic
def end_assignment(*, assignment: CaseAssignment, by: Actor | None, now: datetime) -> None:
    """End one assignment with its grants and links."""
    end_assignments(assignments=CaseAssignment.objects.filter(pk=assignment.pk), by=by, now=now)
    # the caller's instance shows what the database now holds
    assignment.until, assignment.ended_by_id = now, by.user_id if by else None


@transaction.atomic
def end_assignments(*, assignments: QuerySet[CaseAssignment], by: Actor | None, now: datetime) -> int:
    """End those that are open, with their grants and links; how many."""
    ending = list(assignments.filter(until__isnull=True).select_related("child", "staff"))
    ids = [row.pk for row in ending]
    # The grants first: an assignment that has ended must never still grant anything.
    grants.end_grants(ChildGrant.objects.filter(assignment__in=ids), now=now)
    CaseAssignment.objects.filter(pk__in=ids).update(until=now, ended_by_id=by.user_id if by else None)
    if ending:
        audit.log(AuditAction.ASSIGNMENT_ENDED, target=[row.child for row in ending], by=by, now=now)
        _end_links(ending, by, now)
    return len(ending)


def _end_links(ended: Collection[CaseAssignment], by: Actor | None, now: datetime) -> None:
    """End the links that these people could no longer issue."""
    people = {row.staff.user_id for row in ended}
    issuing.end_unfounded(links=Link.objects.filter(issued_by__in=people), by=by, now=now)


@transaction.atomic
def grant_open_assignments(*, staff: Staff, by: Actor | None, now: datetime) -> int:
    """Give staff who have just got a login the grants of their open assignments; how many assignments."""
    # A teacher may be assigned to a class before having a login; access begins with the login.
    ungranted = CaseAssignment.objects.filter(~Q(grants__user=staff.user_id), staff=staff, until__isnull=True)
    ids = list(ungranted.values_list("pk", flat=True))
    grant(assignments=ids, by=by, now=now)
    return len(ids)


def grant(*, assignments: Collection[int], by: Actor | None, now: datetime) -> int:
    """Grant the staff of these assignments, as far as they have a login, to view and record; how many grants."""
    permissions = [grants.permission_id("children.child", codename) for codename in (VIEW, RECORD)]
    values = {
        "assignments": list(assignments),
        "permissions": permissions,
        "by": by.user_id if by else None,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.INSERT_GRANTS, values)
        return int(cursor.rowcount)
