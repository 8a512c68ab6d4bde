"""What is over goes, what is needed stays, and nothing about a child goes before a person has read a list."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from services.access.models import AuditEvent
from services.assessment.models import AssessmentRound, Rubric
from services.care.models import CareRecord, DueWork, Pairing
from services.children.actions import emergency_access
from services.children.choices import EmergencyVerdict
from services.children.importing import storage
from services.children.importing.commit import request_commit
from services.children.models import Child, Guardian, PhoneNumber, Pupil, RosterFile, RosterImport
from services.health.models import Campaign, Checkup, Finding
from services.jobs.choices import JobState
from services.jobs.models import IdempotencyKey, Job, Occurrence
from services.notify.models import Notification
from services.retention import actions, queries
from services.retention.models import Deletion, RetentionList
from services.retention.rules import BY_KEY, RULES
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Caller, Town
from tests.factories import assessment, health

pytestmark = pytest.mark.django_db
LONG_AGO = date(2015, 6, 30)
LEFT = {"state": "left", "left_on": LONG_AGO}


def purge(town: Town, now: datetime | None = None) -> dict[str, int]:
    return actions.purge_county(county_id=town.county.pk, now=now or town.monday)


def confirmed(town: Town, kind: str, now: datetime | None = None) -> RetentionList:
    """The list of a kind, drawn up by a purge and confirmed by the county's lead."""
    with town.county_scope():
        row = RetentionList.objects.get(kind=kind, finished_at=None)
        actions.confirm_list(retention_list=row, by=town.lead, now=now or town.monday)
    return row


def occurrence(town: Town, at: datetime, **more: Any) -> Occurrence:
    with town.a.inside():
        return Occurrence.objects.create(schedule="reminders:x", due_at=at, **{"finished_at": at} | more)


def roster(town: Town, at: datetime, **more: Any) -> RosterImport:
    with town.a.inside():
        row = RosterImport.objects.create(
            file_name="三年级.xlsx",
            size=1,
            sha256="x",
            uploaded_by_id=town.admin_zhao.user_id,
            uploaded_at=at,
            **{"state": "ready", "counts": {"rows": 1}} | more,
        )
        file = RosterFile(roster_import=row)
        storage.seal_bytes(file, "content", b"PK")
        file.save()
        return row


def test_occurrences_over_thirty_days_go_and_unfinished_or_younger_stay(town: Town):
    old, young = town.monday - timedelta(days=31), town.monday - timedelta(days=29)
    occurrence(town, old)
    occurrence(town, old - timedelta(hours=1), finished_at=None, failures=5)
    kept = {occurrence(town, young).pk, occurrence(town, old - timedelta(hours=2), finished_at=None).pk}

    assert purge(town)["occurrences"] == 2

    with scope(ALL_TENANTS):
        assert set(Occurrence.objects.values_list("pk", flat=True)) == kept
        went = Deletion.objects.get(kind="occurrences")
    assert (went.county_id, went.count, went.cutoff) == (town.county.pk, 2, town.monday - timedelta(days=30))


def test_notification_outlives_the_occurrence_it_was_written_in(town: Town):
    old = occurrence(town, town.monday - timedelta(days=31))
    with town.a.inside():
        Notification.objects.create(
            dedupe_key="k",
            kind="x",
            title="t",
            created_at=town.monday,
            occurrence=old,
            recipient_id=town.head_li.user_id,
        )

    assert purge(town)["occurrences"] == 1

    with town.a.inside():
        assert Notification.objects.get().occurrence_id is None


