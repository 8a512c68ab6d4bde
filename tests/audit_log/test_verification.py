"""The sealed audit log: whoever edits, deletes, reorders or inserts an event behind its back is found out."""

from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from services.access import audit
from services.access.models import AuditEvent
from services.audit_log import actions, queries
from services.audit_log.models import AuditSeal, UnsealedEvent
from services.audit_log.verification import first_break
from services.children.choices import AuditAction
from services.kit.ids import uuid7
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town

EVENTS = 5


@pytest.fixture
def sealed(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Five views of children, sealed two at a time; the ids in order."""
    town = lasting_town
    monkeypatch.setattr(actions, "BATCH", 2)
    with town.as_(town.teacher_wang) as by:
        for minute in range(EVENTS):
            audit.log(AuditAction.CHILD_VIEWED, target=town.xiaoming, by=by, now=town.later(minutes=minute))
    with town.as_(town.officer_of_other) as by:
        audit.log(AuditAction.LISTED, by=by, now=town.monday)
    actions.seal_events(now=town.later(hours=1))
    with scope(ALL_TENANTS):
        events = AuditEvent.objects.filter(county_id=town.county.pk, action=AuditAction.CHILD_VIEWED)
        return sorted(events.values_list("pk", flat=True))


def as_owner(sql: str, *params: object) -> None:
    """Run SQL as the owner of the database, who may do anything to its tables: also past their policies."""
    tables = ("access_auditevent", "audit_log_auditseal", "audit_log_auditremoval")
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(sql, params)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def problem_of(town: Town, head: str = "") -> tuple[str, UUID | None] | None:
    problem = first_break(county_id=town.county.pk, head=head)
    return (problem.kind.value, problem.event_id) if problem else None


def head_of(town: Town) -> str:
    with scope(ALL_TENANTS):
        seal = queries.last_seal(town.county.pk)
    assert seal
    return seal.head


def test_untouched_log_is_whole_with_and_without_the_head(lasting_town: Town, sealed: list[UUID]) -> None:
    assert problem_of(lasting_town) is None
    assert problem_of(lasting_town, head_of(lasting_town)) is None
    with scope(ALL_TENANTS):
        numbers = (
            AuditSeal.objects.filter(county_id=lasting_town.county.pk).order_by("number").values_list("number", "total")
        )
        assert list(numbers) == [(1, 2), (2, 4), (3, 5)]
        assert not UnsealedEvent.objects.exists()
        # Each county has a chain of its own.
        assert AuditSeal.objects.get(county_id=lasting_town.other_county.pk).total == 1


@pytest.mark.parametrize(
    "change",
    [
        "user_id = user_id + 1",
        "role = 'head'",
        "action = 'children.listed'",
        "target = '[]'",
        "purpose = '家访'",
        'detail = \'{"tab": "family"}\'',
        "recorded_at = recorded_at - interval '1 day'",
        "school_id = NULL",
        "subject = ''",
        "operator = '张工'",
    ],
)
def test_edited_event_is_named(lasting_town: Town, sealed: list[UUID], change: str) -> None:
    as_owner(f"UPDATE access_auditevent SET {change} WHERE id = %s", sealed[3])
    assert problem_of(lasting_town) == ("edited", sealed[3])


def test_deleted_event_is_named(lasting_town: Town, sealed: list[UUID]) -> None:
    as_owner("DELETE FROM access_auditevent WHERE id = %s", sealed[2])
    assert problem_of(lasting_town) == ("deleted", sealed[2])


def test_swapped_events_are_named(lasting_town: Town, sealed: list[UUID]) -> None:
    moment = "(SELECT recorded_at FROM access_auditevent AS other WHERE other.id = %s)"
    as_owner(
        f"UPDATE access_auditevent SET recorded_at = CASE id WHEN %s THEN {moment} ELSE {moment} END"
        " WHERE id IN (%s, %s)",
        *(sealed[0], sealed[1], sealed[0], sealed[0], sealed[1]),
    )
    assert problem_of(lasting_town) == ("reordered", sealed[0])


def test_swapped_entries_of_a_seal_are_named(lasting_town: Town, sealed: list[UUID]) -> None:
    as_owner(
        "UPDATE audit_log_auditseal SET entries = substr(entries, 33) || substr(entries, 1, 32)"
        " WHERE number = 1 AND county_id = %s",
        lasting_town.county.pk,
    )
    assert problem_of(lasting_town) == ("reordered", sealed[0])


@pytest.mark.parametrize("position", ["between sealed events", "after the last seal"])
def test_event_inserted_past_the_trigger_is_named(lasting_town: Town, sealed: list[UUID], position: str) -> None:
    forged = UUID(int=sealed[1].int + 1) if position == "between sealed events" else uuid7()
    as_owner("ALTER TABLE access_auditevent DISABLE TRIGGER audit_log_queue")
    try:
        copy_of(sealed[1], forged)
    finally:
        as_owner("ALTER TABLE access_auditevent ENABLE TRIGGER audit_log_queue")
    assert problem_of(lasting_town) == ("inserted", forged)
    actions.seal_events(now=lasting_town.later(hours=2))
    assert problem_of(lasting_town) == ("inserted", forged)


def test_event_inserted_with_an_old_id_is_named_although_it_was_sealed(lasting_town: Town, sealed: list[UUID]) -> None:
    two_days = (2 * 86_400_000) << 80
    forged = UUID(int=sealed[0].int - two_days)
    copy_of(sealed[0], forged)
    actions.seal_events(now=lasting_town.later(hours=2))
    assert problem_of(lasting_town) == ("inserted", forged)


def test_event_that_waits_for_its_seal_or_came_late_is_no_fault(lasting_town: Town, sealed: list[UUID]) -> None:
    """A transaction that began before the last seal commits after it: its id is older."""
    copy_of(sealed[4], UUID(int=sealed[4].int - 1))
    assert problem_of(lasting_town) is None
    actions.seal_events(now=lasting_town.later(hours=2))
    assert problem_of(lasting_town) is None


def test_event_that_is_gone_before_it_was_sealed_is_named(lasting_town: Town, sealed: list[UUID]) -> None:
    with lasting_town.as_(lasting_town.teacher_wang) as by:
        audit.log(AuditAction.LISTED, by=by, now=lasting_town.monday)
    with scope(ALL_TENANTS):
        (waiting,) = UnsealedEvent.objects.values_list("pk", flat=True)
    as_owner("DELETE FROM access_auditevent WHERE id = %s", waiting)
    actions.seal_events(now=lasting_town.later(hours=2))
    assert problem_of(lasting_town) == ("deleted", waiting)


def test_seal_that_was_changed_or_taken_away_is_named(lasting_town: Town, sealed: list[UUID]) -> None:
    county = lasting_town.county.pk
    as_owner("UPDATE audit_log_auditseal SET sealed_at = now() WHERE number = 2 AND county_id = %s", county)
    changed = first_break(county_id=county)
    as_owner("DELETE FROM audit_log_auditseal WHERE number = 2 AND county_id = %s", county)
    gone = first_break(county_id=county)
    assert [(problem.kind.value, problem.seal) for problem in (changed, gone) if problem] == [
        ("seal_changed", 2),
        ("seal_missing", 2),
    ]


def test_log_rewritten_with_the_key_differs_from_the_mailed_head(lasting_town: Town, sealed: list[UUID]) -> None:
    """Whoever has the server, too, can seal everything anew: then only the mail tells."""
    mailed = head_of(lasting_town)
    as_owner("DELETE FROM audit_log_auditseal WHERE county_id = %s", lasting_town.county.pk)
    as_owner("DELETE FROM access_auditevent WHERE id = %s", sealed[2])
    as_owner(
        "INSERT INTO audit_log_unsealedevent SELECT id, county_id FROM access_auditevent WHERE county_id = %s",
        lasting_town.county.pk,
    )
    actions.seal_events(now=lasting_town.later(hours=1))
    assert problem_of(lasting_town) is None
    assert problem_of(lasting_town, mailed) == ("head_differs", None)


def test_seals_cut_off_at_the_end_are_missed_by_the_mailed_head(lasting_town: Town, sealed: list[UUID]) -> None:
    mailed = head_of(lasting_town)
    as_owner("DELETE FROM audit_log_auditseal WHERE number = 3 AND county_id = %s", lasting_town.county.pk)
    as_owner("DELETE FROM access_auditevent WHERE id = %s", sealed[4])
    assert problem_of(lasting_town) is None
    assert problem_of(lasting_town, mailed) == ("head_differs", None)


def test_seal_of_another_key_is_no_edited_event(
    lasting_town: Town, sealed: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_owner("UPDATE audit_log_auditseal SET key = 'another'")
    assert problem_of(lasting_town) == ("other_key", None)


def test_nobody_but_the_sealing_worker_touches_seals_and_nobody_changes_events(
    lasting_town: Town, sealed: list[UUID]
) -> None:
    tables = ("access_auditevent", "access_audittarget", "audit_log_auditseal", "audit_log_unsealedevent")
    granted = {}
    with connections["owner"].cursor() as cursor:
        for role in ("r_school", "r_county", "r_worker"):
            for table in tables:
                cursor.execute(PRIVILEGES, [role, table])
                granted[role, table] = cursor.fetchone()[0]
    assert {table: granted["r_school", table] for table in tables} == {
        "access_auditevent": "SELECT,INSERT",
        "access_audittarget": "SELECT,INSERT",
        "audit_log_auditseal": "",
        "audit_log_unsealedevent": "INSERT",
    }
    assert granted["r_county", "audit_log_auditseal"] == "SELECT"
    assert granted["r_worker", "access_auditevent"] == "SELECT,INSERT,DELETE"  # of old ones alone: test_removal
    assert granted["r_worker", "audit_log_auditseal"] == "SELECT,INSERT,DELETE"


PRIVILEGES = """
SELECT coalesce(string_agg(name, ',' ORDER BY position), '')
FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) WITH ORDINALITY AS privilege (name, position)
WHERE has_table_privilege(%s, %s, name)
"""


def copy_of(event: UUID, new: UUID) -> None:
    """Insert a copy of an event under another id."""
    columns = "recorded_at, county_id, school_id, user_id, role, action, subject, target, purpose, detail"
    as_owner(
        f"INSERT INTO access_auditevent (id, {columns}) SELECT %s, {columns} FROM access_auditevent WHERE id = %s",
        new,
        event,
    )


# -- the command


def run(*arguments: str) -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    try:
        call_command("audit", *arguments, stdout=out, stderr=errors)
    except CommandError as error:
        errors.write(str(error))
    return out.getvalue(), errors.getvalue()


def test_command_names_the_broken_event_and_its_county(lasting_town: Town, sealed: list[UUID]) -> None:
    head = head_of(lasting_town)
    out, errors = run("verify")
    assert (out, errors) == (
        f"清河县: whole, up to {head}\n云岭县: whole, up to {chain_of_other(lasting_town)}\n",
        "",
    )
    as_owner("UPDATE access_auditevent SET purpose = '家访' WHERE id = %s", sealed[3])

    out, errors = run("verify", "--county", "清河县", "--head", head)

    assert f"清河县: Event {sealed[3]} of 2026-09-07 01:03:00 UTC (seal 2) was edited after it was sealed." in errors
    assert "The audit log is not as it was sealed: 清河县." in errors
    assert out == ""


def chain_of_other(town: Town) -> str:
    with scope(ALL_TENANTS):
        seal = queries.last_seal(town.other_county.pk)
    assert seal
    return seal.head


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--head", "128"), "--head is the text of the mail"),
        (("--head", "1-" + "a" * 32), "--head belongs to one county"),
        (("--county", "没有的县"), "There is no county called"),
    ],
)
def test_command_refuses_what_it_cannot_check(
    lasting_town: Town, sealed: list[UUID], arguments: tuple[str, ...], reason: str
) -> None:
    assert reason in run("verify", *arguments)[1]


def test_command_prints_the_heads(lasting_town: Town, sealed: list[UUID]) -> None:
    assert f"清河县: {head_of(lasting_town)}" in run("head")[0]
