"""Rubric and round belong to a county; results and scores to a school."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from services.assessment.choices import Assessee, Band, RoundState, RubricState, band
from services.jobs.models import Job
from services.kit.periods import Quarter
from services.schools.models import Staff
from services.schools.tenancy import CountyOwned, PublicIdModel, SchoolOwned


class Rubric(PublicIdModel, CountyOwned):
    """A version of the scoring rules; locked as soon as a round uses it."""

    title = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RubricState, default=RubricState.DRAFT)

    class Meta(CountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "version"], name="rubric_version")]


class Indicator(PublicIdModel, CountyOwned):
    """One line of a rubric; `measure` is the code of the measure it is computed from."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, db_constraint=False, related_name="indicators")
    code = models.CharField(max_length=10)  # the id of its row in data/indicators.csv
    group = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    assessee = models.CharField(max_length=10, choices=Assessee, db_column="subject")
    measure = models.CharField(max_length=40)
    points = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta(CountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["rubric", "assessee", "measure"], name="indicator_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="indicator_points"),
        ]

    def __str__(self) -> str:
        return self.name


class AssessmentRound(PublicIdModel, CountyOwned):
    """One quarter's assessment of the whole county."""

    rubric = models.ForeignKey(Rubric, models.PROTECT, db_constraint=False, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    # Both days follow from year and quarter; they are stored, because other statements compare days.
    begins_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.OPEN)
    computed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, db_constraint=False, null=True, related_name="+")

    class Meta(CountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "quarter"], name="round_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="round_quarter"),
        ]

    @property
    def period(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    def __str__(self) -> str:
        return self.period.label


class AssessmentResult(PublicIdModel, SchoolOwned):
    """The total of a school or a teacher in a round."""

    round = models.ForeignKey(AssessmentRound, models.CASCADE, db_constraint=False, related_name="results")
    assessee = models.CharField(max_length=10, choices=Assessee, db_column="subject")
    # None is the school's own result. NULLs count as equal below, so that it has one.
    staff = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, null=True, related_name="results")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    max_points = models.DecimalField(max_digits=6, decimal_places=2, db_column="out_of")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["round", "school", "assessee", "staff"], name="result_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=F("max_points")), name="result_within"),
        ]

    @property
    def band(self) -> Band:
        return band(self.points, self.max_points)


class Score(PublicIdModel, SchoolOwned):
    """One indicator of one result: numerator over denominator, and the ids of the rows behind both.

    The points are full where nothing was due (docs/decisions/010-nothing-due.md). The ids are kept so that a published
    score shows what it was computed from, whatever is written later.
    """

    result = models.ForeignKey(AssessmentResult, models.CASCADE, db_constraint=False, related_name="scores")
    indicator = models.ForeignKey(Indicator, models.PROTECT, db_constraint=False, related_name="+")
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    points = models.DecimalField(max_digits=5, decimal_places=2)
    met = ArrayField(models.BigIntegerField(), default=list)
    unmet = ArrayField(models.BigIntegerField(), default=list)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["result", "indicator"], name="score_once"),
            models.CheckConstraint(condition=Q(numerator__lte=F("denominator")), name="score_within"),
        ]

    @property
    def points_lost(self) -> Decimal:
        return self.indicator.points - self.points
