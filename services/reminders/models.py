"""Reminder rules of counties and schools, and a county's own templates. Each change is a new version."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from services.notify.choices import Channel
from services.reminders.choices import CatchUp, DayCounting
from services.schools.tenancy import ALL, NO_PRIVILEGES, CountyOwned, PublicIdModel, SchoolOwned


class RuleSettings(models.Model):
    """When a rule runs, how it repeats, its channels and its escalation.

    The first reminder is `offset_days` after the anchor date of an item (negative: before), further ones every
    `repeat_every_days` (0: none) until `repeat_until_days`; in school or calendar days, at `send_at` county time.
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
    # Days after the first reminder at which levels 1, 2, 3 go out: to the same person, the next one, the county.
    escalation_days = ArrayField(models.PositiveSmallIntegerField(), default=list)
    catch_up = models.CharField(max_length=10, choices=CatchUp, default=CatchUp.LATEST)
    expires_after_hours = models.PositiveSmallIntegerField(default=24)
    effective_from = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)  # when a newer version took effect
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class ReminderRule(PublicIdModel, RuleSettings, CountyOwned):
    """One version of a county's rule; the current one is not superseded."""

    class Meta(CountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "kind", "version"], name="reminder_rule_version"),
            models.UniqueConstraint(
                fields=["county", "kind"], condition=Q(superseded_at__isnull=True), name="reminder_rule_current"
            ),
        ]


class SchoolReminderRule(PublicIdModel, RuleSettings, SchoolOwned):
    """One version of a school's own rule, which replaces the county's."""

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "version"], name="school_reminder_rule_version"),
            models.UniqueConstraint(
                fields=["school", "kind"], condition=Q(superseded_at__isnull=True), name="school_reminder_rule_current"
            ),
        ]


class NotificationTemplate(PublicIdModel, CountyOwned):
    """One version of a county's own texts for a kind in one language, in place of the default texts."""

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
            models.UniqueConstraint(
                fields=["county", "kind", "language", "version"], name="notification_template_version"
            ),
            models.UniqueConstraint(
                fields=["county", "kind", "language"],
                condition=Q(superseded_at__isnull=True),
                name="notification_template_current",
            ),
        ]


class EvaluationCheckpoint(CountyOwned):
    """The moment up to which all rules of a county and of its schools have been evaluated."""

    evaluated_until = models.DateTimeField()

    privileges = {"r_school": NO_PRIVILEGES, "r_county": NO_PRIVILEGES, "r_worker": ALL}

    class Meta(CountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county"], name="evaluation_checkpoint_county")]
