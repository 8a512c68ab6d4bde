"""Notifications are in the language that the recipient reads the pages in."""

from datetime import date

import pytest

from services.notify.models import Notification
from services.schools.models import Officer, Staff
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import care
from tests.factories.evaluation import evaluate_at

pytestmark = pytest.mark.django_db
LATE = "care.talk.late"


def test_teacher_is_reminded_in_english_and_her_head_in_chinese(town: Town, browses, at_monday):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    evaluate_at(date(2026, 9, 8))
    response = browses(town.teacher_wang).post("/language/", {"language": "en", "next": "/today/"})
    assert (response.status_code, response["Location"]) == (302, "/today/")
    assert response.cookies["django_language"].value == "en"
    # Long enough for two escalations.
    for day in range(9, 19):
        evaluate_at(date(2026, 9, day))

    with scope(ALL_TENANTS):
        titles = {row.escalation_level: row.title for row in Notification.objects.filter(kind=LATE).order_by("-pk")}
        assert Staff.objects.filter(language="en").count() == 1
    assert titles == {
        0: "A talk is 3 days late",
        1: "Again: A talk is 5 days late",
        2: "王老师还没有回复：谈心谈话已逾期 7 天",
    }


def test_officer_language_is_kept_and_an_unknown_one_ignored(town: Town, browses, at_monday):
    officer = browses(town.officer)
    officer.post("/language/", {"language": "en", "next": "/"})
    officer.post("/language/", {"language": "xx", "next": "/"})

    with town.county_scope():
        languages = dict(Officer.objects.values_list("user_id", "language"))
    assert languages[town.officer.user_id] == "en"
    assert languages[town.lead.user_id] == "zh-hans"
