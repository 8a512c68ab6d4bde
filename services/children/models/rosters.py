"""Roster workbooks that are imported, and what a school and its county know of their columns."""

from django.conf import settings
from django.db import models

from services.children.choices import ImportState
from services.jobs.models import Job
from services.schools.sealed import Sealed
from services.schools.tenancy import CountyOwned, PublicIdModel, SchoolOwned


class RosterImport(PublicIdModel, SchoolOwned):
    """One uploaded workbook from upload to commit or undo: read, previewed, committed whole or not at all."""

    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.STAGING)
    counts = models.JSONField(default=dict)
    message = models.CharField(max_length=300, blank=True)
    job = models.ForeignKey(Job, models.PROTECT, null=True, db_constraint=False, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta(SchoolOwned.Meta):
        indexes = [models.Index(fields=["school", "-id"], name="roster_import_of_school")]

    def __str__(self) -> str:
        return self.file_name


class RosterFile(Sealed):
    """Sealed: the workbook, the rows read from it, its sheets and issues, and what an undo restores; and corrections.

    Each column is base64 of zlib of: the file's bytes; one JSON line per row; JSON; JSON (importing.storage);
    JSON of the rows with an issue as they were typed; JSON of what people corrected (importing.correction).
    """

    roster_import = models.OneToOneField(RosterImport, models.CASCADE, db_constraint=False, related_name="file")
    # The others are NULL until a worker has read the workbook, and the snapshot until the rows are committed.
    content = models.BinaryField()
    rows = models.BinaryField(null=True)
    summary = models.BinaryField(null=True)
    faulty_rows = models.BinaryField(null=True)
    corrections = models.BinaryField(null=True)
    undo_snapshot = models.BinaryField(null=True)


class HeaderAlias(PublicIdModel, CountyOwned):
    """A county's own header of a roster column, and the field it means.

    `is_declined`: a school's answer that the county does not take over; it is offered no more.
    """

    header = models.CharField(max_length=40)
    field = models.CharField(max_length=30)
    is_declined = models.BooleanField(default=False, db_default=False)

    class Meta(CountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "header"], name="header_alias_once")]

    def __str__(self) -> str:
        return self.header


class ColumnAnswer(PublicIdModel, SchoolOwned):
    """What a school said a column of its rosters is; field "": it is left out. The county is offered it too."""

    header = models.CharField(max_length=130)  # roster.headers: two titles of up to 60 characters, and a count
    field = models.CharField(max_length=30, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "header"], name="column_answer_once")]

    def __str__(self) -> str:
        return self.header
