"""Every filter of the audit log is answered from an index, under row-level security, at 40,000 events."""

from uuid import UUID

import pytest
from django.db import connections

from services.access.actor import Actor
from services.access.audit_queries import AuditFilter, audit_events
from tests.cast import Town

EVENTS = """
INSERT INTO access_auditevent
    (id, recorded_at, county_id, school_id, user_id, role, action, subject, target, purpose, detail)
SELECT gen_random_uuid(), timestamptz '2026-09-01' + n * interval '1 minute', %(county)s,
    CASE WHEN n %% 2 = 0 THEN %(a)s ELSE %(b)s END, n %% 400, 'teacher',
    CASE WHEN n %% 1000 = 0 THEN 'access.login_locked' ELSE 'children.child_viewed' END, 'children.child',
    jsonb_build_array(('00000000-0000-7000-8000-' || lpad((n %% 2000)::text, 12, '0'))::uuid), '', '{}'
FROM generate_series(1, 40000) AS n
"""
CHILD = UUID("00000000-0000-7000-8000-000000000004")


@pytest.fixture
def busy(lasting_town: Town) -> Town:
    keys = {"county": lasting_town.county.pk, "a": lasting_town.a.school.pk, "b": lasting_town.b.school.pk}
    with connections["owner"].cursor() as cursor:
        cursor.execute(EVENTS, keys)
        cursor.execute("ANALYZE access_auditevent, access_audittarget")
    return lasting_town


def plan(town: Town, actor: Actor, filters: AuditFilter) -> str:
    with town.as_(actor):
        return audit_events(filters)[:51].explain()


def test_filters_use_their_indexes(busy: Town) -> None:
    head, auditor = busy.head_li, busy.actors["auditor"]
    day = busy.monday.date()
    expected = {
        "audit_of_school": plan(busy, head, AuditFilter()),
        "audit_of_county": plan(busy, auditor, AuditFilter()),
        "audit_of_person": plan(busy, auditor, AuditFilter(user_ids=[7])),
        "audit_of_action": plan(busy, auditor, AuditFilter(action="access.login_locked")),
        "audit_target": plan(busy, head, AuditFilter(targets=[CHILD])),
    }
    expected_of_period = plan(busy, head, AuditFilter(begins=day, ends=day))
    assert {name: text for name, text in expected.items() if name not in text} == {}
    assert "audit_of_school" in expected_of_period
    assert "audit_target" in plan(busy, auditor, AuditFilter(targets=[CHILD]))
    assert not [text for text in (*expected.values(), expected_of_period) if "Seq Scan" in text]