def test_batches_are_bounded_and_go_through_the_index_of_the_county(town: Town, monkeypatch: pytest.MonkeyPatch):
    for hours in range(5):
        occurrence(town, town.monday - timedelta(days=40, hours=hours))
    monkeypatch.setattr(actions, "MAX_BATCHES", 2)
    rule = BY_KEY["occurrences"]
    object.__setattr__(rule, "batch", 2)
    try:
        assert [purge(town)["occurrences"], purge(town)["occurrences"]] == [4, 1]
    finally:
        object.__setattr__(rule, "batch", 5000)
    with scope(ALL_TENANTS):
        rows = rule.due(town.county.pk, town.monday)[:2]
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()
    assert "occurrence_of_county" in plan
    assert "Presorted Key: due_at" in plan  # the index gives the order: a batch reads what it deletes, not all of it


def test_jobs_that_somebody_refers_to_stay(town: Town):
    old = town.monday - timedelta(days=181)
    with town.a.inside():
        jobs = [
            Job.objects.create(
                kind="x", state=state, finished_at=old if state == JobState.DONE else None, created_at=old
            )
            for state in (JobState.DONE, JobState.DONE, JobState.QUEUED)
        ]
    roster(town, town.monday, job=jobs[0])

    assert purge(town)["jobs"] == 1

    with town.a.inside():
        assert set(Job.objects.values_list("pk", flat=True)) == {jobs[0].pk, jobs[2].pk}


def test_stored_responses_go_after_a_day(town: Town):
    with town.a.inside():
        for hours in (25, 23):
            row = IdempotencyKey(
                user_id=town.head_li.user_id,
                key_hash=str(hours),
                request_hash="r",
                response_status=201,
                created_at=town.monday - timedelta(hours=hours),
            )
            row.seal("response_body", "{}")
            row.save()

    assert purge(town)["idempotency_keys"] == 1


def test_rosters_wait_for_a_list_and_only_what_stands_on_it_goes(town: Town):
    old = roster(town, town.monday - timedelta(days=91))
    busy = roster(town, town.monday - timedelta(days=91), state="committing")
    young = roster(town, town.monday - timedelta(days=89))

    assert purge(town)["rosters"] == 0
    assert purge(town)["rosters"] == 0  # the list is drawn up once
    row = confirmed(town, "rosters")
    later = town.later(days=3)  # by now the young one is over too, and stands on no list
    assert purge(town, later)["rosters"] == 1

    with town.a.inside():
        assert set(RosterFile.objects.values_list("roster_import_id", flat=True)) == {busy.pk, young.pk}
        assert RosterImport.objects.count() == 3
        assert storage.load_page(old, 0, 10) == []
        with pytest.raises(storage.FileDeleted):
            request_commit(roster=old, by=town.admin_zhao, now=later)
    with town.county_scope():
        row.refresh_from_db()
        assert (row.deleted, row.finished_at, row.targets) == (1, later, [])
        assert [entry.kind for entry in Deletion.objects.all()] == ["rosters"]
        assert RetentionList.objects.get(finished_at=None).targets == [str(young.public_id)]


def test_list_shows_what_would_go_to_the_lead_and_to_nobody_else(town: Town):
    roster(town, town.monday - timedelta(days=91))
    purge(town)

    for who in (town.officer, town.actors["auditor"], town.officer_of_other):
        with town.as_(who):
            assert not queries.visible_lists(who).exists()
    with town.as_(town.lead):
        (row,) = queries.visible_lists(town.lead)
        assert [(entry.name, entry.school) for entry in queries.entries_of(row, 10)] == [("三年级.xlsx", "中心小学")]
        with pytest.raises(PermissionDenied):
            actions.confirm_list(retention_list=row, by=town.officer, now=town.monday)
        actions.confirm_list(retention_list=row, by=town.lead, now=town.monday)
        with pytest.raises(actions.UnableToConfirm):
            actions.confirm_list(retention_list=row, by=town.lead, now=town.monday)
    with town.as_(town.head_li), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        RetentionList.objects.exists()


