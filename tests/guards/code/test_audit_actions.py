"""Every audit action has a label in its app, and nothing else is written to the audit log."""

import pytest
from django.apps import apps

from services.access import audit, audit_actions
from services.care.choices import AuditAction
from services.jobs import registry

# Apps below `access` cannot register actions; `access` records what is done to their rows.
ELSEWHERE = {"schools": "access"}


def test_actions_of_every_app_are_registered():
    values = audit_actions.values()
    assert len(values) > 60
    apps_named = {value.partition(".")[0] for value in values}
    assert {"access", "care", "children", "demo", "health", "notify", "plans", "schools"} <= apps_named


def test_action_values_begin_with_their_app():
    for value in audit_actions.values():
        app = value.partition(".")[0]
        module = f"services.{ELSEWHERE.get(app, app)}.choices"
        assert type(audit_actions.action_of(value)).__module__ == module, value


def test_action_labels_are_written_by_hand():
    for value in audit_actions.values():
        assert not audit_actions.label_of(value).isascii(), value


def test_label_of_an_unknown_action_is_no_code():
    assert audit_actions.label_of("care.something_new") == "其他操作"


def test_an_action_is_registered_once():
    with pytest.raises(ValueError, match="registered twice"):
        audit_actions.register(AuditAction)


@pytest.mark.parametrize("action", ["care.pairing_created", "care.invented", registry.JobContext])
def test_log_refuses_what_is_no_registered_action(action: object):
    with pytest.raises(TypeError):
        audit.log(action, by=None, now=None)  # type: ignore[arg-type]


def test_every_job_kind_has_a_label_and_begins_with_its_app():
    for kind in registry.kinds():
        app = kind.partition(".")[0]
        assert apps.is_installed(f"services.{app}"), kind
        assert not registry.label_of(kind).isascii(), kind
