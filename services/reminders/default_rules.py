"""Version 1 of every county's rules, with the default settings of each kind."""

from datetime import datetime

from services.reminders.kinds import kinds
from services.reminders.models import ReminderRule
from services.reminders.validation import settings_values, validate_settings
from services.schools.models import County


def create_default_rules(now: datetime) -> int:
    """Create the missing rules of the counties in scope; the count. Idempotent.

    A county has its own rows before a rule runs there for the first time: a later release that changes a default
    does not change the county's rules.
    """
    existing = set(ReminderRule.objects.filter(version=1).values_list("county_id", "kind"))
    counties = County.objects.values_list("pk", flat=True)
    rows = [
        ReminderRule(
            kind=kind.key,
            version=1,
            effective_from=now,
            county_id=county_id,
            **settings_values(validate_settings(kind)),
        )
        for county_id in counties
        for kind in kinds()
        if (county_id, kind.key) not in existing
    ]
    ReminderRule.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
