"""Reads of activities, inside the reader's scope."""

from datetime import date

from django.db.models import QuerySet

from services.activities.models import DutyShift


def duty_shifts(begins_on: date, ends_on: date) -> QuerySet[DutyShift]:
    """Shifts from a day to a day, both included, by date, start and staff."""
    rows = DutyShift.objects.filter(date__range=(begins_on, ends_on)).select_related("staff")
    # The key comes last, so that two shifts at one time keep their order from page to page.
    return rows.order_by("date", "start_time", "staff__pinyin", "pk")
