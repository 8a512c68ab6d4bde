"""Rollup rows and the queue of those that are stale. They hold counts, never a name."""

from django.db import models
from django.utils import timezone

from services.kit.ids import uuid7
from services.schools.tenancy import ALL, APPEND, READ, SchoolOwned


class StaleRollup(SchoolOwned):
    """A school whose counted rows changed. Append-only, filled by triggers.

    One row per statement: a table with one row per school would lose the change that commits while it is recounted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    since = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=40, blank=True, default="", db_default="")  # the table; "" for any

    # Triggers run in the role that writes a counted row, so every role appends; readers look whether a row is queued.
    privileges = {"r_school": APPEND, "r_county": APPEND, "r_worker": ALL}


class SchoolQuarter(SchoolOwned):
    """The counts of one school in one calendar quarter, as of a moment. What each column counts: figures.py."""

    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    as_of = models.DateTimeField()
    pupils = models.PositiveIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)
    # Left-behind by each basis (children.queries.classification); `_unknown`: too little is known to say.
    d1 = models.PositiveIntegerField(default=0)
    d2 = models.PositiveIntegerField(default=0)
    d3 = models.PositiveIntegerField(default=0)
    d1_unknown = models.PositiveIntegerField(default=0)
    d2_unknown = models.PositiveIntegerField(default=0)
    d3_unknown = models.PositiveIntegerField(default=0)
    surveyed = models.PositiveIntegerField(default=0)
    # Pupils who should have a case file: reported as left behind, or with a parent away, or with a file already.
    entitled = models.PositiveIntegerField(default=0)
    case_files = models.PositiveIntegerField(default=0)
    children = models.PositiveIntegerField(default=0)
    case_files_complete = models.PositiveIntegerField(default=0)
    cards = models.PositiveIntegerField(default=0)
    phones = models.PositiveIntegerField(default=0)
    paired = models.PositiveIntegerField(default=0)
    talks_due = models.PositiveIntegerField(default=0)
    talks_done = models.PositiveIntegerField(default=0)
    visits_due = models.PositiveIntegerField(default=0)
    visits_done = models.PositiveIntegerField(default=0)
    calls_due = models.PositiveIntegerField(default=0)
    calls_done = models.PositiveIntegerField(default=0)
    checkups_due = models.PositiveIntegerField(default=0)
    checkups_done = models.PositiveIntegerField(default=0)
    findings = models.PositiveIntegerField(default=0)
    findings_notified = models.PositiveIntegerField(default=0)
    findings_closed = models.PositiveIntegerField(default=0)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    score_out_of = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    # column → the last day on which it counted fewer than five people (ISO); suppression/ withholds it some days longer
    small_on = models.JSONField(default=dict, db_default={})

    privileges = {"r_school": READ, "r_county": READ, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "year", "quarter"], name="school_quarter_once")]
        indexes = [models.Index(fields=["county", "year", "quarter"], name="school_quarter_of_county")]


class SchoolWeek(SchoolOwned):
    """The talks, visits and calls of one school in one ISO week, for the trend."""

    starts_on = models.DateField()
    talks = models.PositiveIntegerField(default=0)
    visits = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)

    privileges = {"r_school": READ, "r_county": READ, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "starts_on"], name="school_week_once")]
        indexes = [models.Index(fields=["county", "starts_on"], name="school_week_of_county")]
