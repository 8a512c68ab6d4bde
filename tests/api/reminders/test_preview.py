"""A preview of a rule's next fortnight in the API."""

from typing import Any

import pytest

from services.notify.models import Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db
LATE = "reminder-rules/care.talk.late/preview"


def test_school_previews_its_own_fortnight_with_changed_settings(town: Town, calls: Any, at_monday: None) -> None:
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    answer = calls(town.admin_zhao).post(LATE, {"repeat_every_days": 0, "escalation_days": []})

    assert answer.status_code == 200
    preview = answer.json()
    assert (preview["notifications"], preview["people"], len(preview["days"])) == (1, 1, 14)
    assert preview["days"][7] == {"date": "2026-09-14", "notifications": 1}
    (row,) = preview["results"]
    assert (row["recipient"], row["title"], row["channels"]) == ("王老师", "谈心谈话已逾期 3 天", ["inbox"])
    assert calls(town.admin_of_b).post(LATE).json()["notifications"] == 0
    with scope(ALL_TENANTS):
        assert not Notification.objects.filter(kind="care.talk.late").exists()


def test_county_preview_is_a_job_and_invalid_settings_are_400(town: Town, calls: Any, at_monday: None) -> None:
    accepted = calls(town.officer).post(LATE)
    assert accepted.status_code == 202
    job = accepted.json()["job"]
    assert calls(town.officer).get(f"jobs/{job}").status_code == 200
    assert calls(town.officer_of_other).get(f"jobs/{job}").status_code == 404
    refused = calls(town.officer).post(LATE, {"channels": []})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == "channels"
    assert calls(town.teacher_wang).post(LATE).status_code == 403
    assert calls(town.officer).post("reminder-rules/care.nothing/preview").status_code == 404
