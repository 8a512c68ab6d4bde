"""What is to be deleted and waits for a person, and what was deleted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.schools.tenancy import (
    ALL,
    APPEND,
    NO_PRIVILEGES,
    READ,
    CountyOwned,
    PublicIdModel,
    TenantForeignKey,
    TenantModel,
)


class RetentionList(PublicIdModel, CountyOwned):
    """Rows about people whose time is over, by public id. Nothing on it goes before somebody has confirmed it.

    `targets` is fixed when the list is drawn up: what becomes due later waits for the next list.
    """

    kind = models.CharField(max_length=40)  # key of a rule
    cutoff = models.DateTimeField()
    # Public ids and no foreign keys, which would keep the rows from being deleted.
    targets = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    deleted = models.PositiveIntegerField(default=0)

    # The county confirms a list and cannot add to it: only a worker draws one up.
    privileges = {"r_school": NO_PRIVILEGES, "r_county": "SELECT, UPDATE", "r_worker": ALL}

    class Meta(CountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["county", "kind"], condition=Q(finished_at__isnull=True), name="retention_one_open_list"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, finished_at__isnull=True, deleted=0)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="retention_confirmed_first",
            ),
        ]


class Deletion(TenantModel):
    """How many rows of a kind were deleted in one batch; never what they held.

    Without a county they were of the whole service.
    """

    county = TenantForeignKey("schools.County", null=True, blank=True)
    kind = models.CharField(max_length=40)
    cutoff = models.DateTimeField()
    count = models.PositiveIntegerField()
    deleted_at = models.DateTimeField()
    retention_list = models.ForeignKey(RetentionList, models.PROTECT, db_constraint=False, null=True, related_name="+")

    school_column = None
    # Nobody changes or deletes the record of what was deleted.
    privileges = {"r_school": NO_PRIVILEGES, "r_county": READ, "r_worker": APPEND}

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["county", "-id"], name="deletion_of_county")]
