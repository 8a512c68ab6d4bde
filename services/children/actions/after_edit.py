"""What follows every edit of a pupil or its family: revision, stale card, case file, class teacher."""

from datetime import datetime

from django.db.models import F

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.audit import Target
from services.access.permissions import Permission
from services.children.actions.class_teachers import sync_assignments
from services.children.choices import AuditAction, OpeningReason
from services.children.models import Child, ContactCard, Pupil
from services.children.queries import basis
from services.kit import clock


def after_edit(
    pupil: Pupil,
    action: AuditAction,
    *,
    by: Actor,
    now: datetime,
    fields: list[str],
    on_card: bool = True,
    of_family: bool = True,
    target: Target | None = None,
) -> None:
    """Call inside the action's transaction, after its rows are written.

    `on_card`: the contact card shows it. `of_family`: a case file may be due because of it.
    """
    require_permission(by, Permission.EDIT_PUPIL)
    today = clock.local_date(now)
    # in the database, because imports compare revisions
    Pupil.objects.filter(pk=pupil.pk).update(revision=F("revision") + 1, updated_at=now)
    if on_card:
        ContactCard.objects.filter(child__pupil=pupil, stale_on__isnull=True).update(stale_on=today)
    audit.log(action, target=target or pupil, by=by, now=now, detail={"fields": fields})
    if of_family:
        open_case_file(pupil, by=by, now=now)


def open_case_file(pupil: Pupil, *, by: Actor | None, now: datetime) -> Child | None:
    """Open a case file when the reported status or D1 says yes; None when it is not due or open already."""
    today = clock.local_date(now)
    # None where no file is due; a row says by its value which of the two reasons it is.
    is_reported = (
        basis.needs_case_file(Pupil.objects.filter(pk=pupil.pk), today).values_list("is_reported", flat=True).first()
    )
    if is_reported is None:
        return None
    child = Child.objects.create(
        school_id=pupil.school_id,
        county_id=pupil.county_id,
        pupil=pupil,
        opened_on=today,
        opening_reason=OpeningReason.REPORTED if is_reported else OpeningReason.D1,
    )
    audit.log(AuditAction.CASE_FILE_OPENED, target=child, by=by, now=now)
    # The class teacher sees the new file from its first moment.
    sync_assignments(children={child.pk}, by=by, now=now)
    return child
