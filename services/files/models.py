"""Files whose bytes lie encrypted in Django's storage, uploads under way, and the base of what attaches a file."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from services.files.choices import AttachmentKind
from services.schools.models import Staff
from services.schools.sealed import Sealed, SealedColumns
from services.schools.tenancy import (
    ALL,
    BUREAU_READS_ITS_OWN,
    NO_PRIVILEGES,
    PublicIdModel,
    SchoolOrCountyOwned,
    SchoolOwned,
)


class StoredFile(PublicIdModel, SealedColumns, SchoolOrCountyOwned):
    """A file of a school or of the county's office. `key` opens its bytes: without this row nobody can."""

    storage_name = models.CharField(max_length=100, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes before encryption
    key = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    bound_to = ("public_id",)
    restrictions = (BUREAU_READS_ITS_OWN,)


class FileUpload(PublicIdModel, SchoolOwned):
    """A large file on its way, piece by piece, so that a broken connection costs one piece; gone after a day."""

    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField()  # bytes that will come
    received = models.PositiveBigIntegerField(default=0)  # bytes that have come, without a gap
    created_at = models.DateTimeField(default=timezone.now)

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        constraints = [models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_not_too_long")]
        indexes = [models.Index(fields=["county", "created_at"], name="upload_of_county")]


class UploadPiece(SchoolOwned):
    """The bytes of an upload from an offset on, encrypted like any other file."""

    upload = models.ForeignKey(FileUpload, models.CASCADE, db_constraint=False, related_name="pieces")
    offset = models.PositiveBigIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, db_constraint=False, related_name="+")

    privileges = {"r_school": ALL, "r_county": NO_PRIVILEGES, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="upload_piece_once")]


class Attachment(PublicIdModel, Sealed):
    """Base of what attaches a file to an object of a school; a subclass has the key to that object.

    What a photo shows is closed to the county, and its caption may name a child: it is sealed. The name that a file
    had on somebody's phone is not kept at all.
    """

    file = models.ForeignKey(StoredFile, models.PROTECT, db_constraint=False, related_name="+")
    thumbnail = models.ForeignKey(StoredFile, models.PROTECT, db_constraint=False, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=AttachmentKind)
    caption = models.BinaryField(null=True)
    added_by = models.ForeignKey(Staff, models.PROTECT, db_constraint=False, related_name="+")
    added_at = models.DateTimeField()

    class Meta(Sealed.Meta):
        abstract = True
