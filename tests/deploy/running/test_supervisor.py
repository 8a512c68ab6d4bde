import os
import signal
import sys

import pytest

from tests.deploy.running.processes import Launcher, family, wait_all_gone, wait_for


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


@pytest.fixture
def launcher(var):
    """Two processes, each with a child, and real servers."""
    pid_files = [var / "one", var / "two"]
    launcher = Launcher(var, {path.name: family(path) for path in pid_files}, ["postgres", "valkey"])
    launcher.wait_for("ready")
    for path in pid_files:
        wait_for(lambda path=path: path.exists() and path.read_text().endswith("\n"))
    yield launcher
    if launcher.process.poll() is None:
        launcher.process.terminate()
        launcher.process.wait(60)


def test_killed_process_is_restarted_with_a_message_and_its_children_end(launcher, var):
    process, child = map(int, (var / "one").read_text().split())
    untouched = (var / "two").read_text()

    os.kill(process, signal.SIGKILL)

    launcher.wait_for("one started again")
    assert "one ended (killed by SIGKILL), starting it again in 0.25 s" in launcher.output()
    wait_all_gone([process, child])
    wait_for(lambda: len((var / "one").read_text().splitlines()) == 2)
    assert (var / "two").read_text() == untouched


def test_crashing_process_is_restarted_after_growing_delays(var):
    launcher = Launcher(var, {"broken": [sys.executable, "-c", "raise SystemExit('no such table')"]})

    launcher.wait_for("broken ended", times=4)
    launcher.process.terminate()

    assert launcher.process.wait(30) == 0
    delays = [line.split(" in ")[1].split()[0] for line in launcher.output().splitlines() if "broken ended" in line]
    assert delays[:4] == ["0.25", "0.5", "1", "2"]
    assert "no such table" in launcher.output()


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_signal_ends_everything(launcher, signum):
    everything = launcher.family()
    assert len(everything) >= 12  # the launcher, its reaper, PostgreSQL with its child processes, Valkey, two families

    launcher.process.send_signal(signum)

    assert launcher.process.wait(60) == 0
    assert launcher.output().endswith("stopped\n")
    wait_all_gone(everything, seconds=1)


def test_launcher_killed_by_sigkill_leaves_nothing_and_the_next_one_starts(launcher, var):
    everything = launcher.family()

    launcher.process.kill()
    launcher.process.wait()
    following = Launcher(var, {}, ["postgres"])
    following.wait_for("ready", times=2)

    wait_all_gone(everything, seconds=1)
    following.process.terminate()
    assert following.process.wait(60) == 0


def test_second_launcher_in_the_same_folder_is_refused_with_the_process_id(launcher, var):
    second = Launcher(var, {}, [])

    assert second.process.wait(30) == 1
    assert f"Already running here (process {launcher.process.pid}): `make stop` ends it." in launcher.output()
