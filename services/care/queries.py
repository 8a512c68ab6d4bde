"""Reads of care, inside the reader's scope. Days come in as arguments."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from services.access.actor import Actor
from services.access.models import Membership
from services.access.roles import Role
from services.care import access
from services.care.choices import DueState
from services.care.models import (
    CHILDREN_PER_MENTOR,
    BackgroundCheck,
    CareRecord,
    DueWork,
    Mentor,
    Pairing,
    PairingPlan,
    ProposedPair,
)
from services.care.pairing_types import PairingReason, UnpairedReason
from services.children.choices import PupilState
from services.children.models import Child
from services.kit.names.name_search import search_names
from services.schools.models import Site, Staff

# A month: also where a plan requires little, an adult of the school has seen or called every child within it.
CONTACT_DAYS = 30
_AboutChild = TypeVar("_AboutChild", bound=Model)


def open_pairings() -> QuerySet[Pairing]:
    """Pairings that have not ended."""
    return Pairing.objects.filter(ended_at__isnull=True)


def search_by_child(rows: QuerySet[_AboutChild], text: str) -> QuerySet[_AboutChild]:
    """Rows about children by their name, its pinyin or initials."""
    return search_names(rows, text, "child__pupil__")


def children_to_pair() -> QuerySet[Child]:
    """Open case files, of pupils still at the school, without a mentor."""
    paired = open_pairings().filter(child=OuterRef("pk"))
    return Child.objects.filter(~Exists(paired), closed_on__isnull=True, pupil__state=PupilState.ENROLLED)


def without_contact(day: date) -> QuerySet[Child]:
    """Open case files, of pupils still at the school, of whom nobody has recorded anything for CONTACT_DAYS."""
    since = day - timedelta(days=CONTACT_DAYS)
    records = CareRecord.objects.filter(child=OuterRef("pk"), happened_on__gt=since)
    # A file opened within these days has had no time for it yet.
    return Child.objects.filter(
        ~Exists(records), closed_on__isnull=True, opened_on__lte=since, pupil__state=PupilState.ENROLLED
    )


def active_mentors() -> QuerySet[Mentor]:
    """Mentors who can be paired with more children, if they have free slots."""
    return Mentor.objects.filter(is_active=True, staff__is_active=True)


def limited_mentors() -> QuerySet[Mentor]:
    """Working mentors who take fewer children than usual, or none: those without any first."""
    rows = Mentor.objects.filter(Q(is_active=False) | Q(capacity__lt=CHILDREN_PER_MENTOR), staff__is_active=True)
    return rows.select_related("staff").order_by("is_active", "capacity", "staff__pinyin", "pk")


def capacity_of(staff: Staff, today: date) -> int:
    """How many children a member of staff takes at most; 0 for who takes none, now or at all."""
    if mentor := Mentor.objects.filter(staff=staff).first():
        return min(mentor.capacity, CHILDREN_PER_MENTOR) if mentor.is_active else 0
    # The next plan makes a mentor of whoever teaches.
    return CHILDREN_PER_MENTOR if teachers_without_mentor(today).filter(pk=staff.pk).exists() else 0


def paired_counts(mentors: Collection[int] | None = None) -> dict[int, int]:
    """Mentor id → number of open pairings, of these mentors or of all. A mentor without any is missing."""
    rows = open_pairings() if mentors is None else open_pairings().filter(mentor__in=mentors)
    return dict(rows.order_by().values_list("mentor_id").annotate(n=Count("pk")))


@dataclass(frozen=True)
class SiteDemand:
    """Children without a mentor at a site, and how many more children its mentors can take."""

    site: Site
    children: int
    free_slots: int

    @property
    def missing_mentors(self) -> int:
        """Mentors the site would need besides those it has, each with as many children as a mentor may have."""
        return ceil(max(0, self.children - self.free_slots) / CHILDREN_PER_MENTOR)


def site_demand(today: date) -> list[SiteDemand]:
    """Every site of the school, the one that needs the most mentors first."""
    children = dict(children_to_pair().order_by().values_list("pupil__school_class__site").annotate(n=Count("pk")))
    slots, paired = Counter[int](), paired_counts()
    for mentor in active_mentors().select_related("staff"):
        slots[mentor.staff.site_id] += mentor.free_slots(paired.get(mentor.pk, 0))
    # They become mentors as soon as somebody requests a plan.
    for site_id in teachers_without_mentor(today).values_list("site_id", flat=True):
        slots[site_id] += CHILDREN_PER_MENTOR
    rows = [SiteDemand(site, children.get(site.pk, 0), slots[site.pk]) for site in Site.objects.order_by("pk")]
    return sorted(rows, key=lambda row: -row.missing_mentors)


def teachers_without_mentor(today: date) -> QuerySet[Staff]:
    """Active staff who are no mentor and teach: without another role than TEACHER, or leading a class."""
    roles = Membership.objects.filter(since__lte=today, staff__isnull=False).exclude(until__lte=today)
    # Staff without any login are teachers until somebody says otherwise.
    with_other_role = roles.exclude(role=Role.TEACHER).values("staff_id")
    teaching = roles.filter(role=Role.TEACHER).values("staff_id")
    staff = Staff.objects.filter(is_active=True, mentor__isnull=True)
    not_teaching = staff.filter(pk__in=with_other_role, classes_led__isnull=True).exclude(pk__in=teaching)
    return staff.exclude(pk__in=not_teaching.values("pk")).order_by("pk")


def previous_mentors() -> dict[int, int]:
    """Child id → mentor id of the pairing that ended last."""
    # In order of time, so that the last one stays in the dictionary.
    rows = Pairing.objects.filter(ended_at__isnull=False).order_by("ended_at").values_list("child_id", "mentor_id")
    return dict(rows)


def proposed_pairs(plan: PairingPlan) -> QuerySet[ProposedPair]:
    """The rows of a plan: unpaired children first, then by mentor."""
    rows = plan.rows.select_related("child__pupil__school_class__site", "mentor__staff")
    # NULLs first: the children without a mentor are those that somebody has to do something about.
    return rows.order_by(F("mentor__staff__pinyin").asc(nulls_first=True), "mentor_id", "child__pupil__pinyin", "id")


def with_pair_counts(plans: QuerySet[PairingPlan]) -> QuerySet[PairingPlan]:
    """Add how many children of a plan got a mentor (`pairs`) and how many did not (`unpaired`)."""
    return plans.annotate(
        pairs=Count("rows", filter=Q(rows__mentor__isnull=False)), unpaired=Count("rows", filter=Q(rows__mentor=None))
    )


def reason_label(code: str) -> str:
    """The label of a PairingReason or UnpairedReason."""
    return str(dict([*PairingReason.choices, *UnpairedReason.choices]).get(code, code))


def records_of(child: Child, by: Actor) -> QuerySet[CareRecord]:
    """All records of a child with their notes, newest first. The caller has checked access to the child."""
    rows = CareRecord.objects.filter(child=child).select_related("staff").order_by("-happened_on", "-id")
    return with_notes(rows, by)


def with_notes(rows: QuerySet[CareRecord], by: Actor) -> QuerySet[CareRecord]:
    """Add `text` and `agreed` of the note, both None for who may not read notes."""
    if not access.sees_notes(by):  # the county has no privilege on that table, not even to join it
        return rows.annotate(text=Value(None, TextField()), agreed=Value(None, TextField()))
    return rows.annotate(
        text=Coalesce("note__text", Value(""), output_field=TextField()),
        agreed=Coalesce("note__agreed", Value(""), output_field=TextField()),
    )


def open_work(today: date) -> QuerySet[DueWork]:
    """Work still to be done, of open pairings, whose period has begun."""
    return DueWork.objects.filter(state=DueState.DUE, pairing__ended_at__isnull=True, period_start__lte=today)


def overdue_work(today: date) -> QuerySet[DueWork]:
    """Work whose last day has passed, oldest first."""
    return open_work(today).filter(due_on__lt=today).order_by("due_on", "id")


def due_for(staff: Staff | int, today: date) -> QuerySet[DueWork]:
    """The work of one member of staff, late first, without what is postponed (稍后).

    Adds `last_on`, the day of the last record of the same activity for the child, and `last_agreed`.
    """
    of_child = CareRecord.objects.filter(child=OuterRef("child")).order_by("-happened_on", "-id")
    same_activity = of_child.filter(activity=OuterRef("activity"))
    # Of any author: the mentor should know what the class teacher agreed.
    with_agreement = of_child.exclude(note__agreed="").exclude(note=None)
    rows = open_work(today).filter(Q(postponed_until__isnull=True) | Q(postponed_until__lte=today), staff=staff)
    return (
        rows.select_related("child__pupil", "pairing")
        .annotate(
            last_on=Subquery(same_activity.values("happened_on")[:1]),
            last_agreed=Subquery(with_agreement.values("note__agreed")[:1]),
        )
        .order_by("due_on", "child__pupil__pinyin", "activity", "number", "id")
    )


def newest_background_checks() -> QuerySet[BackgroundCheck]:
    """The newest check of each member of staff, valid or expired."""
    newer = BackgroundCheck.objects.filter(staff=OuterRef("staff"), valid_until__gt=OuterRef("valid_until"))
    return BackgroundCheck.objects.filter(~Exists(newer))
