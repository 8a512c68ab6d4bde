"""Class teachers: assigned to the children of their class when they are set, and no longer when they go."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor
from services.access.choices import AuditAction
from services.children.assignments import assign_many, end_assignments
from services.children.choices import AssignmentReason, PupilState
from services.children.models import CaseAssignment, Child
from services.kit.exceptions import ApplicationError
from services.schools.models import SchoolClass, Staff


class UnableToAssignClassTeacher(ApplicationError):
    """The person cannot be a class teacher; the message says why."""


@transaction.atomic
def assign_class_teacher(*, school_class: SchoolClass, staff: Staff | None, by: Actor | None, now: datetime) -> None:
    """Set the teacher of a class, or none; the former one loses access to the children of the class.

    Raises UnableToAssignClassTeacher.
    """
    if staff and not staff.is_active:
        raise UnableToAssignClassTeacher(_("这位教职工已离岗。"), field="staff")
    if school_class.class_teacher_id == (staff.pk if staff else None):
        return
    school_class.class_teacher = staff
    school_class.save(update_fields=["class_teacher"])
    audit.log(AuditAction.CLASS_TEACHER_ASSIGNED, target=school_class, by=by, now=now)
    children = Child.objects.filter(pupil__school_class=school_class, closed_on__isnull=True)
    sync_assignments(children=set(children.values_list("pk", flat=True)), by=by, now=now)


@transaction.atomic
def sync_assignments(*, children: Collection[int], by: Actor | None, now: datetime) -> None:
    """Assign each child to the teacher of its present class, and to no former one."""
    # Compared as sets, so that an import of a thousand pupils takes as few statements as one edit.
    with_teacher = SchoolClass.objects.filter(class_teacher__isnull=False)
    teachers = dict(with_teacher.values_list("pk", "class_teacher_id"))
    at_school = Child.objects.filter(pk__in=children, closed_on__isnull=True, pupil__state=PupilState.ENROLLED)
    classes = at_school.filter(pupil__school_class__in=teachers).values_list("pk", "pupil__school_class_id")
    expected = {child: teachers[school_class] for child, school_class in classes} if teachers else {}
    current = CaseAssignment.objects.filter(
        child__in=children, reason=AssignmentReason.CLASS_TEACHER, until__isnull=True
    )
    rows = list(current.values_list("pk", "child_id", "staff_id"))
    # end before assigning: an open assignment per child, staff and reason is unique
    if outdated := [pk for pk, child, staff in rows if expected.get(child) != staff]:
        end_assignments(assignments=CaseAssignment.objects.filter(pk__in=outdated), by=by, now=now)
    existing = {(child, staff) for _pk, child, staff in rows}
    missing = {child: staff for child, staff in expected.items() if (child, staff) not in existing}
    if missing:
        staff_rows = Staff.objects.in_bulk(set(missing.values()))
        pairs = [
            (child, staff_rows[missing[child.pk]]) for child in Child.objects.filter(pk__in=missing).order_by("pk")
        ]
        assign_many(pairs=pairs, reason=AssignmentReason.CLASS_TEACHER, by=by, now=now)
