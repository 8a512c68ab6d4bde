"""The scenarios at a size that fits into the suite: real processes on servers of their own. `make chaos` for more."""

import json
import subprocess
import sys

from tests.chaos.environment.servers import ROOT


def run_scenarios(tmp_path, *names):
    """Scenario → its faults."""
    report_file = tmp_path / "reports.jsonl"
    command = [sys.executable, "-m", "tests.chaos", *names, "--smoke", "--seed", "7", "--out", report_file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert report_file.exists(), done.stderr
    rows = {item["scenario"]: item["faults"] for item in map(json.loads, report_file.read_text().splitlines())}
    print(done.stdout, done.stderr)  # shown where it fails
    return rows


def test_killed_workers_a_lost_queue_and_a_crashed_database_double_nothing_and_poison_is_given_up(tmp_path):
    assert run_scenarios(tmp_path, "once", "poison") == {"once": [], "poison": []}


def test_zombies_change_nothing_and_doubt_is_shown(tmp_path):
    assert run_scenarios(tmp_path, "zombies", "keyless") == {"zombies": [], "keyless": []}


def test_two_beats_and_two_sweeps_with_wrong_clocks_evaluate_each_rule_once(tmp_path):
    assert run_scenarios(tmp_path, "year") == {"year": []}


def test_no_alert_waits_for_the_reminders_of_a_school_morning(tmp_path):
    assert run_scenarios(tmp_path, "morning") == {"morning": []}
