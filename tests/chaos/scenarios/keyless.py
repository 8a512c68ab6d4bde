"""A gateway without idempotency keys that drops the connection after accepting: those outcomes are unknown."""

import random
from typing import Any

from deploy.local.child_processes import wait_until
from tests.chaos import arrivals
from tests.chaos.deployment import Deployment
from tests.chaos.nemesis import Nemesis, kill_child, kill_in_call
from tests.chaos.run import Counter, Report, Sizes, begin, judged, notification, see_through

SMOKE = {"workers": 1, "deliveries": 80, "kills": 0, "alerts": 10}
USUAL = {"workers": 2, "deliveries": 600, "kills": 4, "alerts": 30}  # alerts in a hundred
FULL = {"workers": 2, "deliveries": 5000, "kills": 40, "alerts": 30}
DROP = 0.05
DEPLOYMENT: dict[str, Any] = {"sms": "aliyun", "mood": {"delay": 0.02, "drop": DROP}}


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """Reminders: none twice, each doubtful one shown as uncertain. Alerts: none lost, a second one marked as repeat."""
    total, kills = int(sizes["deliveries"]), int(sizes["kills"])
    begin(deployment, sizes)
    producer = notification(deployment, rng, total, alerts=int(sizes["alerts"]))
    nemesis, came = Nemesis(deployment, rng, {kill_child: 3, kill_in_call: 1}), Counter(deployment)
    wait_until(lambda: came() > 0, seconds=30)
    nemesis.strike(kill_in_call)
    nemesis.each_share(kills, total, came)
    see_through(deployment, producer)
    report = Report({**nemesis.done})
    verdict, entry = judged(deployment)
    report.judge(verdict)
    rows = [record for record in entry if record["event"] == "delivery"]
    came = {call["message"] for call in arrivals.calls(deployment.calls) if call["event"] == "accepted"}
    dropped = {call["message"] for call in arrivals.calls(deployment.calls) if not call["answered"]}
    quiet = {row["delivery"]: row["state"] for row in rows if row["urgency"] == "reminder"}
    alerts = {row["delivery"] for row in rows if row["urgency"] == "safety"}
    report.figures |= {
        "reminders": len(quiet),
        "reminders dropped": len(dropped & quiet.keys()),
        "reminders uncertain": sum(state == "uncertain" for state in quiet.values()),
        "alerts": len(alerts),
        "alerts lost": len(alerts - came),
    }
    unsaid = [name for name in dropped & quiet.keys() if quiet[name] != "uncertain"]
    report.expect(not unsaid, f"{len(unsaid)} reminders of unknown fate are not shown as uncertain")
    report.expect(alerts <= came, f"{len(alerts - came)} alerts lost")
    report.expect(bool(dropped), "nothing was dropped: this shows nothing")
    return report