def leaver(town: Town, name: str = "王小明") -> Pupil:
    """A pupil who left eleven years ago, with rows in every app."""
    pupil, child = town.a.pupils[name], town.a.children[name]
    with town.a.inside():
        pair = assessment.pairing(child, town.a.staff["wang"], town.monday)
        record = assessment.recorded(pair, "talk", LONG_AGO)
        health.phone(pupil, "13800138000")
        Guardian.objects.create(pupil=pupil, name="奶奶", since=LONG_AGO)
        Pupil.objects.filter(pk=pupil.pk).update(**LEFT)
        assert record.pk
    return pupil


def test_leavers_file_goes_after_ten_years_with_all_that_depends_on_it_and_no_other(town: Town):
    leaver(town)
    purge(town)
    with town.a.inside():
        assert Pupil.objects.filter(pk=town.a.pupils["王小明"].pk).exists()
    confirmed(town, "leavers")

    assert purge(town)["leavers"] == 1

    with town.a.inside():
        assert set(Pupil.objects.values_list("name", flat=True)) == {"李小红", "张强", "刘芳"}
        assert set(Child.objects.values_list("pupil__name", flat=True)) == {"李小红", "张强"}
        gone = (Pairing, CareRecord, DueWork, PhoneNumber, Guardian)
        assert {model.__name__ for model in gone if model.objects.exists()} == set()  # type: ignore[attr-defined]
    with town.county_scope():
        event = AuditEvent.objects.filter(action="retention.list_purged").get()
    assert (event.user_id, event.detail) == (None, {"kind": "leavers", "count": 1})


def test_leaver_with_an_open_finding_or_round_stays_even_on_a_confirmed_list(town: Town):
    pupil = leaver(town)
    health.planned(town)
    purge(town)
    confirmed(town, "leavers")
    with town.a.inside():
        checkup = Checkup.objects.filter(pupil=town.a.pupils["李小红"]).get()
        Checkup.objects.filter(pk=checkup.pk).update(pupil=pupil)
        finding = Finding.objects.create(
            checkup_id=checkup.pk, pupil=pupil, kind="vision", value="4.5", limit="5.0", found_on=LONG_AGO
        )
    with scope(ALL_TENANTS):
        checkup.campaign.__class__.objects.update(state="closed")

    assert purge(town)["leavers"] == 0
    with scope(ALL_TENANTS):
        Finding.objects.filter(pk=finding.pk).update(state="closed", closed_on=LONG_AGO)
        assert BY_KEY["leavers"].due(town.county.pk, town.monday).count() == 1
    with town.county_scope():
        AssessmentRound.objects.create(
            rubric=Rubric.objects.create(version=1, title="2015"),
            year=2015,
            quarter=2,
            begins_on=date(2015, 4, 1),
            ends_on=LONG_AGO,
            state="computed",
        )
    with scope(ALL_TENANTS):
        assert not BY_KEY["leavers"].due(town.county.pk, town.monday).exists()
        AssessmentRound.objects.update(state="published")
        assert BY_KEY["leavers"].due(town.county.pk, town.monday).exists()


def test_other_county_keeps_its_rows_and_sees_no_deletion_of_this_one(town: Town):
    old = town.monday - timedelta(days=31)
    with town.c.inside():
        Occurrence.objects.create(schedule="x", due_at=old, finished_at=old)
    occurrence(town, old)

    purge(town)

    with town.as_(town.officer_of_other):
        assert (Occurrence.objects.count(), Deletion.objects.count()) == (1, 0)


def test_logins_go_by_their_own_terms(town: Town):
    now = town.monday
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=2))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=2))
    for days in (201, 199):
        for model in (AccessLog, AccessFailureLog):
            row = model.objects.create(username="x", ip_address="127.0.0.1")
            model.objects.filter(pk=row.pk).update(attempt_time=now - timedelta(days=days))

    counts = actions.purge_shared(now=now)

    assert {key: count for key, count in counts.items() if count} == {
        "sessions": 1,
        "login_logs": 1,
        "login_failures": 1,
    }
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    with scope(ALL_TENANTS):
        assert {row.kind for row in Deletion.objects.filter(county=None)} == {
            "sessions",
            "login_logs",
            "login_failures",
        }


