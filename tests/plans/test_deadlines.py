"""Deadlines of the county: set, submitted, and who is reminded."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from services.plans import deadlines
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline, DeadlineSubmission
from tests.cast import Town
from tests.factories.reminders import items_of, recipients_of, texts_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)
DUE = date(2026, 9, 18)


def deadline_of(town: Town, title: str = "秋季摸底排查表") -> Deadline:
    with town.as_(town.officer) as officer:
        return deadlines.set_deadline(title=title, kind=DeadlineKind.SURVEY, due_on=DUE, by=officer, now=town.monday)


def test_administrators_are_reminded_of_a_deadline_until_the_school_has_submitted(town: Town):
    deadline = deadline_of(town)
    with town.as_(town.admin_zhao) as zhao:
        (item,) = items_of("plans.deadline_upcoming", TODAY)
        assert (item.recipient.user_id, item.anchor_date, item.target_id) == (zhao.user_id, DUE, deadline.public_id)
        assert texts_of("plans.deadline_upcoming", item)[0] == "秋季摸底排查表：9月18日截止"
        assert item.escalate_to
        assert item.escalate_to.user_id == town.head_li.user_id
        deadlines.submit_deadline(deadline=deadline, by=zhao, now=town.monday)
        deadlines.submit_deadline(deadline=deadline, by=zhao, now=town.later(days=1))
        assert DeadlineSubmission.objects.get().submitted_at == town.monday
        assert not items_of("plans.deadline_missed", DUE + timedelta(days=3))
    with town.b.inside():
        assert recipients_of(items_of("plans.deadline_missed", DUE + timedelta(days=3))) == {town.admin_of_b.user_id}
    with town.c.inside():
        assert not items_of("plans.deadline_upcoming", TODAY), "another county"
    with town.as_(town.officer):
        row = deadlines.deadlines().get()
        assert row.schools_submitted == 1


def test_only_the_county_sets_deadlines_and_only_schools_submit(town: Town):
    for actor in (town.admin_zhao, town.teacher_wang):
        with town.as_(actor), pytest.raises(PermissionDenied):
            deadlines.set_deadline(title="x", kind=DeadlineKind.REPORT, due_on=DUE, by=actor, now=town.monday)
    deadline = deadline_of(town)
    with town.as_(town.teacher_wang) as wang, pytest.raises(PermissionDenied):
        deadlines.submit_deadline(deadline=deadline, by=wang, now=town.monday)


def test_an_impossible_deadline_is_refused_at_its_field(town: Town):
    deadline_of(town)
    with town.as_(town.officer) as officer:
        for title, due_on, field in (
            ("  ", DUE, "title"),
            ("月报", date(2026, 9, 6), "due_on"),
            ("秋季摸底排查表", DUE, "title"),
        ):
            with pytest.raises(deadlines.UnableToSetDeadline) as refusal:
                deadlines.set_deadline(
                    title=title, kind=DeadlineKind.REPORT, due_on=due_on, by=officer, now=town.monday
                )
            assert refusal.value.field == field
