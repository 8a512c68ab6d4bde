"""Who is told of a round's steps."""

from datetime import UTC, date, datetime

import pytest

from services.assessment import actions
from services.assessment.choices import RoundState
from services.assessment.models import AssessmentResult, AssessmentRound
from tests.cast import Town
from tests.factories.reminders import items_of, recipients_of, texts_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 12)
COMPUTED = datetime(2026, 10, 10, 2, tzinfo=UTC)


def opened(town: Town) -> AssessmentRound:
    with town.as_(town.officer) as officer:
        return actions.open_round(year=2026, quarter=3, by=officer, now=town.monday)


def computed(town: Town) -> AssessmentRound:
    round_ = opened(town)
    with town.as_(town.officer):
        AssessmentRound.objects.update(state=RoundState.COMPUTED, computed_at=COMPUTED)
    for tenant in (town.a, town.b):
        with tenant.inside():
            AssessmentResult.objects.create(round=round_, assessee="school", points=80, max_points=100)
    return round_


def test_head_and_administrator_are_reminded_before_the_quarter_ends(town: Town):
    opened(town)
    with town.a.inside():
        items = items_of("assessment.quarter_ends", date(2026, 9, 25))
        assert recipients_of(items) == {town.head_li.user_id, town.admin_zhao.user_id}
        assert {item.anchor_date for item in items} == {date(2026, 9, 30)}
    with town.c.inside():
        assert not items_of("assessment.quarter_ends", date(2026, 9, 25))


def test_a_school_is_reminded_to_confirm_until_it_has(town: Town):
    round_ = computed(town)
    with town.a.inside():
        items = items_of("assessment.to_confirm", TODAY)
        assert recipients_of(items) == {town.head_li.user_id, town.admin_zhao.user_id}
        assert texts_of("assessment.to_confirm", items[0])[0] == "2026Q3考核结果请在10月17日前确认"
        assert {item.anchor_date for item in items} == {date(2026, 10, 10)}
        assert not items_of("assessment.quarter_ends", TODAY), "computed already"
    with town.as_(town.head_li) as head:
        round_.refresh_from_db()
        actions.confirm(round_=round_, by=head, now=COMPUTED)
        assert not items_of("assessment.to_confirm", TODAY)
    with town.b.inside():
        assert town.admin_of_b.user_id in recipients_of(items_of("assessment.to_confirm", TODAY))


def test_the_county_lead_is_reminded_to_publish_when_all_schools_have_confirmed(town: Town):
    computed(town)
    with town.county_scope():
        assert not items_of("assessment.to_publish", TODAY)
    for tenant in (town.a, town.b):
        with tenant.inside():
            AssessmentResult.objects.update(confirmed_at=COMPUTED, confirmed_by_id=tenant.actors["head"].user_id)
    with town.as_(town.officer):
        AssessmentRound.objects.update(state=RoundState.CONFIRMED)
        (item,) = items_of("assessment.to_publish", TODAY)
        assert (item.recipient.user_id, item.recipient.name) == (town.lead.user_id, "周干事")
        AssessmentRound.objects.update(state=RoundState.PUBLISHED)
        assert not items_of("assessment.to_publish", TODAY)
