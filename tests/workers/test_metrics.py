"""Metrics: figures read from the rows, no names, and only with the token."""

import re
import shutil
import subprocess
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
import yaml
from django.db import OperationalError
from django.db.models.functions import Now

from services.backups.models import Backup
from services.config.env import ROOT, ConfigurationError, Metrics
from services.jobs import actions as jobs
from services.monitoring import heartbeats
from services.monitoring.models import QueueHeartbeat
from services.notify.alerts import incidents
from services.notify.choices import AttemptOutcome, IncidentKind, Urgency
from services.notify.models import ChannelBreaker
from services.schools.scope import ALL_TENANTS, scope
from tests.factories.notify import add_attempts, deliveries, set_columns, text_message
from workers import metrics, queues

TOKEN = "let-the-monitor-in"
ALLOWED = {"channel", "step", "state", "outcome", "window", "quantile", "urgent", "queue", "kind", "schedule"}
RULES = yaml.safe_load((ROOT / "infra/prometheus/alerts.yaml").read_text())["groups"][0]["rules"]


def scrape(path="/metrics", token=TOKEN):
    """Status and text of the sweep's metrics port."""
    from django.conf import settings

    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(f"http://127.0.0.1:{settings.METRICS.port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310  our own port
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


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
    """Value of one metric in the text; None when absent."""
    for line in text.splitlines():
        match = re.fullmatch(rf"nuanyang_{name}(?:{{(.*)}})? (\S+)", line)
        if match and dict(re.findall(r'(\w+)="([^"]*)"', match[1] or "")) == labels:
            return float(match[2])
    return None


@pytest.mark.django_db(transaction=True)
def test_metrics_show_the_figures_of_the_rows(lasting_town, served, at_monday):
    town = lasting_town
    text_message(town.a, town.later(minutes=-7), "waits")
    text_message(town.a, town.later(minutes=-3), "alert", urgency=Urgency.SAFETY)
    text_message(town.a, town.later(minutes=-40), "gone")
    sent = next(row for row in deliveries() if row.notification.dedupe_key == "gone")
    add_attempts(sent, AttemptOutcome.FAILED, AttemptOutcome.ACCEPTED, at=town.later(minutes=-30))
    set_columns(sent, state="sent", sent_at=town.later(minutes=-30))
    with town.as_(town.admin_zhao) as by:
        jobs.enqueue(kind="test", target_id=None, by=by, now=town.later(minutes=-5))
    with scope(ALL_TENANTS):
        incidents.open_incident(IncidentKind.OVERDUE, source="sms", now=town.monday, county_id=town.county.pk)
        ChannelBreaker.objects.create(channel="sms", failures=6, open_until=Now() + timedelta(minutes=1))
        heartbeats.mark_sent("quick")
        QueueHeartbeat.objects.update(received_at=Now() - timedelta(seconds=50))

    status, text = scrape()

    assert status == 200
    assert figure(text, "deliveries", channel="sms", state="due") == 2
    assert figure(text, "deliveries", channel="sms", state="sent") is None, "what is finished is not counted"
    assert figure(text, "attempts_recent", channel="sms", outcome="failed", window="1h") == 1
    assert figure(text, "attempts_recent", channel="sms", outcome="accepted", window="5m") is None
    assert figure(text, "lateness_seconds", channel="sms", quantile="0.95") == 600
    assert figure(text, "oldest_due_seconds", channel="sms", urgent="no") == 420
    assert figure(text, "oldest_due_seconds", channel="sms", urgent="yes") == 180
    assert figure(text, "breaker_open", channel="sms") == 1
    assert figure(text, "breaker_open", channel="email") == 0
    assert 50 <= figure(text, "heartbeat_age_seconds", queue="quick") < 90
    assert figure(text, "incidents_open", kind="overdue") == 1
    assert figure(text, "jobs", state="queued") == 1
    assert figure(text, "oldest_queued_job_seconds") == 300
    assert figure(text, "queue_reachable") == 1
    assert {figure(text, "queue_length", queue=queue) is None for queue in queues.QUEUES} == {False}
    assert set(re.findall(r'(\w+)="', text)) <= ALLOWED
    assert not re.search(r"中心小学|清河|138\d{8}|家长会", text)


@pytest.mark.django_db(transaction=True)
def test_metrics_show_a_successful_schedule_and_a_missing_broker(lasting_town, served, at_monday, settings, tmp_path):
    from workers.retention import purge

    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    purge()

    text = scrape()[1]

    assert figure(text, "schedule_last_success_timestamp_seconds", schedule="workers.retention.purge") == pytest.approx(
        lasting_town.monday.timestamp()
    )
    assert figure(text, "queue_reachable") == 0
    assert "nuanyang_queue_length{" not in text


def test_metrics_report_a_database_that_is_gone_and_what_needs_none(served, monkeypatch):
    """The alert on an absent sweep must not fire: to start it again would not help."""

    def gone(_scope):
        raise OperationalError("the database is gone")

    monkeypatch.setattr(metrics, "scope", gone)

    status, text = scrape()

    assert status == 200
    assert figure(text, "database_reachable") == 0
    assert figure(text, "queue_reachable") == 1
    assert figure(text, "disk_size_bytes") > figure(text, "disk_free_bytes") > 0
    assert figure(text, "web_reachable") is None, "no address is set"


@pytest.mark.django_db(transaction=True)
def test_metrics_ask_the_public_address_and_report_the_last_backup(
    lasting_town, served, at_monday, settings, free_port
):
    Backup.objects.using("owner").create(name="a.backup", size=1, taken_at=lasting_town.monday)
    settings.PUBLIC_ADDRESS = "http://127.0.0.1:1/"

    text = scrape()[1]

    assert figure(text, "web_reachable") == 0
    assert figure(text, "database_reachable") == 1
    assert figure(text, "backup_timestamp_seconds", step="taken") == lasting_town.monday.timestamp()
    assert figure(text, "backup_timestamp_seconds", step="verified") == 0


ADVICE = {
    "SweepDown": "Start nuanyang-sweep",
    "DatabaseDown": "PostgreSQL",
    "WebDown": "nuanyang-web",
    "DiskFills": "disk",
    "BackupMissed": "nuanyang-backup",
}


@pytest.mark.parametrize("alert", ADVICE)
def test_alert_advises_what_helps_against_its_own_fault(alert):
    [summary] = [rule["annotations"]["summary"] for rule in RULES if rule["alert"] == alert]

    assert ADVICE[alert] in summary
    assert ("nuanyang-sweep" in summary) == (alert == "SweepDown")


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed")
def test_promtool_accepts_the_rules():
    done = subprocess.run(["promtool", "check", "rules", str(ROOT / "infra/prometheus/alerts.yaml")], check=False)

    assert done.returncode == 0


@pytest.mark.django_db(transaction=True)
def test_metrics_need_the_token_and_other_paths_do_not_exist(served):
    assert [scrape(token=wrong)[0] for wrong in ("", "let-the-monitor", TOKEN + "x", "é")] == [404] * 4
    assert scrape("/")[0] == 404
    assert scrape("/metrics")[0] == 200


def test_metrics_need_a_port_and_beyond_localhost_a_token(settings, monkeypatch):
    settings.METRICS = Metrics()
    assert metrics.serve() is None
    with pytest.raises(ConfigurationError, match="NUANYANG_METRICS_TOKEN"):
        Metrics(port=9464, host="0.0.0.0", token="")  # noqa: S104


def test_second_sweep_on_a_host_runs_without_metrics(served):
    assert metrics.serve() is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_alert_rule_uses_existing_metrics_and_labels(rule):
    used = re.findall(r"nuanyang_(\w+)(?:\{([^}]*)\})?", rule["expr"])

    assert used
    for name, labels in used:
        assert name in metrics.CATALOGUE
        assert set(re.findall(r'(\w+)(?:=|!=)"', labels)) <= set(metrics.CATALOGUE[name][1])
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert re.search(rf"(?m)^ +# .*\n(?: +#.*\n)*(?: +- alert: \w+\n(?:.*\n)*?)*? +- alert: {rule['alert']}$", SOURCE)


SOURCE = (ROOT / "infra/prometheus/alerts.yaml").read_text()
