"""Reads of this room, inside the reader's scope. Days come in as arguments."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from services.access.actor import Actor
from services.care import access
from services.care.choices import DueState
from services.care.models import BackgroundCheck, CareRecord, DueWork, Mentor, Pairing, PairingPlan, ProposedPair
from services.care.pairing_types import PairingReason, UnpairedReason
from services.children.choices import PupilState
from services.children.models import Child
from services.schools.models import Staff
from services.schools.scope import current


def open_pairings(mentor: Mentor | None = None) -> QuerySet[Pairing]:
    """Pairings that have not ended, of one carer or of everybody in scope."""
    rows = Pairing.objects.filter(ended_at__isnull=True)
    return rows.filter(mentor=mentor) if mentor else rows


def search_by_child(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Rows about children whose name holds the text, or whose initials begin with it."""
    return rows.filter(Q(child__pupil__name__icontains=text) | Q(child__pupil__initials__startswith=text.lower()))


def children_to_pair() -> QuerySet[Child]:
    """Care files that are open, of pupils still at the school, with nobody paired."""
    paired = Pairing.objects.filter(child=OuterRef("pk"), ended_at__isnull=True)
    return Child.objects.filter(~Exists(paired), closed_on__isnull=True, pupil__state=PupilState.ENROLLED)


def active_mentors() -> QuerySet[Any, Any]:
    """Carers who take children, each with the number `held`."""
    held = Count("pairings", filter=Q(pairings__ended_at__isnull=True))
    rows: QuerySet[Any, Any] = Mentor.objects.filter(is_active=True, staff__is_active=True).annotate(held=held)
    return rows


def previous_mentors() -> dict[int, int]:
    """Child id → carer id of the pairing that ended last."""
    rows = Pairing.objects.filter(ended_at__isnull=False).order_by("ended_at").values_list("child_id", "mentor_id")
    return dict(rows)


def proposed_pairs(plan: PairingPlan) -> QuerySet[ProposedPair]:
    """A proposal's rows: unpaired children first, then by teacher."""
    named = plan.rows.select_related("child__pupil__school_class", "mentor__staff")
    return named.order_by(F("mentor__staff__pinyin").asc(nulls_first=True), "mentor_id", "child__pupil__pinyin", "id")


def with_pair_counts(plans: QuerySet[PairingPlan]) -> QuerySet[PairingPlan]:
    """Add how many children of a proposal got a mentor (`pairs`) and how many did not (`unpaired`)."""
    return plans.annotate(
        pairs=Count("rows", filter=Q(rows__mentor__isnull=False)), unpaired=Count("rows", filter=Q(rows__mentor=None))
    )


def reason_label(code: str) -> str:
    """A reason code of a proposal in words."""
    return str(dict([*PairingReason.choices, *UnpairedReason.choices]).get(code, code))


def records_of(child: Child) -> QuerySet[Any, Any]:
    """Everything recorded about one child, newest first; `said` and `agreed` are empty for the county's eyes."""
    rows = CareRecord.objects.filter(child=child).select_related("staff").order_by("-happened_on", "-id")
    if current().role == "r_county":
        return rows.annotate(said=Value(""), agreed=Value(""))
    return rows.annotate(
        said=Coalesce("note__text", Value(""), output_field=TextField()),
        agreed=Coalesce("note__agreed", Value(""), output_field=TextField()),
    )


def with_notes(rows: QuerySet[CareRecord], by: Actor) -> QuerySet[CareRecord]:
    """Add `text` and `agreed` of the note, both None for who may not read notes."""
    if not access.sees_notes(by):  # the county has no right on that table, not even to join it
        return rows.annotate(text=Value(None, TextField()), agreed=Value(None, TextField()))
    return rows.annotate(
        text=Coalesce("note__text", Value(""), output_field=TextField()),
        agreed=Coalesce("note__agreed", Value(""), output_field=TextField()),
    )


def open_work(today: date) -> QuerySet[DueWork]:
    """Work still to be done by somebody who is still paired, whose period has begun."""
    return DueWork.objects.filter(state=DueState.DUE, pairing__ended_at__isnull=True, period_start__lte=today)


def overdue_work(today: date) -> QuerySet[DueWork]:
    """Work whose day has passed undone, oldest first."""
    return open_work(today).filter(due_on__lt=today).order_by("due_on", "id")


def due_for(staff: Staff | int, today: date) -> QuerySet[DueWork]:
    """A teacher's list: late first; with the day of the last such record and what was agreed then.

    Work put off (稍后) comes back on its day.
    """
    of_child = CareRecord.objects.filter(child=OuterRef("child")).order_by("-happened_on", "-id")
    same = of_child.filter(activity=OuterRef("activity"))
    agreed = of_child.exclude(note__agreed="").exclude(note=None)
    rows = open_work(today).filter(Q(postponed_until__isnull=True) | Q(postponed_until__lte=today), staff=staff)
    return (
        rows.select_related("child__pupil", "pairing")
        .annotate(
            last_on=Subquery(same.values("happened_on")[:1]),
            last_agreed=Subquery(agreed.values("note__agreed")[:1]),
        )
        .order_by("due_on", "child__pupil__pinyin", "activity", "number", "id")
    )


def valid_background_checks() -> QuerySet[BackgroundCheck]:
    """The newest of each member of staff, whether it still holds or not."""
    newer = BackgroundCheck.objects.filter(staff=OuterRef("staff"), valid_until__gt=OuterRef("valid_until"))
    rows: QuerySet[BackgroundCheck] = BackgroundCheck.objects.filter(~Exists(newer))
    return rows
