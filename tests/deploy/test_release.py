"""What cannot be started here is at least read by the tools that would start it."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml

from deploy import new_env
from deploy.local import processes
from tests.deploy.running.processes import ROOT
from workers import schedule
from workers.queues import QUEUES, WORKER_POOLS

DEPLOY = ROOT / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
WORKERS = ("worker-alert", "worker-quick", "worker-reminders", "worker-long")
LOGINS = {"web": "web", **dict.fromkeys((*WORKERS, "beat", "sweep"), "worker"), "prepare": "owner"}
UNITS = sorted((DEPLOY / "systemd").iterdir())


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(COMPOSE.read_text())["services"]


def test_compose_accepts_the_file_with_a_new_environment(tmp_path):
    env = tmp_path / "env"
    env.write_text("\n".join(new_env.lines("care.example.cn")))
    if shutil.which("docker") and run("docker", "compose", "version").returncode == 0:
        done = run("docker", "compose", "--env-file", str(env), "-f", str(COMPOSE), "config", "--quiet")
        assert done.returncode == 0, done.stderr
    required = set(re.findall(r"\$\{(\w+):\?", COMPOSE.read_text()))
    assert required <= {line.split("=")[0] for line in new_env.lines("care.example.cn")}


def test_every_process_gets_only_its_own_login(services):
    for name, login in LOGINS.items():
        environment = services[name]["environment"]
        known = {variable for variable in environment if variable.endswith(("DATABASE_URL", "_PASSWORD"))}
        assert environment["NUANYANG_DB_LOGIN"] == login
        if name != "prepare":
            assert known == {f"{login.upper()}_DATABASE_URL"}


def test_only_the_proxy_is_reachable_and_all_wait_for_the_migrations(services):
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert (
        "outside" not in services["postgres"]["networks"] + services["valkey"]["networks"] + services["web"]["networks"]
    )
    for name in ("web", *WORKERS, "beat", "sweep"):
        assert services[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def filled(environment, values):
    """Environment of a container with what compose puts in for `${NAME:?}` and `${NAME:-default}`."""
    reference = re.compile(r"\$\{(\w+):[?-]([^}]*)\}")
    return {
        name: reference.sub(lambda match: values.get(match[1], match[2]), text) for name, text in environment.items()
    }


def environments(services):
    """Of each program: what its container gives it, or its unit with the files of docs/operations.md."""
    secrets = dict(line.split("=", 1) for line in new_env.lines("care.example.cn"))
    channels = {"NUANYANG_SMS_PROVIDER": "null"}
    for name in (*LOGINS, "backup"):
        service = services[name]
        yield f"container {name}", filled(service["environment"], secrets) | (channels if "env_file" in service else {})
    common = {name: value for name, value in secrets.items() if not name.endswith("_PASSWORD")}
    for unit in UNITS:
        text = unit.read_text()
        if "/common.env" in text and "watchdog" not in unit.name:  # that one reads no settings
            login = "web" if "/web.env" in text else "worker" if "/worker.env" in text else "owner"
            url = {f"{login.upper()}_DATABASE_URL": f"postgresql://{login}@db/nuanyang", "NUANYANG_DB_LOGIN": login}
            own = re.findall(r"^Environment=(.*)$", text, re.MULTILINE)
            given = dict(pair.split("=") for line in own for pair in line.split())
            yield unit.name, given | common | channels | {"REDIS_URL": "redis://queue/0"} | url


def test_every_program_has_the_settings_that_production_asks_for(services):
    script = "import django; django.setup(); from django.conf import settings; print(settings.DATA_DIR)"
    folders = {}
    for name, environment in environments(services):
        env = environment | {"DJANGO_SETTINGS_MODULE": "services.config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{name}: {done.stderr}"
        folders[name] = done.stdout.strip()

    assert {folder for name, folder in folders.items() if ".service" in name} == {"/var/lib/nuanyang"}


def test_files_that_compose_and_image_copy_exist(services):
    mounts = [mount for service in services.values() for mount in service.get("volumes", ()) if mount.startswith(".")]
    assert len(mounts) >= 4
    for mount in mounts:
        assert (DEPLOY / mount.split(":")[0]).is_file()
    for line in (DEPLOY / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), line


@pytest.mark.parametrize("ignored", [".gitignore", ".dockerignore"])
def test_secrets_of_a_deployment_stay_out_of_clones_and_images(ignored):
    lines = [line.lstrip("/") for line in (ROOT / ignored).read_text().splitlines()]

    for secret in ("deploy/.env", "deploy/channels.env"):
        assert lines.index(secret) > (lines.index("!deploy") if "!deploy" in lines else -1)


def test_containers_and_services_start_the_same_programs(services):
    for name in (*WORKERS, "sweep"):
        kind, _, pool = name.partition("-")
        unit = (DEPLOY / "systemd" / f"nuanyang-{kind}{'@' if pool else ''}.service").read_text()
        in_unit = re.search(r"^ExecStart=\S+python -m (.*)$", unit, re.MULTILINE)[1].replace("%i", pool)
        assert in_unit == services[name]["command"].removeprefix("python -m ")


def test_every_queue_has_a_pool_in_every_deployment(services, tmp_path):
    target = (DEPLOY / "systemd" / "nuanyang.target").read_text()
    in_units = set(re.findall(r"nuanyang-worker@(\w+)\.service", target))
    in_containers = {name.removeprefix("worker-") for name in services if name.startswith("worker-")}

    assert in_units == in_containers == set(processes.WORKER_POOLS)
    assert {WORKER_POOLS[pool].queue for pool in processes.WORKER_POOLS} == set(QUEUES)


def test_beat_has_the_whole_schedule_and_loads_no_app():
    script = "import sys; from workers.beat import app; print(*app.conf.beat_schedule, sep=chr(10)); import services"
    loaded = "; print(*[name for name in sys.modules if name.endswith('.models')], file=sys.stderr)"
    done = run(sys.executable, "-W", "ignore", "-c", script + loaded)

    assert (done.returncode, done.stderr.split()) == (0, [])
    assert set(done.stdout.split()) == {entry.task for entry in schedule.SCHEDULE}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_accepts_the_units(unit, tmp_path):
    for other in UNITS:
        text = other.read_text().replace("/srv/nuanyang/.venv/bin/python", sys.executable)
        (tmp_path / other.name).write_text(text)
    assert "[Unit]" in unit.read_text()
    if shutil.which("systemd-analyze"):
        done = run("systemd-analyze", "verify", str(tmp_path / unit.name))
        assert done.returncode == 0, done.stderr
        assert unit.name not in done.stderr


def test_two_new_environments_share_no_secret():
    first, second = ({line for line in new_env.lines("a.cn") if "=smtp" not in line} for _ in range(2))

    assert len(first & second) == 4  # domain, hosts, port, sender
