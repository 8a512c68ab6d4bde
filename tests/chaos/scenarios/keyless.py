"""A gateway without idempotency keys that drops the connection after accepting: those outcomes are unknown."""

import random
from typing import Any

from deploy.local.child_processes import wait_until
from tests.chaos.environment.deployment import Deployment
from tests.chaos.history import arrivals
from tests.chaos.nemesis import Nemesis, kill_child, kill_in_call
from tests.chaos.run import (
    ArrivalCounter,
    Report,
    Sizes,
    check_histories,
    start_processes,
    start_producer,
    wait_until_finished,
)

SMOKE = {"workers": 1, "deliveries": 80, "kills": 0, "alerts": 10}
DEFAULT = {"workers": 2, "deliveries": 600, "kills": 4, "alerts": 30}  # alerts in percent
FULL = {"workers": 2, "deliveries": 5000, "kills": 40, "alerts": 30}
DROP = 0.05
DEPLOYMENT: dict[str, Any] = {"sms": "aliyun", "gateway_faults": {"delay": 0.02, "drop": DROP}}


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """Reminders: none twice, unknown outcomes shown as uncertain. Alerts: none lost, a second one marked as repeat."""
    total, kills = int(sizes["deliveries"]), int(sizes["kills"])
    start_processes(deployment, sizes)
    producer = start_producer(deployment, rng, total, alert_percent=int(sizes["alerts"]))
    nemesis, arrival_count = Nemesis(deployment, rng, {kill_child: 3, kill_in_call: 1}), ArrivalCounter(deployment)
    wait_until(lambda: arrival_count() > 0, seconds=30)
    nemesis.inject(kill_in_call)
    nemesis.inject_by_progress(kills, total, arrival_count)
    wait_until_finished(deployment, producer)
    report = Report({**nemesis.counts})
    verdict, log = check_histories(deployment)
    report.add_verdict(verdict)
    rows = [record for record in log if record["event"] == "delivery"]
    arrived = {call["message"] for call in arrivals.calls(deployment.calls) if call["event"] == "accepted"}
    dropped = {call["message"] for call in arrivals.calls(deployment.calls) if not call["answered"]}
    reminders = {row["delivery"]: row["state"] for row in rows if row["urgency"] == "reminder"}
    alerts = {row["delivery"] for row in rows if row["urgency"] == "safety"}
    report.figures |= {
        "reminders": len(reminders),
        "reminders dropped": len(dropped & reminders.keys()),
        "reminders uncertain": sum(state == "uncertain" for state in reminders.values()),
        "alerts": len(alerts),
        "alerts lost": len(alerts - arrived),
    }
    not_shown = [name for name in dropped & reminders.keys() if reminders[name] != "uncertain"]
    report.expect(not not_shown, f"{len(not_shown)} reminders of unknown outcome are not shown as uncertain")
    report.expect(alerts <= arrived, f"{len(alerts - arrived)} alerts lost")
    report.expect(bool(dropped), "nothing was dropped: this shows nothing")
    return report
