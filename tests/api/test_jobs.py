"""`jobs/{id}`: who sees the progress of long work."""

from typing import Any

import pytest

from services.jobs import actions as jobs
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def test_job_is_visible_to_its_school_and_404_to_others(town: Town, calls: Any):
    with town.as_(town.admin_zhao) as by:
        job = jobs.enqueue(kind="test", target_id=None, by=by, now=town.monday, total=7)
    path = f"jobs/{job.public_id}"

    answer = calls(town.admin_zhao).get(path).json()
    assert (answer["id"], answer["state"], answer["done"], answer["total"]) == (str(job.public_id), "queued", 0, 7)
    assert answer["created_at"].startswith("2026-09-07T")
    assert calls(town.head_li).get(path).status_code == calls(town.officer).get(path).status_code == 200
    for stranger in (town.teacher_wang, town.admin_of_b, town.admin_of_c, town.officer_of_other):
        assert calls(stranger).get(path).status_code == 404
    assert calls(town.nurse_sun).get(path).status_code == 403
