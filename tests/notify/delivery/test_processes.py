"""Real processes: several at once, and one that is killed at the worst moment."""

import signal
from pathlib import Path

import pytest
from django.db.models.functions import Now

from services.notify import delivery, outbox
from services.notify.channels.base import Message
from services.notify.channels.file_sms import FileGateway
from services.notify.choices import Audience, Channel
from services.notify.models import Delivery, DeliveryAttempt
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import deliveries, states, text_message
from tests.workers import processes

pytestmark = pytest.mark.django_db(transaction=True)

DELIVER = """
from services.kit import clock
from services.notify import delivery
while delivery.deliver_batches(now=clock.now()):
    pass
"""
DELIVER_AND_DIE = (
    """
import sys
from django.conf import settings
settings.NOTIFY_CHANNELS = {"sms": "tests.notify.gateways." + sys.argv[1]}
"""
    + DELIVER
)


def calls(folder: Path):
    return [line.split()[1:] for line in (folder / "calls.log").read_text().splitlines()]


def test_three_processes_send_each_message_once(lasting_town, tmp_path):
    town = lasting_town
    with town.a.inside():
        outbox.add_many(
            outbox.NotificationRequest(
                dedupe_key=str(number),
                kind="test",
                title="家长会通知",
                phone=f"138{number:08}",
                channels=(Channel.SMS,),
                audience=Audience.GUARDIAN,
                now=town.monday,
            )
            for number in range(300)
        )
    env = processes.environment(tmp_path, NUANYANG_CLOCK=town.monday.isoformat())
    workers = [processes.start(DELIVER, env=env) for _ in range(3)]
    for worker in workers:
        output, _ = worker.communicate(timeout=60)
        assert worker.returncode == 0, output

    files = {path.stem for path in (tmp_path / "sms").glob("*.txt")}
    assert set(states()) == {"sent"}
    assert files == {str(row.public_id) for row in deliveries()}
    assert sorted(calls(tmp_path / "sms")) == sorted([name, "accepted"] for name in files)


def test_process_killed_after_a_call_sends_no_second_message(lasting_town, tmp_path, settings):
    town = lasting_town
    text_message(town.a, town.monday)
    env = processes.environment(tmp_path, NUANYANG_CLOCK=town.monday.isoformat())
    dying = processes.start(DELIVER_AND_DIE, "DiesAfterWriting", env=env)
    dying.communicate(timeout=60)

    assert dying.returncode == -signal.SIGKILL
    assert states() == ["sending"]
    with scope(ALL_TENANTS):
        Delivery.objects.update(lease_until=Now())
    settings.SMS_FILE_DIR = tmp_path / "sms"
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    (row,) = deliveries()
    assert calls(tmp_path / "sms") == [[str(row.public_id), "accepted"], [str(row.public_id), "known"]]
    assert [path.name for path in (tmp_path / "sms").glob("*.txt")] == [f"{row.public_id}.txt"]


def test_process_killed_before_a_call_leaves_an_open_attempt(lasting_town, tmp_path, settings):
    town = lasting_town
    text_message(town.a, town.monday)
    env = processes.environment(tmp_path, NUANYANG_CLOCK=town.monday.isoformat())
    dying = processes.start(DELIVER_AND_DIE, "DiesBeforeWriting", env=env)
    dying.communicate(timeout=60)

    assert (dying.returncode, states()) == (-signal.SIGKILL, ["sending"])
    with scope(ALL_TENANTS):
        assert list(DeliveryAttempt.objects.values_list("number", "ended_at", "outcome")) == [(1, None, "")]
        Delivery.objects.update(lease_until=Now())
    settings.SMS_FILE_DIR = tmp_path / "sms"
    assert delivery.deliver_batches(now=town.monday) == {"sent": 1}
    assert [event for _id, event in calls(tmp_path / "sms")] == ["accepted"]


@pytest.mark.parametrize(("kind", "length"), [("digest", 70), ("health.family_invited", 201)])
def test_file_gateway_cuts_long_texts_and_logs_no_phone_number(lasting_town, tmp_path, kind, length):
    gateway = FileGateway(tmp_path)
    town = lasting_town
    text_message(town.a, town.monday)
    (row,) = deliveries()

    gateway.send(
        Message(
            delivery_id=row.public_id, address="13800000001", title="家长会", body="请带好家长手册。" * 40, kind=kind
        )
    )

    number, text = (tmp_path / f"{row.public_id}.txt").read_text().splitlines()
    assert number == "13800000001"
    assert (len(text), text[-1]) == (length, "…")
    assert text.startswith("【暖阳】家长会。请带好")
    assert "138" not in (tmp_path / "calls.log").read_text()
    assert list((tmp_path / "unfinished").iterdir()) == []
