"""The description of the API, the migrations and the foreign keys say what the code says."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from services.schools.tenancy import CountyOwned, SchoolOwned, TenantModel
from tests.guards.source import ROOT

TENANT = [model for model in apps.get_models() if issubclass(model, TenantModel)]
OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("services.")]


def test_the_committed_openapi_file_is_current(tmp_path: Path) -> None:
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(made))
    assert made.read_text("utf-8") == (ROOT / "docs/openapi.yaml").read_text("utf-8"), "run `make schema`"


def test_no_migration_is_missing() -> None:
    with translation.override(None):  # as makemigrations does: words of Django in the models of accounts
        loader = MigrationLoader(None)
        wanted = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = wanted.changes(graph=loader.graph)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("services.")}
    missing = {label: made for label, made in changes.items() if label in ours}
    assert missing == {}, "run `manage.py makemigrations`"


def floors() -> dict[str, int]:
    """Each room's floor, 0 on top, as import-linter holds it."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = [each["layers"] for each in told["tool"]["importlinter"]["contracts"] if each["type"] == "layers"]
    return {room.strip(): floor for floor, rooms in enumerate(layers) for room in rooms.split("|")}


@pytest.mark.parametrize("model", OURS, ids=lambda each: each._meta.label)
def test_a_foreign_key_points_to_its_own_room_or_a_floor_below(model: Any) -> None:
    floor_of = floors()

    def floor(of: type[models.Model]) -> int:
        name = ".".join(of.__module__.split(".")[:2])
        return floor_of[name] if name.startswith("services.") else len(floor_of)

    keys = [field for field in model._meta.get_fields() if field.is_relation and field.concrete]
    wrong = [
        f"{field.name} → {field.related_model._meta.label}"
        for field in keys
        if field.related_model._meta.app_label != model._meta.app_label and floor(field.related_model) <= floor(model)
    ]
    assert wrong == []


def test_no_table_is_made_behind_our_back() -> None:
    made = [f"{model._meta.label}.{field.name}" for model in TENANT for field in model._meta.local_many_to_many]
    assert made == [], "a many-to-many field makes a table without school and county: write the model"


@pytest.mark.parametrize("model", TENANT, ids=lambda each: each.__name__)
def test_a_tenants_row_always_says_whose_it_is(model: Any) -> None:
    names = {field.name: field for field in model._meta.concrete_fields}
    needed = {SchoolOwned: {"school", "county"}, CountyOwned: {"county"}}
    for kind, keys in needed.items():
        if issubclass(model, kind):
            assert [key for key in keys if names[key].null] == []
    keys = [field for field in names.values() if isinstance(field, models.ForeignKey)]
    tenants = [field for field in keys if issubclass(field.related_model, TenantModel) and field.name != "county"]
    inside = [field.name for field in tenants if field.db_constraint]
    assert inside == [], "db_constraint=False: the wall builds the composite key (design: tenancy)"
