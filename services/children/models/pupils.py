"""Pupils and their families: whereabouts, guardians, phone numbers, reported status, each with its days."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from services.children.choices import (
    ID,
    PERSON,
    PHONE,
    STUDENT,
    Household,
    IdKind,
    Parent,
    PhoneOwner,
    PupilState,
    ReportedLeftBehind,
    VerificationResult,
    Whereabouts,
)
from services.schools.choices import Sex
from services.schools.models import SchoolClass
from services.schools.sealed import Sealed
from services.schools.tenancy import PublicIdModel, SchoolOwned


class Pupil(PublicIdModel, SchoolOwned):
    """Everyone enrolled at the school. The ID number is in PupilPrivate, sealed."""

    name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=240, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=1, choices=Sex)
    birth_date = models.DateField()
    ethnicity = models.CharField(max_length=20, blank=True)
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, db_constraint=False, related_name="pupils")
    boarding = models.BooleanField(null=True)
    household = models.CharField(max_length=10, choices=Household, blank=True)
    enrolled_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=PupilState, default=PupilState.ENROLLED)
    left_on = models.DateField(null=True, blank=True)
    person_key = models.CharField(max_length=64, blank=True)  # equal for the same person at another school
    remark = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)  # +1 with every edit of the pupil or its family

    class Meta(SchoolOwned.Meta):
        indexes = [
            # the order of lists; the id makes a cursor unique among equal names
            models.Index(fields=["school", "pinyin", "id"], name="pupil_by_name"),
            models.Index(fields=["county", "pinyin", "id"], name="pupil_of_county"),
            models.Index(fields=["school_class", "pinyin", "id"], name="pupil_by_class"),
            # how an import matches rows without an ID number
            models.Index(fields=["school", "name", "birth_date"], name="pupil_by_birth"),
        ]

    def __str__(self) -> str:
        return self.name


class PupilPrivate(Sealed):
    """Sealed: identity papers and addresses. The blind indexes find an exact number and nothing else."""

    pupil = models.OneToOneField(Pupil, models.CASCADE, db_constraint=False, related_name="private")
    id_kind = models.CharField(max_length=10, choices=IdKind, default=IdKind.NONE)
    id_paper = models.CharField(max_length=40, blank=True)  # the name of another paper, such as 护照
    id_number = models.BinaryField(null=True)
    id_index = models.CharField(max_length=64, blank=True)
    student_number = models.BinaryField(null=True)
    student_index = models.CharField(max_length=64, blank=True)
    address = models.BinaryField(null=True)
    household_address = models.BinaryField(null=True)

    blind_indexes = {
        "id_index": ("id_number", ID),
        "student_index": ("student_number", STUDENT),
        "pupil.person_key": ("id_number", PERSON),
    }

    class Meta(Sealed.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "id_index"], condition=~Q(id_index=""), name="pupil_id_once"),
        ]
        indexes = [models.Index(fields=["school", "student_index"], name="pupil_student_index")]


class ParentWhereabouts(SchoolOwned):
    """Where a parent is, from a day until the day it changed; the current row has no `until`."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, db_constraint=False, related_name="parents")
    parent = models.CharField(max_length=10, choices=Parent)
    name = models.CharField(max_length=60, blank=True)
    whereabouts = models.CharField(max_length=10, choices=Whereabouts, blank=True)  # "" when unknown
    away_since = models.DateField(null=True, blank=True)
    location = models.CharField(max_length=200, blank=True)
    is_capable_guardian = models.BooleanField(null=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "parent"], condition=Q(until__isnull=True), name="one_current_whereabouts"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="whereabouts_forward"
            ),
        ]


class Guardian(PublicIdModel, SchoolOwned):
    """Who looks after the pupil at home (监护人 / 委托照护人), from a day until a day; `order` 1 is asked first."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, db_constraint=False, related_name="guardians")
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=1, db_default=1)
    relation = models.CharField(max_length=2, blank=True)  # GB/T 4761 code
    relation_text = models.CharField(max_length=30, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "order"], condition=Q(until__isnull=True), name="one_current_guardian_of_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PhoneNumber(PublicIdModel, Sealed):
    """A telephone number of the family, sealed; `order` is the order to try, `verified_on` the day of the last call."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, db_constraint=False, related_name="phone_numbers")
    owner = models.CharField(max_length=10, choices=PhoneOwner)
    number = models.BinaryField()
    number_index = models.CharField(max_length=64)
    order = models.PositiveSmallIntegerField(default=0)
    verified_on = models.DateField(null=True, blank=True)
    verification = models.CharField(max_length=20, choices=VerificationResult, blank=True)
    works_from = models.TimeField(null=True, blank=True)  # no message is sent in these hours; may pass midnight
    works_until = models.TimeField(null=True, blank=True)

    blind_indexes = {"number_index": ("number", PHONE)}

    class Meta(Sealed.Meta):
        constraints = [models.UniqueConstraint(fields=["pupil", "owner", "number_index"], name="phone_number_once")]


class ReportedStatus(SchoolOwned):
    """What a roster stated about a pupil, on a day. Shown where basis D1 disagrees."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, db_constraint=False, related_name="reported_statuses")
    reported = models.CharField(max_length=10, choices=ReportedLeftBehind)
    reported_on = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(until__isnull=True), name="one_current_reported_status"
            )
        ]
