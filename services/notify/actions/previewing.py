"""Asking what a rule would say before it holds."""

from datetime import datetime
from typing import Any

from django.db import transaction

from services.access.actor import Actor, require
from services.access.may import May
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.notify import rules
from services.notify.checks import FIELDS, draft
from services.notify.preview import Preview, preview

PREVIEW = "notify.preview"


@transaction.atomic
def look_ahead(*, kind: str, by: Actor, now: datetime, **terms: Any) -> Preview | Job:
    """The next fortnight under the terms that hold here, with these changes. Raises UnfitTerms.

    A school, or a kind the county itself is told of, at once; for all schools of a county a job that counts.
    """
    require(by, May.EDIT_RULES)
    found = rules.offered(kind)
    wanted = draft(found, rules.terms_here(kind), **terms)
    if by.school_id is not None or found.per == "county":
        return preview(found, wanted, now)
    told = {name: getattr(wanted, name) for name in FIELDS} | {"at": wanted.at.isoformat()}
    return jobs.enqueue(kind=PREVIEW, subject=None, by=by, now=now, given={"kind": kind, "terms": told})
