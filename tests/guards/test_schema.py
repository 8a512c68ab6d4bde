"""The OpenAPI document, migrations and foreign keys agree with the code."""

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
from tests.guards.code.source import ROOT

TENANT = [model for model in apps.get_models() if issubclass(model, TenantModel)]
OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("services.")]


def test_the_committed_openapi_file_is_current(tmp_path: Path) -> None:
    generated = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(generated))
    assert generated.read_text("utf-8") == (ROOT / "docs/openapi.yaml").read_text("utf-8"), "run `make schema`"


def test_no_migration_is_missing() -> None:
    with translation.override(None):  # as makemigrations does: accounts' models contain translated texts of Django
        loader = MigrationLoader(None)
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("services.")}
    missing = {label: migrations for label, migrations in changes.items() if label in ours}
    assert missing == {}, "run `manage.py makemigrations`"


def layers() -> dict[str, int]:
    """Return each app's layer from import-linter's contract, 0 for the top."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (ordered,) = [
        contract["layers"] for contract in contracts if contract["type"] == "layers" and not contract.get("containers")
    ]
    return {app.strip(): layer for layer, apps in enumerate(ordered) for app in apps.split("|")}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_key_points_to_its_own_app_or_a_layer_below(model: Any) -> None:
    layer_of = layers()

    def layer(model: type[models.Model]) -> int:
        app = ".".join(model.__module__.split(".")[:2])
        return layer_of[app] if app.startswith("services.") else len(layer_of)

    keys = [field for field in model._meta.get_fields() if field.is_relation and field.concrete]
    wrong = [
        f"{field.name} → {field.related_model._meta.label}"
        for field in keys
        if field.related_model._meta.app_label != model._meta.app_label and layer(field.related_model) <= layer(model)
    ]
    assert wrong == []


def test_tenant_models_have_no_many_to_many_fields() -> None:
    fields = [f"{model._meta.label}.{field.name}" for model in TENANT for field in model._meta.local_many_to_many]
    assert fields == [], "a many-to-many field makes a table without school and county: write the model"


@pytest.mark.parametrize("model", TENANT, ids=lambda model: model.__name__)
def test_tenant_row_always_names_its_tenant(model: Any) -> None:
    names = {field.name: field for field in model._meta.concrete_fields}
    required = {SchoolOwned: {"school", "county"}, CountyOwned: {"county"}}
    for kind, keys in required.items():
        if issubclass(model, kind):
            assert [key for key in keys if names[key].null] == []
    keys = [field for field in names.values() if isinstance(field, models.ForeignKey)]
    tenants = [field for field in keys if issubclass(field.related_model, TenantModel) and field.name != "county"]
    inside = [field.name for field in tenants if field.db_constraint]
    assert inside == [], "set db_constraint=False: services/schools/rls makes the composite key"
