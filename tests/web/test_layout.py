"""The frame shows each role its own ways, and names places without inner ids."""

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
def test_a_role_is_shown_at_most_eight_ways_and_only_those_it_may_take(role: Role):
    offered = [entry for entry in layout.NAV[role] if entry.permission in ROLES[role].permissions]

    assert len(offered) <= layout.MAX_ENTRIES
    assert all(entry.permission in ROLES[role].permissions for entry in offered)


def test_the_auditor_is_shown_no_children_and_no_figures():
    offered = {
        entry.url_name for entry in layout.NAV[Role.AUDITOR] if entry.permission in ROLES[Role.AUDITOR].permissions
    }

    assert offered == {"web:audit_log"}


def test_a_way_without_a_page_is_left_out():
    assert layout.url("web:no-such-page") == ""
    assert all(link.url for link in layout.nav(HEAD, "/"))


def test_the_longest_matching_way_is_where_we_are(monkeypatch: pytest.MonkeyPatch):
    addresses = {"web:workbench": "/workbench/", "web:children": "/workbench/children/"}
    monkeypatch.setattr(layout, "url", lambda name: addresses.get(name, ""))

    links = layout.nav(HEAD, "/workbench/children/01932b7c/")

    assert [str(link.label) for link in links if link.is_active] == ["孩子"]


def test_places_are_named_by_public_id_and_role_only():
    assert layout.workspace_of(HEAD) == f"{SCHOOL}:head"
    assert layout.workspace_of(Actor(1, Role.COUNTY, 7, membership_id=9)) == "county:county"


def test_a_stranger_gets_a_frame_without_ways():
    frame = layout.layout(RequestFactory().get("/"))["layout"]

    assert (list(frame.nav), frame.workspace_name, frame.size) == ([], "", "normal")


def test_someone_with_two_places_may_switch_and_sees_which_is_this():
    request = RequestFactory().get("/")
    teacher = replace(HEAD, role=Role.TEACHER, membership_id=12)
    request.actor, request.actors = HEAD, [HEAD, teacher]  # type: ignore[attr-defined]

    frame = layout.layout(request)["layout"]

    assert [workspace.is_current for workspace in frame.workspaces] == [True, False]
    assert (frame.workspace_name, frame.role_name) == ("中心小学", "校长")


@pytest.mark.parametrize(
    ("cookie", "role", "size"),
    [("", Role.NURSE, "large"), ("normal", Role.NURSE, "normal"), ("x", Role.HEAD, "normal")],
)
def test_letters_are_as_large_as_chosen_or_as_the_role_needs(cookie: str, role: Role, size: str):
    request = RequestFactory().get("/", headers={"cookie": f"size={cookie}"} if cookie else {})
    request.actor, request.actors = replace(HEAD, role=role), []  # type: ignore[attr-defined]

    assert layout.layout(request)["layout"].size == size


def test_every_role_has_its_ways_listed():
    assert set(layout.NAV) == set(Role)
    assert {role for role in Role if layout.NAV[role] is layout.COUNTY_NAV} == set(COUNTY_ROLES)
