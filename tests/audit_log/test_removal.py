"""After three years events go by whole seals; what stays is verified as before, and a deletion cannot be passed off."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.access.models import AuditEvent, AuditTarget
from services.audit_log import actions, queries
from services.audit_log.models import AuditRemoval, AuditSeal
from services.retention import actions as retention
from services.retention.models import Deletion
from services.schools.scope import ALL_TENANTS, scope
from tests.audit_log.test_verification import as_owner, copy_of, head_of, problem_of, sealed
from tests.cast import Town

__all__ = ["sealed"]
FOUR_YEARS = timedelta(days=4 * 365)


@pytest.fixture
def log(lasting_town: Town, sealed: list[UUID]) -> list[UUID]:
    """Five events of today, and before them, sealed four years ago, three copies; the ids of the old, then the new."""
    as_owner("DELETE FROM audit_log_auditseal WHERE county_id = %s", lasting_town.county.pk)
    age = int(FOUR_YEARS.total_seconds() * 1000) << 80
    old = [UUID(int=event_id.int - age) for event_id in sealed[:3]]
    as_owner("DELETE FROM audit_log_unsealedevent")
    for event_id, copied in zip(old, sealed, strict=False):
        copy_of(copied, event_id)
    actions.seal_events(now=datetime.now(UTC) - FOUR_YEARS)
    as_owner(
        "INSERT INTO audit_log_unsealedevent SELECT id, county_id FROM access_auditevent WHERE id = ANY(%s)", sealed
    )
    actions.seal_events(now=lasting_town.later(hours=1))
    assert problem_of(lasting_town) is None
    return [*old, *sealed]


def purge(town: Town) -> int:
    # The real time: the ids of events hold it, and the database compares them with its own clock.
    return retention.purge_county(county_id=town.county.pk, now=datetime.now(UTC))["audit_log"]


def test_old_seals_go_with_their_events_and_the_rest_is_whole(lasting_town: Town, log: list[UUID]) -> None:
    town, head = lasting_town, head_of(lasting_town)

    assert (purge(town), purge(town)) == (2, 0)

    with scope(ALL_TENANTS):
        assert sorted(AuditEvent.objects.filter(pk__in=log).values_list("pk", flat=True)) == log[3:]
        assert not AuditTarget.objects.filter(event_id__in=log[:3]).exists()
        assert AuditTarget.objects.filter(event_id__in=log[3:]).count() == 5
        removal = AuditRemoval.objects.get(county_id=town.county.pk)
        assert (removal.number, removal.total) == (2, 3)
        assert [row.count for row in Deletion.objects.filter(kind="audit_log")] == [2]
    assert problem_of(town) is None
    assert problem_of(town, head) is None
    as_owner("UPDATE access_auditevent SET purpose = '家访' WHERE id = %s", log[5])
    assert problem_of(town) == ("edited", log[5])


def test_head_of_a_mail_that_is_older_than_the_log_is_refused(lasting_town: Town, log: list[UUID]) -> None:
    with scope(ALL_TENANTS):
        mailed = AuditSeal.objects.get(county_id=lasting_town.county.pk, number=2).head
    assert problem_of(lasting_town, mailed) is None
    purge(lasting_town)
    assert problem_of(lasting_town, mailed) == ("head_removed", None)


@pytest.mark.parametrize("change", ["number = 3", "total = 0", "digest = repeat('0', 64)", "removed_at = now()"])
def test_changed_record_of_a_removal_is_named(lasting_town: Town, log: list[UUID], change: str) -> None:
    purge(lasting_town)
    as_owner(f"UPDATE audit_log_auditremoval SET {change}")
    assert problem_of(lasting_town) == ("removal_changed", None)


def test_owner_who_deletes_the_oldest_seals_has_no_record_of_it(lasting_town: Town, log: list[UUID]) -> None:
    purge(lasting_town)
    as_owner("DELETE FROM audit_log_auditseal WHERE number = 3 AND county_id = %s", lasting_town.county.pk)
    as_owner("DELETE FROM access_auditevent WHERE id IN (%s, %s)", log[3], log[4])
    assert problem_of(lasting_town) == ("seal_missing", None)


def test_event_left_behind_by_a_removal_is_named(lasting_town: Town, log: list[UUID]) -> None:
    purge(lasting_town)
    copy_of(log[3], log[0])
    as_owner("DELETE FROM audit_log_unsealedevent WHERE id = %s", log[0])
    assert problem_of(lasting_town) == ("inserted", log[0])


def test_worker_cannot_delete_what_is_younger(lasting_town: Town, log: list[UUID]) -> None:
    """Not even by the action itself: the database refuses, and nothing is half deleted."""
    with scope(ALL_TENANTS):
        assert AuditEvent.objects.filter(pk__in=log[3:]).delete()[0] == 0
        assert AuditTarget.objects.filter(event_id__in=log[3:]).delete()[0] == 0
    young = AuditSeal.objects.filter(county_id=lasting_town.county.pk, number=3)
    with pytest.raises(actions.AuditEventsKept), scope(ALL_TENANTS):
        actions.remove_seals(list(young))
    assert problem_of(lasting_town) is None


def test_clock_that_is_ahead_makes_no_seal_old(lasting_town: Town, log: list[UUID]) -> None:
    """A worker's clock in 2040 offers the head no list of what the database would refuse to delete."""
    purge(lasting_town)
    actions.seal_events(now=datetime.now(UTC))
    ahead = datetime.now(UTC) + 4 * FOUR_YEARS

    with scope(ALL_TENANTS):
        assert not queries.seals_before(lasting_town.county.pk, ahead).exists()

    assert retention.purge_county(county_id=lasting_town.county.pk, now=ahead)["audit_log"] == 0
    assert problem_of(lasting_town) is None
