"""What cannot be started here is at least read by the tools that would start it."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml

from deploy import new_env
from tests.deploy.processes import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
LOGINS = {"web": "web", "worker": "worker", "beat": "worker", "sweep": "worker", "prepare": "owner"}
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
    asked = set(re.findall(r"\$\{(\w+):\?", COMPOSE.read_text()))
    assert asked <= {line.split("=")[0] for line in new_env.lines("care.example.cn")}


def test_every_process_learns_its_own_login_only(services):
    for name, login in LOGINS.items():
        told = services[name]["environment"]
        known = {variable for variable in told if variable.endswith(("DATABASE_URL", "_PASSWORD"))}
        assert told["NUANYANG_LOGIN"] == login
        if name != "prepare":
            assert known == {f"{login.upper()}_DATABASE_URL"}


def test_nothing_but_the_proxy_can_be_reached_and_all_wait_for_the_tables(services):
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert (
        "outside" not in services["postgres"]["networks"] + services["valkey"]["networks"] + services["web"]["networks"]
    )
    for name in ("web", "worker", "beat", "sweep"):
        assert services[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def test_what_compose_and_the_image_copy_is_there(services):
    mounts = [mount for service in services.values() for mount in service.get("volumes", ()) if mount.startswith(".")]
    assert len(mounts) >= 4
    for mount in mounts:
        assert (DEPLOY / mount.split(":")[0]).is_file()
    for line in (DEPLOY / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), line


def test_containers_and_services_start_the_same_programs(services):
    for name in ("worker", "sweep"):
        unit = (DEPLOY / "systemd" / f"nuanyang-{name}.service").read_text()
        in_unit = re.search(r"^ExecStart=\S+python -m (.*)$", unit, re.MULTILINE)[1]
        assert in_unit == services[name]["command"].removeprefix("python -m ")


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