def test_every_rule_has_a_reason_and_is_listed_by_the_command(town: Town, capsys: Any, monkeypatch: Any):
    monkeypatch.setenv("NUANYANG_CLOCK", town.monday.isoformat())
    occurrence(town, town.monday - timedelta(days=31))
    roster(town, town.monday - timedelta(days=91))

    call_command("retention", "list")
    listed = capsys.readouterr().out
    call_command("retention", "run")
    ran = capsys.readouterr().out

    assert all(rule.key in listed and str(rule.reason) and rule.keep for rule in RULES)
    assert "occurrences: kept 30 days, 1 over" in listed
    assert "rosters: kept 90 days, 1 over, 0 wait for the county to confirm" in listed
    assert "清河县: occurrences 1" in ran
    assert "云岭县: nothing was over" in ran


def test_lead_reads_and_confirms_by_page_and_api(town: Town, browses: Any, calls: Any, monkeypatch: Any):
    monkeypatch.setenv("NUANYANG_CLOCK", town.monday.isoformat())
    leaver(town)
    roster(town, town.monday - timedelta(days=91))
    purge(town)
    lead: Caller = calls(town.lead)
    page = browses(town.lead)

    text = page.get("/retention-lists/").content.decode()
    rows = {row["kind"]: row for row in lead.get("retention-lists", unconfirmed="true").json()["results"]}
    detail = lead.get(f"retention-lists/{rows['leavers']['id']}").json()
    shown = page.get(f"/retention-lists/{rows['leavers']['id']}/").content.decode()
    by_page = page.post(f"/retention-lists/{rows['leavers']['id']}/confirm/", follow=True)
    by_api = lead.post(f"retention-lists/{rows['rosters']['id']}/confirm")
    twice = lead.post(f"retention-lists/{rows['rosters']['id']}/confirm")

    assert ("有 2 份清单等您确认" in text, set(rows)) == (True, {"leavers", "rosters"})
    assert detail["entries"] == [{"name": "王小明", "school": "中心小学", "on": "2015-06-30"}]
    assert ("王小明" in shown, "已确认，今晚删除" in by_page.content.decode()) == (True, True)
    assert (by_api.status_code, bool(by_api.json()["confirmed_at"]), twice.status_code) == (200, True, 409)
    assert calls(town.officer).get("retention-lists").status_code == 403
    assert calls(town.head_li).get("retention-lists").status_code == 403
    with town.county_scope():
        viewed = AuditEvent.objects.filter(action="retention.list_viewed")
        assert all(str(town.a.pupils["王小明"].public_id) in event.target for event in viewed)
        assert viewed.count() == 2


def test_leaver_stays_while_a_checkup_runs_or_a_view_of_the_file_is_not_reviewed(town: Town):
    pupil = leaver(town)
    health.planned(town)
    with town.a.inside():
        Checkup.objects.filter(pupil=town.a.pupils["李小红"]).update(pupil=pupil)

    def is_due() -> bool:
        with scope(ALL_TENANTS):
            return bool(BY_KEY["leavers"].due(town.county.pk, town.monday).exists())

    assert not is_due(), "the checkup runs"
    with scope(ALL_TENANTS):
        Campaign.objects.update(state="closed")
    assert is_due()
    with town.county_scope():
        access = emergency_access.open_access(
            child=pupil.child, reason="核对十年前的记录", by=town.officer, now=town.monday
        )
        emergency_access.end_access(access=access, by=town.officer, now=town.later(minutes=1))
    assert not is_due(), "nobody has reviewed the view"
    with town.county_scope():
        emergency_access.review_access(
            access=access, verdict=EmergencyVerdict.JUSTIFIED, by=town.lead, now=town.later(minutes=2)
        )
    assert is_due()
