"""Each command of the operations page exists, and a test runs it."""

import importlib.util
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.deploy.databases import ROOT

PAGE = (ROOT / "docs/operations.md").read_text()
COMMANDS = sorted(set(re.findall(r"manage\.py ([a-z]+)", PAGE)))
MODULES = sorted(set(re.findall(r"python -m ([a-z_]+(?:\.[a-z_]+)+)", PAGE)))
UNITS = sorted(set(re.findall(r"(nuanyang(?:-[a-z]+)?@?\.(?:service|timer|target)|nuanyang-[a-z]+@?)", PAGE)))
# What a machine without network, containers or systemd cannot run; other tests read these files.
NOT_RUN = {"deploy.assets"}
TESTS = {path: path.read_text() for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)}


@pytest.mark.parametrize("command", COMMANDS)
def test_command_of_the_page_exists_and_a_test_runs_it(command):
    assert command in get_commands()

    call = re.compile(rf'(?:call_command\(|manage\([^()]*|"manage\.py", |(?:run|manage|doctor)\([^()]*)"{command}"')
    helpers = re.compile(rf'"manage\.py",\s+"{command}"')
    assert any(call.search(text) or helpers.search(text) for text in TESTS.values()), f"no test runs {command}"


@pytest.mark.parametrize("module", MODULES)
def test_module_of_the_page_exists_and_a_test_uses_it(module):
    assert importlib.util.find_spec(module)

    package, _, name = module.rpartition(".")
    uses = (module, f"from {package} import {name}", f"import {name}\n")
    everything = "".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    assert module in NOT_RUN or any(use in everything for use in uses)


@pytest.mark.parametrize("unit", UNITS)
def test_unit_of_the_page_exists(unit):
    name = unit if "." in unit else f"{unit}.service"

    assert (ROOT / "deploy/systemd" / name).exists()
