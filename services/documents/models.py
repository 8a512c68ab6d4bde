"""Exports: what was asked for, and the file that came of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from services.access.models import ROLE_LENGTH
from services.documents.choices import ExportFormat
from services.files.models import StoredFile
from services.jobs.models import Job
from services.schools.tenancy import BUREAU_READS_ITS_OWN, PublicIdModel, SchoolOrCountyOwned


class Export(PublicIdModel, SchoolOrCountyOwned):
    """A list that a person takes out of the service: its filters and columns, the reason, and the file."""

    list_key = models.CharField(max_length=60)  # as in `services.documents.lists`
    filters = models.JSONField(default=dict)  # parameter → text: codes, days and public ids, never a name
    columns = models.JSONField(default=list)
    format = models.CharField(max_length=4, choices=ExportFormat)
    reason = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_as = models.CharField(max_length=ROLE_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, db_constraint=False, related_name="+")
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, db_constraint=False, related_name="+")
    row_count = models.PositiveIntegerField(null=True)

    restrictions = (BUREAU_READS_ITS_OWN,)

    class Meta(SchoolOrCountyOwned.Meta):
        indexes = [
            models.Index(fields=["county", "created_at"], name="export_of_county"),
            models.Index(fields=["requested_by", "-id"], name="export_of_person"),
        ]
