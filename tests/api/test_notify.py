"""notices, deliveries and jobs at the machines' door."""

import pytest

from services.jobs import actions as jobs
from services.notify import outbox
from tests.factories.notify import text_message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(at_monday):
    """Doors read the clock."""


def tell(town, actor, key, **more):
    with town.as_(actor):
        outbox.add(dedupe_key=key, kind="test", title=key, recipient_id=actor.user_id, now=town.monday, **more)


def test_everybody_reads_their_own_notices_and_marks_them_once(town, calls):
    for key in ("first", "second"):
        tell(town, town.teacher_wang, key)
    tell(town, town.teacher_chen, "hers")
    wang = calls(town.teacher_wang)

    first, second = wang.get("notifications", ordering="created_at").json()["results"]
    assert [first["title"], second["title"], first["read_at"]] == ["first", "second", None]
    assert wang.post(f"notifications/{first['id']}/read").status_code == 204
    assert wang.post(f"notifications/{first['id']}/read").status_code == 204
    assert [row["title"] for row in wang.get("notifications", unread="true").json()["results"]] == ["second"]
    assert [row["title"] for row in wang.get("notifications", unread="false").json()["results"]] == ["first"]
    assert calls(town.teacher_chen).post(f"notifications/{second['id']}/read").status_code == 404
    assert calls(town.teacher_of_b).get("notifications").json()["results"] == []


def test_a_list_pages_by_cursor(town, calls):
    for number in range(5):
        tell(town, town.teacher_wang, f"{number}")
    wang = calls(town.teacher_wang)

    first = wang.get("notifications", page_size=2).json()
    second = wang.client.get(first["next"]).json()
    assert [row["title"] for row in first["results"] + second["results"]] == ["4", "3", "2", "1"]
    assert second["previous"]


def test_the_list_costs_the_same_with_one_row_and_with_three(town, calls):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for keys in (("a",), ("b", "c")):
        for key in keys:
            tell(town, town.head_li, key)
            text_message(town.a, town.monday, key=f"sms {key}")
        head = calls(town.head_li)
        with CaptureQueriesContext(connection) as queries:
            head.get("notifications")
            head.get("deliveries")
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_school_and_county_see_what_goes_out_but_not_to_where(town, calls):
    text_message(town.a, town.monday, phone="13812345678")
    tell(town, town.head_li, "inbox only")

    for actor in (town.head_li, town.admin_zhao, town.officer):
        answer = calls(actor).get("deliveries")
        (row,) = answer.json()["results"]
        assert (row["title"], row["channel"], row["state"], row["attempt_count"]) == (
            "请来校参加家长会",
            "sms",
            "due",
            0,
        )
        assert "5678" not in answer.content.decode()
    for actor in (town.admin_of_b, town.admin_of_c, town.officer_of_other):
        assert calls(actor).get("deliveries").json()["results"] == []
    for actor in (town.teacher_wang, town.nurse_sun, town.actors["leader"], town.actors["auditor"]):
        assert calls(actor).get("deliveries").status_code == 403


def test_filters_are_from_a_fixed_list(town, calls):
    text_message(town.a, town.monday)
    head = calls(town.head_li)

    assert len(head.get("deliveries", state="due", channel="sms").json()["results"]) == 1
    assert head.get("deliveries", state="dead").json()["results"] == []
    for wrong in ({"state": "lost"}, {"channel": "pigeon"}, {"cursor": "x"}, {"ordering": "title"}):
        answer = head.get("deliveries", **wrong)
        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, next(iter(wrong)))
    assert head.get("notifications", unread="maybe").status_code == 400


def test_a_job_is_seen_by_who_may_and_is_unknown_to_others(town, calls):
    with town.as_(town.admin_zhao) as by:
        job = jobs.enqueue(kind="test", subject=None, by=by, now=town.monday, total=7)
    path = f"jobs/{job.public_id}"

    answer = calls(town.admin_zhao).get(path).json()
    assert (answer["id"], answer["state"], answer["done"], answer["total"]) == (str(job.public_id), "queued", 0, 7)
    assert answer["created_at"].startswith("2026-09-07T")
    assert calls(town.head_li).get(path).status_code == calls(town.officer).get(path).status_code == 200
    for stranger in (town.teacher_wang, town.admin_of_b, town.admin_of_c, town.officer_of_other):
        assert calls(stranger).get(path).status_code == 404
    assert calls(town.nurse_sun).get(path).status_code == 403
