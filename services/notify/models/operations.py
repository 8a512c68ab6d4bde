"""State of the running service: incidents that need a person, circuit breakers of channels."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.notify.choices import Channel, IncidentKind
from services.schools.tenancy import ALL, READ, PublicIdModel, SchoolOrCountyOwned


class SystemIncident(PublicIdModel, SchoolOrCountyOwned):
    """A fault that needs a person. One row while it lasts; every further detection raises the count."""

    kind = models.CharField(max_length=20, choices=IncidentKind)
    source = models.CharField(max_length=80, blank=True)  # the channel, queue, rule or job kind
    opened_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    seen_count = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(SchoolOrCountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["county", "school", "kind", "source"],
                condition=Q(closed_at__isnull=True),
                name="system_incident_open",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["county", "-id"], name="system_incident_county")]

    # A school sees its incidents; the county closes them.
    privileges = {"r_school": READ, "r_county": ALL, "r_worker": ALL}


class ChannelBreaker(models.Model):
    """The circuit breaker of a channel, shared by all tenants: closed, or open until a moment after failures."""

    channel = models.CharField(max_length=10, choices=Channel, unique=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    open_until = models.DateTimeField(null=True)  # by the database's clock
    changed_at = models.DateTimeField(auto_now=True)
