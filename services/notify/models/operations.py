"""What watches over the ledger: incidents somebody must see, the state of each way out, a canary in each queue, how far
each county's rules have spoken.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from services.notify.choices import Channel, IncidentKind
from services.schools.tenancy import ALL, READ, PublicIdModel, SchoolOrCountyOwned


class SystemIncident(PublicIdModel, SchoolOrCountyOwned):
    """Something that needs a person. One row while it lasts: seen again, it counts up."""

    kind = models.CharField(max_length=20, choices=IncidentKind)
    source = models.CharField(max_length=80, blank=True)  # which channel, queue or rule
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
                name="incident_open",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["county", "-id"], name="incident_of_county")]

    privileges = {"r_school": READ, "r_county": ALL, "r_worker": ALL}


class ChannelBreaker(models.Model):
    """A way out of the whole deployment: closed breaker, or open until `rests_until` after failures in a row."""

    channel = models.CharField(max_length=10, choices=Channel, unique=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)  # by the database's clock
    changed_at = models.DateTimeField(auto_now=True)
