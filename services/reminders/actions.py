"""Asking what a rule would say before it holds."""

from datetime import datetime
from typing import Any

from django.db import transaction

from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.reminders import rules
from services.reminders.choices import JobKind
from services.reminders.preview import Preview, preview
from services.reminders.validation import FIELDS, validate_settings


@transaction.atomic
def request_preview(*, kind: str, by: Actor, now: datetime, **terms: Any) -> Preview | Job:
    """The next fortnight under the terms that hold here, with these changes. Raises UnfitTerms.

    A school, or a kind the county itself is told of, at once; for all schools of a county a job that counts.
    """
    require_permission(by, Permission.EDIT_RULES)
    found = rules.require_kind(kind)
    wanted = validate_settings(found, rules.settings_for(kind), **terms)
    if by.school_id is not None or found.tenant_level == "county":
        return preview(found, wanted, now)
    told = {name: getattr(wanted, name) for name in FIELDS} | {"send_at": wanted.send_at.isoformat()}
    return jobs.enqueue(kind=JobKind.PREVIEW, subject=None, by=by, now=now, arguments={"kind": kind, "terms": told})
