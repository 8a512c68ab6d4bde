"""Each command that the documents name exists with its options, and a test runs those of the operations page."""

import argparse
import importlib.util
import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.deploy.databases import ROOT

PAGE = (ROOT / "docs/operations.md").read_text()
COMMANDS = sorted(set(re.findall(r"manage\.py ([a-z]+)", PAGE)))
MODULES = sorted(set(re.findall(r"python -m ([a-z_]+(?:\.[a-z_]+)+)", PAGE)))
UNITS = sorted(set(re.findall(r"(nuanyang(?:-[a-z]+)?@?\.(?:service|timer|target)|nuanyang-[a-z]+@?)", PAGE)))
# What a machine without network, containers or systemd cannot run; other tests read these files.
NOT_RUN = {"deploy.assets"}
# The notes of releases and decisions also name what is no longer there.
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *(ROOT / "docs").glob("*.md")]
TEXT = "\n".join(page.read_text() for page in PAGES if page.name != "releases.md")
CALLS = sorted({call.strip() for call in re.findall(r"manage\.py ([a-z][^`#\n|>]*)", TEXT)})
TARGETS = sorted(
    set(re.findall(r"`(?:\w+=\S+ )?make ([a-z]+)", TEXT)) | set(re.findall(r"^make ([a-z]+)", TEXT, re.MULTILINE))
)
VARIABLES = sorted(set(re.findall(r"make [a-z]+ ([A-Z]+)=", TEXT)))
MAKEFILE = (ROOT / "Makefile").read_text()
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


@pytest.mark.parametrize("call", CALLS)
def test_command_that_a_document_names_has_its_words_and_options(call):
    name, *arguments = shlex.split(call.replace("…", ""))
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    for word in arguments:
        subcommands = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        if word.startswith("--"):
            assert word in parser._option_string_actions, f"{word} is no option of {name}"
        elif subcommands and not word.isupper():
            assert word in subcommands[0].choices, f"{word} is no part of {name}"
            parser = subcommands[0].choices[word]


def test_targets_and_variables_of_make_that_the_documents_name_exist():
    assert {"run", "test", "check", "chaos", "bench"} <= set(TARGETS)
    for target in TARGETS:
        assert re.search(rf"^{target}:.*## ", MAKEFILE, re.MULTILINE), f"make has no target {target}"
    for variable in VARIABLES:
        assert f"$({variable})" in MAKEFILE, f"make knows no {variable}"
