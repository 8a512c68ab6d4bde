"""Several workers together keep the limits of a recipient."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.notify import delivery, outbox
from services.notify.choices import Audience, Channel, DelayReason, Urgency
from services.notify.delivery import claims, recipient_limits
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import deliveries, text_message, titles_and_states
from tests.notify.other_worker import elsewhere
from tests.workers import processes

pytestmark = pytest.mark.django_db(transaction=True)
MOTHER = "13800000001"
PEOPLE, MESSAGES, DAILY_LIMIT = 20, 6, 3
DELIVER = """
from services.kit import clock
from services.notify import delivery
while delivery.deliver_batches(now=clock.now(), limit=10):
    pass
"""


def notify(tenant, now, *titles, **more):
    for title in titles:
        fields = {"phone": MOTHER, "urgency": Urgency.NORMAL, **more}
        text_message(tenant, now, key=title, title=title, **fields)


def titles(claims):
    return [claim.delivery.notification.title for claim in claims]


def test_one_worker_at_a_time_counts_for_a_recipient(lasting_town, gateway):
    town = lasting_town
    notify(town.a, town.monday, "一", "二", "三", "四", "五")
    notify(town.a, town.monday, "警报", urgency=Urgency.SAFETY)
    notify(town.a, town.monday, "别人", phone="13900000002")

    with ThreadPoolExecutor(1) as another, scope(ALL_TENANTS):  # one worker, in the middle of its claim of three
        rows = claims._lock(claims.sendable(town.monday).filter(is_urgent=False), 3)
        mine = claims._claim_locked(recipient_limits.lock_recipients(rows), town.monday)
        theirs = another.submit(elsewhere, lambda: delivery.claim(now=town.monday)).result(timeout=60)

    assert (titles(mine), titles(theirs)) == (["一", "二", "三"], ["警报", "别人"])
    assert delivery.claim(now=town.monday) == []
    assert {row.notification.title for row in deliveries() if row.delay_reason == DelayReason.DAILY_LIMIT} == {
        "四",
        "五",
    }


def test_three_processes_keep_the_daily_limit(lasting_town, tmp_path):
    town = lasting_town
    with town.a.inside():
        outbox.add_many(
            outbox.NotificationRequest(
                dedupe_key=f"{number}:{person}",
                kind="test",
                title=f"{person}",
                phone=f"138{person:08}",
                channels=(Channel.SMS,),
                audience=Audience.GUARDIAN,
                urgency=Urgency.NORMAL,
                now=town.monday,
            )
            for number in range(MESSAGES)
            for person in range(PEOPLE)
        )
    env = processes.environment(tmp_path, NUANYANG_CLOCK=town.monday.isoformat())
    workers = [processes.start(DELIVER, env=env) for _ in range(3)]
    for worker in workers:
        output, _ = worker.communicate(timeout=120)
        assert worker.returncode == 0, output
    delivery.deliver_batches(now=town.monday)  # what one passed over because another was counting

    sent = Counter(title for title, state in titles_and_states() if state == "sent")
    assert sent == {str(person): DAILY_LIMIT for person in range(PEOPLE)}
    assert len(list((tmp_path / "sms").glob("*.txt"))) == PEOPLE * DAILY_LIMIT
    assert {row.delay_reason for row in deliveries() if row.state == "due"} == {DelayReason.DAILY_LIMIT}
