"""`work-plans`: written, changed, approved."""

from typing import Any

import pytest

from tests.api.responses import error_fields, ok
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def test_work_plan_is_written_changed_and_approved_by_the_school(town: Town, calls: Any) -> None:
    head = calls(town.head_li)
    leader = {"staff": str(town.a.staff["head"].public_id), "role": "leader"}
    made = ok(head.post("work-plans", {"goals": "一个不少", "leading_group": [leader]}), 201)
    assert {frequency["activity"]: frequency["period_unit"] for frequency in made["required_frequencies"]} == {
        "talk": "week",
        "home_visit": "month",
        "call": "month",
    }
    assert made["leading_group"] == [{"staff": {"id": leader["staff"], "name": "李校长"}, "role": "leader"}]
    assert ok(head.post(f"work-plans/{made['id']}/approve"))["state"] == "approved"
    changed = ok(
        head.send(
            "patch",
            f"work-plans/{made['id']}",
            {"required_frequencies": [{"activity": "talk", "count": 2, "period_unit": "week"}]},
        )
    )
    assert (changed["state"], len(changed["required_frequencies"])) == ("draft", 1)
    assert error_fields(head.post("work-plans")) == ["term"]
    assert error_fields(
        head.send(
            "patch",
            f"work-plans/{made['id']}",
            {"required_frequencies": [{"activity": "talk", "count": 99, "period_unit": "week"}]},
        )
    )
    without_activity = {"required_frequencies": [{"count": 2, "period_unit": "week"}]}
    assert error_fields(head.send("patch", f"work-plans/{made['id']}", without_activity)) == [
        "required_frequencies.0.activity"
    ]
    foreign = {"staff": str(town.b.staff["head"].public_id), "role": "member"}
    assert error_fields(head.send("patch", f"work-plans/{made['id']}", {"leading_group": [foreign]})) == [
        "leading_group.0.staff"
    ]

    teacher = calls(town.teacher_wang)
    assert ok(teacher.get(f"work-plans/{made['id']}"))["goals"] == "一个不少"
    assert teacher.post(f"work-plans/{made['id']}/approve").status_code == 403
    assert calls(town.admin_of_b).get(f"work-plans/{made['id']}").status_code == 404
    assert len(ok(calls(town.officer).get("work-plans"))["results"]) == 1
