"""A rule's next fortnight at the machines' door."""

import pytest

from services.notify.models import Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db
LATE = "reminder-rules/care.talk.late/preview"


def test_a_school_sees_its_own_fortnight_under_changed_terms(town: Town, calls, at_monday):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    answer = calls(town.admin_zhao).post(LATE, {"repeat_every_days": 0, "escalation_days": []})

    assert answer.status_code == 200
    found = answer.json()
    assert (found["notifications"], found["people"], len(found["days"])) == (1, 1, 14)
    assert found["days"][7] == {"date": "2026-09-14", "notifications": 1}
    (row,) = found["results"]
    assert (row["recipient"], row["title"], row["channels"]) == ("王老师", "谈心谈话已逾期 3 天", ["inbox"])
    assert calls(town.admin_of_b).post(LATE).json()["notifications"] == 0
    with scope(ALL_TENANTS):
        assert not Notification.objects.filter(kind="care.talk.late").exists()


def test_a_county_is_given_a_job_and_what_cannot_be_is_said_by_field(town: Town, calls, at_monday):
    asked = calls(town.officer).post(LATE)
    assert asked.status_code == 202
    job = asked.json()["job"]
    assert calls(town.officer).get(f"jobs/{job}").status_code == 200
    assert calls(town.officer_of_other).get(f"jobs/{job}").status_code == 404
    refused = calls(town.officer).post(LATE, {"channels": []})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == "channels"
    assert calls(town.teacher_wang).post(LATE).status_code == 403
    assert calls(town.officer).post("reminder-rules/care.nothing/preview").status_code == 404
