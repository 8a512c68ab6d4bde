"""Jobs, occurrences of schedules, and stored responses of idempotent requests."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from services.access.models import ROLE_LENGTH
from services.jobs.choices import JobState
from services.kit.ids import uuid7
from services.schools.sealed import SealedColumns
from services.schools.tenancy import PublicIdModel, SchoolOrCountyOwned


class Job(PublicIdModel, SchoolOrCountyOwned):
    """Long work with progress. `kind` selects the handler; `target_id` is the public id of what it works on."""

    kind = models.CharField(max_length=60)
    target_id = models.UUIDField(null=True, blank=True, db_column="subject")  # its former name
    arguments = models.JSONField(default=dict)  # settings, never a person's data
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)  # counts and public ids, never a person's data
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_as = models.CharField(max_length=ROLE_LENGTH, blank=True)  # the role then; the handler acts as this actor
    # No foreign key: the job outlives a membership that ends, and then refuses to act for it.
    membership_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Counted when the job is claimed, not when it fails: a worker killed by the job itself cannot count.
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    # Tells a worker whose lease ran out that another one has the job now.
    lease_token = models.UUIDField(null=True)

    class Meta(SchoolOrCountyOwned.Meta):
        indexes = [
            models.Index(
                fields=["state", "lease_until"], condition=Q(state__in=["queued", "running"]), name="job_to_do"
            ),
            models.Index(fields=["county", "-id"], name="job_of_county"),
        ]


class Occurrence(SchoolOrCountyOwned):
    """One due moment of a schedule at one tenant. UNIQUE, so that two Celery beats do the work once."""

    schedule = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    result_count = models.PositiveIntegerField(default=0)  # e.g. notifications written
    failures = models.PositiveIntegerField(default=0)
    skip_reason = models.CharField(max_length=12, blank=True)  # "expired", "newer" or "missed"

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["county", "school", "schedule", "due_at"], name="occurrence_once", nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(fields=["county", "due_at"], name="occurrence_of_county"),
            models.Index(fields=["schedule", "due_at"], name="occurrence_of_schedule"),
            models.Index(fields=["claimed_at"], condition=Q(failures__gt=0), name="occurrence_failed"),
        ]


class IdempotencyKey(SchoolOrCountyOwned, SealedColumns):
    """The response to a request, kept encrypted for 24 hours and sent again when the request is repeated."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Hashes, because clients put names and numbers into keys and bodies.
    key_hash = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64)
    response_status = models.PositiveSmallIntegerField()
    response_body = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    # What the sealed response is bound to: copied to another row it cannot be opened.
    bound_to = ("id",)

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "user", "key_hash"], name="idempotency_key_once")]
