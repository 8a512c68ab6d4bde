"""What an evaluation needs to know of a county besides the items: read once, before the first kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.access.roles import Role
from services.kit.clock import local_date
from services.reminders import recipients
from services.reminders.directory import Directory, Recipient
from services.reminders.evaluation.compose import EvaluationContext
from services.reminders.evaluation.groups import TenantPlan
from services.reminders.message_templates.rendering import TemplateSet, load_templates
from services.schools.scope import Scope, for_county, scope


@dataclass(frozen=True)
class Facts:
    """The county's templates and officers, and the people of the schools that are evaluated."""

    now: datetime
    templates: TemplateSet
    officers: Sequence[Recipient]
    directory: Directory

    def context_of(self, plan: TenantPlan) -> EvaluationContext:
        """What is known of one tenant."""
        label = self.directory.schools.get(plan.school_id or 0)
        name, path = (label.name, f"/schools/{label.public_id}/") if label else ("", "")
        return EvaluationContext(self.now, plan.days, self.templates, self.officers, name, path)


def load_facts(tenants: Scope, now: datetime) -> Facts:
    """Read what is the same for all kinds, in two short transactions."""
    today = local_date(now)
    assert tenants.county_id is not None, "rules belong to a tenant"  # noqa: S101
    with scope(for_county(tenants.county_id)):  # a school cannot see officers
        officers = recipients.officers(today, Role.COUNTY, Role.COUNTY_LEAD)
        county = recipients.load_directory(today)
    with scope(tenants):
        schools = recipients.load_directory(today)
        return Facts(now, load_templates(), officers, replace(schools, members={**schools.members, **county.members}))
