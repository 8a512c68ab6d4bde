"""Leaving the school and coming back (学籍异动)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.children import on_pupil_left
from services.children.actions.after_edit import after_edit
from services.children.actions.class_teachers import sync_assignments
from services.children.choices import AuditAction, DepartureKind, PupilState
from services.children.models import Child, Departure, Pupil
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.models import SchoolClass

MAX_AHEAD = timedelta(days=180)  # a departure is recorded at most so long before its day


class UnableToLeave(ApplicationError):
    """The pupil has left, or the day, the kind or what belongs to it is impossible."""


class UnableToReturn(ApplicationError):
    """The pupil is at the school, or the day lies before the one it left."""


class UnableToFollowUp(ApplicationError):
    """The pupil did not drop out or is back, or the outcome is missing."""


@transaction.atomic
def leave(
    *,
    pupil: Pupil,
    kind: DepartureKind,
    on: date,
    by: Actor,
    now: datetime,
    to_school: str = "",
    note: str = "",
    expected_on: date | None = None,
) -> Departure:
    """Record that a pupil leaves; `on` is the first day without it, which may be to come. Raises UnableToLeave.

    On that day pairing, access and the work not yet due end; case file and records stay.
    """
    fresh = Pupil.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
    today = clock.local_date(now)
    _check_leaving(fresh, on, today)
    departure = Departure(pupil=fresh, kind=kind, left_on=on, recorded_by_id=by.user_id, recorded_at=now)
    departure.note = note.strip()
    if kind == DepartureKind.TRANSFERRED:
        departure.to_school = to_school.strip()
    if kind == DepartureKind.SUSPENDED:
        departure.expected_on = _checked_end(expected_on, on)
    departure.save()
    fresh.left_on = on
    fresh.save(update_fields=["left_on"])
    after_edit(fresh, AuditAction.PUPIL_LEFT, by=by, now=now, fields=[kind], of_family=False)
    if on <= today:
        _end_ties(fresh, by, now)
    return departure


@transaction.atomic
def return_pupil(
    *, pupil: Pupil, on: date, by: Actor, now: datetime, school_class: SchoolClass | None = None
) -> Departure:
    """Record the first day back, in the former class or another. On the day it left: it never did.

    The case file and its records are as they were; a pairing is made anew. Raises UnableToReturn.
    """
    fresh = Pupil.objects.select_for_update(of=("self",)).get(pk=pupil.pk)
    departure = _departure_to_end(fresh, by, now)
    _check_returning(departure, on, clock.local_date(now))
    departure.returned_on = on
    departure.save()
    fresh.state, fresh.left_on = PupilState.ENROLLED, None
    fresh.school_class = school_class or fresh.school_class
    fresh.save(update_fields=["state", "left_on", "school_class"])
    after_edit(fresh, AuditAction.PUPIL_RETURNED, by=by, now=now, fields=["state"])
    sync_assignments(children=_case_files(fresh), by=by, now=now)
    return departure


@transaction.atomic
def carry_out_departures(*, now: datetime) -> int:
    """Carry out the departures of the scope's school whose day has come; how many. Idempotent."""
    due = Pupil.objects.select_for_update(of=("self",)).filter(
        state=PupilState.ENROLLED, left_on__lte=clock.local_date(now)
    )
    leaving = list(due.order_by("pk"))
    for pupil in leaving:
        _end_ties(pupil, None, now)
    return len(leaving)


@transaction.atomic
def follow_up_dropout(*, departure: Departure, outcome: str, by: Actor, now: datetime) -> Departure:
    """Record what came of looking for a pupil who dropped out (控辍保学). Raises UnableToFollowUp."""
    require_permission(by, Permission.EDIT_PUPIL)
    if departure.kind != DepartureKind.DROPPED_OUT or departure.returned_on:
        raise UnableToFollowUp(_("这名学生没有辍学，或已经返校。"))
    if not (text := outcome.strip()):
        raise UnableToFollowUp(_("请写明劝返的结果。"), field="outcome")
    departure.outcome, departure.followed_up_on = text, clock.local_date(now)
    departure.save(update_fields=["outcome", "followed_up_on"])
    audit.log(AuditAction.DROPOUT_FOLLOWED_UP, target=[departure, departure.pupil], by=by, now=now)
    return departure


def _end_ties(pupil: Pupil, by: Actor | None, now: datetime) -> None:
    pupil.state = PupilState.LEFT
    pupil.save(update_fields=["state"])
    on_pupil_left.run_pupil_left(pupil=pupil, by=by, now=now)


def _case_files(pupil: Pupil) -> set[int]:
    return set(Child.objects.filter(pupil=pupil).values_list("pk", flat=True))


def _check_leaving(pupil: Pupil, on: date, today: date) -> None:
    if pupil.state == PupilState.LEFT or pupil.left_on:
        raise UnableToLeave(_("这名学生已经登记离校。"))
    if on > today + MAX_AHEAD:
        raise UnableToLeave(_("离校日期最多提前 %d 天登记。") % MAX_AHEAD.days, field="on")
    if pupil.enrolled_on and on < pupil.enrolled_on:
        raise UnableToLeave(_("离校日期早于入学日期。"), field="on")
    if Departure.objects.filter(pupil=pupil, returned_on__gt=on).exists():
        raise UnableToLeave(_("这一天学生已经登记离校。"), field="on")


def _checked_end(expected_on: date | None, on: date) -> date | None:
    if expected_on and expected_on <= on:
        raise UnableToLeave(_("复学日期要晚于休学日期。"), field="expected_on")
    return expected_on


def _departure_to_end(pupil: Pupil, by: Actor, now: datetime) -> Departure:
    """The open departure; of who left before departures were kept, one of an unknown kind."""
    if pupil.state == PupilState.ENROLLED and pupil.left_on is None:
        raise UnableToReturn(_("这名学生在校。"))
    departure = Departure.objects.select_for_update().filter(pupil=pupil, returned_on__isnull=True).first()
    left_on = pupil.left_on or clock.local_date(now)
    return departure or Departure(
        pupil=pupil, kind=DepartureKind.OTHER, left_on=left_on, recorded_by_id=by.user_id, recorded_at=now
    )


def _check_returning(departure: Departure, on: date, today: date) -> None:
    if departure.kind == DepartureKind.DIED and on != departure.left_on:
        raise UnableToReturn(_("登记为死亡的只能当作登记错误撤回：返校日期填登记的那一天。"), field="on")
    if on < departure.left_on:
        raise UnableToReturn(_("返校日期早于离校日期。"), field="on")
    if on > max(today, departure.left_on):
        raise UnableToReturn(_("返校日期不能晚于今天。"), field="on")
