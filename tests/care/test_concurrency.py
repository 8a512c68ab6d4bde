"""Two people at the same moment, on a real database with two connections."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from services.care import queries
from services.care.actions import care_records, due_work, pairing_plans, pairings
from services.care.choices import JobKind
from services.care.jobs import propose
from services.care.models import CareRecord, DueWork, Pairing
from services.children.models import ChildGrant
from services.jobs.registry import JobContext
from services.kit.exceptions import ApplicationError
from services.notify.models import Notification
from services.plans.choices import CareActivity
from services.schools.scope import scope
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(town: Town, *actions: Callable[[], Any]) -> list[Any]:
    """Run each action in a thread, connection and scope of its own, all at once. Returns results or errors."""
    gate, answers = threading.Barrier(len(actions)), [None] * len(actions)

    def do(number: int, action: Callable[[], Any]) -> None:
        gate.wait()
        try:
            with scope(town.head_li.scope):
                answers[number] = action()
        except ApplicationError as refusal:
            answers[number] = refusal  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def refusals(answers: list[Any]) -> int:
    return sum(isinstance(answer, ApplicationError) for answer in answers)


def test_two_approvals_at_once_make_the_pairs_once(lasting_town: Town):
    town = lasting_town
    with town.as_(town.head_li) as head:
        plan = pairing_plans.request_plan(by=head, now=town.monday)
    propose(JobContext(plan.public_id, JobKind.PROPOSE_PAIRINGS, plan.public_id, head, town.monday, head.scope))

    answers = at_once(town, *[lambda: pairing_plans.approve_plan(plan=plan, by=town.head_li, now=town.monday)] * 4)

    assert refusals(answers) == 3
    with town.a.inside():
        assert Pairing.objects.count() == 3
        assert ChildGrant.objects.count() == 6
        assert (
            Notification.objects.filter(kind="care.pairing_created").count()
            == Pairing.objects.values("mentor").distinct().count()
        )


def test_the_last_free_slot_of_a_mentor_is_taken_once(lasting_town: Town):
    town = lasting_town
    with town.as_(town.head_li) as head:
        wang = care.mentor(town.a, "wang", head, town.monday, capacity=1)

    def take(name: str) -> Callable[[], Any]:
        return lambda: pairings.pair(child=town.a.children[name], mentor=wang, by=head, now=town.monday)

    answers = at_once(town, take("王小明"), take("李小红"), take("张强"))

    assert refusals(answers) == 2
    with town.a.inside():
        assert queries.open_pairings().filter(mentor=wang).count() == 1
        assert ChildGrant.objects.count() == 2


def test_a_child_paired_by_two_people_at_once_gets_one_mentor(lasting_town: Town):
    town = lasting_town
    with town.as_(town.head_li) as head:
        both = [care.mentor(town.a, name, head, town.monday) for name in ("wang", "chen")]

    answers = at_once(
        town, *[lambda c=c: pairings.pair(child=town.xiaoming, mentor=c, by=head, now=town.monday) for c in both]
    )

    assert refusals(answers) == 1
    with town.a.inside():
        assert Pairing.objects.count() == 1
        assert ChildGrant.objects.count() == 2


def test_a_pairing_ended_by_two_people_at_once_ends_once(lasting_town: Town):
    town = lasting_town
    made = care.paired(town)
    answers = at_once(
        town, *[lambda: pairings.end_pairing(pairing=made, reason="转学", by=town.head_li, now=town.monday)] * 2
    )

    assert refusals(answers) == 1


def test_two_records_at_once_close_two_pieces_of_due_work(lasting_town: Town):
    town = lasting_town
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.a.inside():
        due_work.refresh_due_work(now=town.later(days=7))

    def record_talk() -> CareRecord:
        return care_records.record(
            child=town.xiaoming,
            activity=CareActivity.TALK,
            happened_on=town.later(days=7).date(),
            by=town.teacher_wang,
            now=town.later(days=7),
        )

    at_once(town, record_talk, record_talk)

    with town.a.inside():
        assert DueWork.objects.filter(state="done").values("record").distinct().count() == 2


def test_due_work_refreshed_by_two_workers_at_once_is_created_once(lasting_town: Town):
    town = lasting_town
    care.paired(town, required_frequencies=care.WEEKLY_TALK)

    answers = at_once(town, *[lambda: due_work.refresh_due_work(now=town.later(days=21)).added] * 3)

    assert sum(answers) == 3
