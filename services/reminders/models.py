"""Rules as rows: what a county asks for, where a school departs from it, in which words. Each change is a version."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from services.notify.choices import Channel
from services.reminders.choices import CatchUp, DayCounting
from services.schools.tenancy import ALL, NO_PRIVILEGES, CountyOwned, PublicIdModel, SchoolOwned


class RuleSettings(models.Model):
    """When a rule speaks, counted from the date its kind gives (`services.reminders.kinds`).

    First `first` days after that date (negative: before), then every `every` days (0: never again) until `until` days
    after it; in school days or calendar days, at `at` o'clock of the county.
    """

    kind = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    is_enabled = models.BooleanField(default=True)
    offset_days = models.SmallIntegerField(default=0)
    repeat_every_days = models.PositiveSmallIntegerField(default=0)
    repeat_until_days = models.SmallIntegerField(default=0)
    day_counting = models.CharField(max_length=10, choices=DayCounting, default=DayCounting.SCHOOL)
    send_at = models.TimeField()
    channels = ArrayField(models.CharField(max_length=10, choices=Channel))  # in the order they are tried
    escalation_days = ArrayField(
        models.PositiveSmallIntegerField(), default=list
    )  # days to: again, head, county; [] for none
    catch_up = models.CharField(max_length=10, choices=CatchUp, default=CatchUp.LATEST)
    expires_after_hours = models.PositiveSmallIntegerField(default=24)
    effective_from = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)  # a newer version holds since then
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class ReminderRule(PublicIdModel, RuleSettings, CountyOwned):
    """One version of a county's rule; the one without an end holds."""

    class Meta(CountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "kind", "version"], name="rule_version"),
            models.UniqueConstraint(
                fields=["county", "kind"], condition=Q(superseded_at__isnull=True), name="rule_now"
            ),
        ]


class SchoolReminderRule(PublicIdModel, RuleSettings, SchoolOwned):
    """One version of a school's own rule, which replaces the county's."""

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "version"], name="school_rule_version"),
            models.UniqueConstraint(
                fields=["school", "kind"], condition=Q(superseded_at__isnull=True), name="school_rule_now"
            ),
        ]


class NotificationTemplate(PublicIdModel, CountyOwned):
    """A county's own words for a kind of notice, in one language; the shipped words hold where there is none."""

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=500, blank=True)
    effective_from = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(CountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "kind", "language", "version"], name="template_version"),
            models.UniqueConstraint(
                fields=["county", "kind", "language"], condition=Q(superseded_at__isnull=True), name="template_now"
            ),
        ]


class EvaluationCheckpoint(CountyOwned):
    """Up to which moment every tick of a county's rules is settled, at the county and at its schools."""

    evaluated_until = models.DateTimeField()

    privileges = {"r_school": NO_PRIVILEGES, "r_county": NO_PRIVILEGES, "r_worker": ALL}

    class Meta(CountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county"], name="spoken_once")]
