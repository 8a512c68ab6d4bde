"""Who is on duty where and when."""

from django.db import models
from django.db.models import F, Q

from services.schools.models import Staff
from services.schools.tenancy import PublicIdModel, SchoolOwned

MAX_LOCATION_LENGTH = 40


class DutyShift(PublicIdModel, SchoolOwned):
    """值日: one member of staff is on duty at a location of the school, for some hours of one day."""

    staff = models.ForeignKey(Staff, models.CASCADE, db_constraint=False, related_name="+")
    # A date and two times, not two moments: schools write rosters so, and no shift goes past midnight.
    date = models.DateField()
    start_time = models.TimeField()
    end_time = models.TimeField()
    location = models.CharField(max_length=MAX_LOCATION_LENGTH)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "staff", "date", "start_time"], name="duty_shift_once"),
            models.CheckConstraint(condition=Q(end_time__gt=F("start_time")), name="duty_shift_ends_after_start"),
        ]
        indexes = [models.Index(fields=["school", "date"], name="duty_shift_by_date")]
