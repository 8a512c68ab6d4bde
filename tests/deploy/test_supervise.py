import os
import signal
import sys

import pytest

from tests.deploy.processes import Launcher, family, wait_all_gone, wait_for


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


@pytest.fixture
def launcher(var):
    """Two parts, each with a child, in front of real servers."""
    books = [var / "one", var / "two"]
    launcher = Launcher(var, {book.name: family(book) for book in books}, ["postgres", "valkey"])
    launcher.wait_for("ready")
    for book in books:
        wait_for(lambda book=book: book.exists() and book.read_text().endswith("\n"))
    yield launcher
    if launcher.process.poll() is None:
        launcher.process.terminate()
        launcher.process.wait(60)


def test_a_killed_part_comes_back_with_a_message_and_takes_its_children_with_it(launcher, var):
    part, child = map(int, (var / "one").read_text().split())
    untouched = (var / "two").read_text()

    os.kill(part, signal.SIGKILL)

    launcher.wait_for("one started again")
    assert "one ended (killed by SIGKILL), starting it again in 0.25 s" in launcher.said()
    wait_all_gone([part, child])
    wait_for(lambda: len((var / "one").read_text().splitlines()) == 2)
    assert (var / "two").read_text() == untouched


def test_a_part_that_cannot_live_is_tried_again_after_longer_and_longer_pauses(var):
    launcher = Launcher(var, {"broken": [sys.executable, "-c", "raise SystemExit('no such table')"]})

    launcher.wait_for("broken ended", times=4)
    launcher.process.terminate()

    assert launcher.process.wait(30) == 0
    pauses = [line.split(" in ")[1].split()[0] for line in launcher.said().splitlines() if "broken ended" in line]
    assert pauses[:4] == ["0.25", "0.5", "1", "2"]
    assert "no such table" in launcher.said()


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_ends_everything(launcher, signum):
    everybody = launcher.family()
    assert len(everybody) >= 12  # the launcher, its guard, PostgreSQL with its helpers, Valkey, two families

    launcher.process.send_signal(signum)

    assert launcher.process.wait(60) == 0
    assert launcher.said().endswith("stopped\n")
    wait_all_gone(everybody, seconds=1)


def test_a_launcher_killed_outright_leaves_nothing_and_the_next_one_starts(launcher, var):
    everybody = launcher.family()

    launcher.process.kill()
    launcher.process.wait()
    following = Launcher(var, {}, ["postgres"])
    following.wait_for("ready", times=2)

    wait_all_gone(everybody, seconds=1)
    following.process.terminate()
    assert following.process.wait(60) == 0


def test_a_second_launcher_in_the_same_place_is_told_who_is_there(launcher, var):
    second = Launcher(var, {}, [])

    assert second.process.wait(30) == 1
    assert f"Already running here (process {launcher.process.pid}): `make stop` ends it." in launcher.said()
