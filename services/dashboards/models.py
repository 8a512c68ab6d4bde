"""The dirty queue and the rollup rows."""

from django.db import models
from django.utils import timezone

from services.kit.ids import uuid7
from services.schools.kinds import ALL, READ, SchoolOwned


class Dirty(SchoolOwned):
    """Something counted changed at this school. Append-only, filled by triggers; a unique table would lose updates."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    since = models.DateTimeField(default=timezone.now)

    # Whoever writes a counted row appends here through its trigger; only the rollup worker reads and clears.
    rights = {"r_school": "INSERT", "r_county": "INSERT", "r_worker": ALL}


class SchoolQuarter(SchoolOwned):
    """Every figure of one school in one calendar quarter, as of a moment."""

    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    as_of = models.DateTimeField()
    pupils = models.PositiveIntegerField(default=0)
    claimed = models.PositiveIntegerField(default=0)
    d1 = models.PositiveIntegerField(default=0)
    d2 = models.PositiveIntegerField(default=0)
    d3 = models.PositiveIntegerField(default=0)
    archives = models.PositiveIntegerField(default=0)
    cards = models.PositiveIntegerField(default=0)
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
    findings_closed = models.PositiveIntegerField(default=0)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)

    rights = {"r_school": READ, "r_county": READ, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "year", "quarter"], name="school_quarter_once")]
        indexes = [models.Index(fields=["county", "year", "quarter"], name="school_quarter_of_county")]
