"""提醒规则: how many notifications the next fortnight brings, counted by a job."""

import re

import pytest

from services.jobs.models import Job
from services.jobs.registry import JobContext
from services.reminders.jobs import forecast
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db


def test_forecast_is_counted_in_the_background_and_shown_to_its_tenant(
    town: Town, browses, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("NUANYANG_CLOCK", town.monday.isoformat())
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    school, address = browses(town.admin_zhao), "/reminder-rules/forecast/"
    assert "大约发" not in school.get("/reminder-rules/").content.decode()
    begun = school.post(address, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{address}"' in begun, "the page asks again until it is done"
    school.post(address)
    with scope(ALL_TENANTS):
        job = Job.objects.get(kind="reminders.forecast")
    zhao = town.admin_zhao
    counts = forecast(JobContext(job.public_id, job.kind, None, zhao, town.monday, zhao.scope))
    with scope(ALL_TENANTS):
        Job.objects.filter(pk=job.pk).update(state="done", result=counts)

    page = school.get("/reminder-rules/").content.decode()
    assert re.search(r"种提醒都开着，未来 14 天大约发 \d+ 条。", page)
    assert re.search(r'id="count-caretalklate">2 条\s*<', page)
    done = school.get(address, headers={"HX-Request": "true"}).content.decode()
    assert re.search(r'<span class="rule-count" id="count-caretalklate" hx-swap-oob="true">2 条\s*</span>', done)
    assert "hx-get" not in done
    for other in (town.admin_of_b, town.officer):
        assert "大约发" not in browses(other).get("/reminder-rules/").content.decode()
    assert school.get(address).status_code == 302, "without JavaScript the count is on the page"
    assert browses(town.teacher_wang).post(address).status_code == 403
