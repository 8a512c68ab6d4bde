"""How a pupil left the school, and when it came back (学籍异动)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from services.children.choices import DepartureKind
from services.children.models.pupils import Pupil
from services.schools.tenancy import PublicIdModel, SchoolOwned


class Departure(PublicIdModel, SchoolOwned):
    """A pupil is not at the school from `left_on` until `returned_on`, the first day back.

    Of a mistake both are the same day. The pupil's own `state` and `left_on` are those of the departure without return.
    """

    pupil = models.ForeignKey(Pupil, models.CASCADE, db_constraint=False, related_name="departures")
    kind = models.CharField(max_length=20, choices=DepartureKind)
    left_on = models.DateField()
    to_school = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)
    expected_on = models.DateField(null=True, blank=True)  # when the leave of absence ends
    returned_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    outcome = models.CharField(max_length=200, blank=True)  # what came of looking for a pupil who dropped out
    followed_up_on = models.DateField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"], condition=Q(returned_on__isnull=True), name="one_departure_without_return"
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("left_on")), name="departure_forward"
            ),
        ]
        indexes = [models.Index(fields=["pupil", "left_on"], name="departure_of_pupil")]
