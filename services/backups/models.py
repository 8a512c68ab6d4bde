"""Which backups were taken of this database, for the age that monitoring watches."""

from django.db import models
from django.utils import timezone


class Backup(models.Model):
    """One backup that was written to the end. A restored database has those that were taken before it."""

    name = models.CharField(max_length=80)  # of the file
    size = models.BigIntegerField()  # bytes
    taken_at = models.DateTimeField(default=timezone.now)
    verified_at = models.DateTimeField(null=True)  # restored into a scratch database and compared
    copied_at = models.DateTimeField(null=True)  # the off-site hook ended well
