"""Who reads the pages in English is written to in English; nobody else is."""

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


def test_a_teacher_who_reads_english_is_reminded_in_english_and_her_head_in_chinese(town: Town, browses, at_monday):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    evaluate_at(date(2026, 9, 8))
    answer = browses(town.teacher_wang).post("/language/", {"language": "en", "next": "/today/"})
    assert (answer.status_code, answer["Location"]) == (302, "/today/")
    assert answer.cookies["django_language"].value == "en"
    for day in range(9, 19):
        evaluate_at(date(2026, 9, day))

    with scope(ALL_TENANTS):
        told = {row.escalation_level: row.title for row in Notification.objects.filter(kind=LATE).order_by("-pk")}
        assert Staff.objects.filter(language="en").count() == 1
    assert told == {
        0: "A talk is 3 days late",
        1: "Again: A talk is 5 days late",
        2: "王老师还没有回复：谈心谈话已逾期 7 天",
    }


def test_an_officer_has_a_language_too_and_an_unknown_one_changes_nothing(town: Town, browses, at_monday):
    officer = browses(town.officer)
    officer.post("/language/", {"language": "en", "next": "/"})
    officer.post("/language/", {"language": "xx", "next": "/"})

    with town.county_scope():
        languages = dict(Officer.objects.values_list("user_id", "language"))
    assert languages[town.officer.user_id] == "en"
    assert languages[town.lead.user_id] == "zh-hans"
