"""The layout: navigation by role, workspaces without inner ids, text size."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.test import RequestFactory

from services.access.actor import Actor
from services.access.roles import COUNTY_ROLES, ROLES, Role
from services.web import layout

SCHOOL = UUID("01932b7c-6f00-7000-8000-000000000001")
HEAD = Actor(1, Role.HEAD, 7, school_id=3, membership_id=11, school_public_id=SCHOOL, school_name="中心小学")


@pytest.mark.parametrize("role", list(Role))
def test_role_has_at_most_eight_navigation_entries(role: Role):
    offered = [entry for entry in layout.NAV[role] if entry.permission in ROLES[role].permissions]

    assert len(offered) <= layout.MAX_ENTRIES
    assert all(entry.permission in ROLES[role].permissions for entry in offered)


def test_auditor_navigates_to_the_audit_log_only():
    offered = {
        entry.url_name for entry in layout.NAV[Role.AUDITOR] if entry.permission in ROLES[Role.AUDITOR].permissions
    }

    assert offered == {"web:audit_log"}


def test_navigation_entry_without_a_page_is_left_out():
    # An installation may leave an app out.
    assert layout.url("web:no-such-page") == ""
    assert all(link.url for link in layout.nav(HEAD, "/"))


def test_longest_matching_entry_is_active(monkeypatch: pytest.MonkeyPatch):
    # Addresses of which one begins like the other.
    addresses = {"web:workbench": "/workbench/", "web:children": "/workbench/children/"}
    monkeypatch.setattr(layout, "url", lambda name: addresses.get(name, ""))

    links = layout.nav(HEAD, "/workbench/children/01932b7c/")

    assert [str(link.label) for link in links if link.is_active] == ["孩子"]


def test_workspace_is_named_by_public_id_and_role():
    assert layout.workspace_of(HEAD) == f"{SCHOOL}:head"
    assert layout.workspace_of(Actor(1, Role.COUNTY, 7, membership_id=9)) == "county:county"


def test_anonymous_layout_has_no_navigation():
    context = layout.layout(RequestFactory().get("/"))["layout"]

    assert (list(context.nav), context.workspace_name, context.size) == ([], "", "normal")


def test_person_with_two_workspaces_may_switch():
    request = RequestFactory().get("/")
    teacher = replace(HEAD, role=Role.TEACHER, membership_id=12)
    request.actor, request.actors = HEAD, [HEAD, teacher]  # type: ignore[attr-defined]

    context = layout.layout(request)["layout"]

    assert [workspace.is_current for workspace in context.workspaces] == [True, False]
    assert (context.workspace_name, context.role_name) == ("中心小学", "校长")


@pytest.mark.parametrize(
    ("cookie", "role", "size"),
    [("", Role.NURSE, "large"), ("normal", Role.NURSE, "normal"), ("x", Role.HEAD, "normal")],
)
def test_text_size_is_the_chosen_one_or_the_roles_default(cookie: str, role: Role, size: str):
    request = RequestFactory().get("/", headers={"cookie": f"size={cookie}"} if cookie else {})
    request.actor, request.actors = replace(HEAD, role=role), []  # type: ignore[attr-defined]

    assert layout.layout(request)["layout"].size == size


def test_every_role_has_a_navigation():
    assert set(layout.NAV) == set(Role)
    assert {role for role in Role if layout.NAV[role] is layout.COUNTY_NAV} == set(COUNTY_ROLES)
