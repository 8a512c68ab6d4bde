"""What a monitor reads: the figures as the rows have them, nobody's name, and only with the token."""

import re
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
import yaml
from django.db.models.functions import Now

from services.config.env import ROOT, ConfigurationError, Metrics
from services.jobs import actions as jobs
from services.monitoring import heartbeats
from services.monitoring.models import QueueHeartbeat
from services.notify import incidents
from services.notify.choices import AttemptOutcome, IncidentKind, Urgency
from services.notify.models import ChannelBreaker
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import change, deliveries, text_message, tried
from workers import metrics, queues

TOKEN = "let-the-monitor-in"
ALLOWED = {"channel", "state", "outcome", "window", "quantile", "urgent", "queue", "kind", "plan"}
RULES = yaml.safe_load((ROOT / "infra/prometheus/alerts.yaml").read_text())["groups"][0]["rules"]


def ask(path="/metrics", token=TOKEN):
    """Status and text of the sweep's own port."""
    from django.conf import settings

    headers = {"Authorization": f"Bearer {token}"} if token else {}
    question = urllib.request.Request(f"http://127.0.0.1:{settings.METRICS.port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(question, timeout=10) as answer:  # noqa: S310  our own port
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, ""


@pytest.fixture
def served(settings, free_port):
    settings.METRICS = Metrics(port=free_port, host="127.0.0.1", token=TOKEN)
    server = metrics.serve()
    yield
    server.shutdown()
    server.server_close()


@pytest.fixture
def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def figure(text, name, **labels):
    """The value of one line of the text; None where there is none."""
    for line in text.splitlines():
        found = re.fullmatch(rf"nuanyang_{name}(?:{{(.*)}})? (\S+)", line)
        if found and dict(re.findall(r'(\w+)="([^"]*)"', found[1] or "")) == labels:
            return float(found[2])
    return None


@pytest.mark.django_db(transaction=True)
def test_the_figures_are_those_of_the_rows(lasting_town, served, at_monday):
    town = lasting_town
    text_message(town.a, town.later(minutes=-7), "waits")
    text_message(town.a, town.later(minutes=-3), "alert", urgency=Urgency.SAFETY)
    text_message(town.a, town.later(minutes=-40), "gone")
    sent = next(row for row in deliveries() if row.notification.dedupe_key == "gone")
    tried(sent, AttemptOutcome.FAILED, AttemptOutcome.ACCEPTED, at=town.later(minutes=-30))
    change(sent, state="sent", sent_at=town.later(minutes=-30))
    with town.as_(town.admin_zhao) as by:
        jobs.enqueue(kind="test", subject=None, by=by, now=town.later(minutes=-5))
    with scope(ALL_TENANTS):
        incidents.open_incident(IncidentKind.OVERDUE, about="sms", now=town.monday, county_id=town.county.pk)
        ChannelBreaker.objects.create(channel="sms", failures=6, open_until=Now() + timedelta(minutes=1))
        heartbeats.mark_sent("quick")
        QueueHeartbeat.objects.update(received_at=Now() - timedelta(seconds=50))

    status, text = ask()

    assert status == 200
    assert figure(text, "deliveries", channel="sms", state="due") == 2
    assert figure(text, "deliveries", channel="sms", state="sent") == 1
    assert figure(text, "attempts_recent", channel="sms", outcome="failed", window="1h") == 1
    assert figure(text, "attempts_recent", channel="sms", outcome="sent", window="5m") is None
    assert figure(text, "lateness_seconds", channel="sms", quantile="0.95") == 600
    assert figure(text, "oldest_due_seconds", channel="sms", urgent="no") == 420
    assert figure(text, "oldest_due_seconds", channel="sms", urgent="yes") == 180
    assert figure(text, "breaker_open", channel="sms") == 1
    assert figure(text, "breaker_open", channel="email") == 0
    assert 50 <= figure(text, "canary_age_seconds", queue="quick") < 90
    assert figure(text, "incidents_open", kind="overdue") == 1
    assert figure(text, "jobs", state="queued") == 1
    assert figure(text, "oldest_queued_job_seconds") == 300
    assert figure(text, "queue_reachable") == 1
    assert {figure(text, "queue_length", queue=queue) is None for queue in queues.QUEUES} == {False}
    assert set(re.findall(r'(\w+)="', text)) <= ALLOWED
    assert not re.search(r"中心小学|清河|138\d{8}|家长会", text)


@pytest.mark.django_db(transaction=True)
def test_a_tick_that_was_done_and_a_queue_that_is_gone_are_told(lasting_town, served, at_monday, settings, tmp_path):
    from workers.jobs import purge_idempotency_keys

    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    purge_idempotency_keys()

    text = ask()[1]

    assert figure(text, "last_tick_timestamp_seconds", plan="workers.jobs.purge_idempotency_keys") == pytest.approx(
        lasting_town.monday.timestamp()
    )
    assert figure(text, "queue_reachable") == 0
    assert "nuanyang_queue_length{" not in text


@pytest.mark.django_db(transaction=True)
def test_only_who_knows_the_token_reads_and_nothing_else_is_there(served):
    assert [ask(token=wrong)[0] for wrong in ("", "let-the-monitor", TOKEN + "x", "é")] == [404] * 4
    assert ask("/")[0] == 404
    assert ask("/metrics")[0] == 200


def test_without_a_port_nothing_is_served_and_beyond_this_machine_a_token_is_asked_for(settings, monkeypatch):
    settings.METRICS = Metrics()
    assert metrics.serve() is None
    with pytest.raises(ConfigurationError, match="NUANYANG_METRICS_TOKEN"):
        Metrics(port=9464, host="0.0.0.0", token="")  # noqa: S104


def test_a_second_sweep_of_this_host_goes_on_without(served):
    assert metrics.serve() is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_asks_for_figures_and_labels_that_there_are(rule):
    asked = re.findall(r"nuanyang_(\w+)(?:\{([^}]*)\})?", rule["expr"])

    assert asked
    for name, labels in asked:
        assert name in metrics.CATALOGUE
        assert set(re.findall(r'(\w+)(?:=|!=)"', labels)) <= set(metrics.CATALOGUE[name][1])
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert re.search(rf"(?m)^ +# .*\n(?: +#.*\n)*(?: +- alert: \w+\n(?:.*\n)*?)*? +- alert: {rule['alert']}$", SOURCE)


SOURCE = (ROOT / "infra/prometheus/alerts.yaml").read_text()
